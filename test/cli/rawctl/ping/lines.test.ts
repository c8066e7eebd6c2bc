import { describe, expect, it } from 'vitest';
import { classicLine } from '../../../../src/cli/rawctl/ping/classic.js';
import {
  eventLine,
  heading,
  interimText,
  statisticsText,
  timeText,
} from '../../../../src/cli/rawctl/ping/lines.js';
import { LiveLine, sparkline } from '../../../../src/cli/rawctl/ping/live-line.js';
import { type PingArguments, understand } from '../../../../src/cli/rawctl/ping/settings.js';
import type { PingReply, PingStatistics } from '../../../../src/raw/index.js';

const settings = (more: Partial<PingArguments> = {}) => understand({ host: ['h'], ...more });
const reply: PingReply = {
  event: 'reply',
  target: { name: 'h', address: '10.0.0.1' },
  sequence: 3,
  at: 0,
  from: '10.0.0.1',
  bytes: 64,
  ttl: 60,
  time: 1.2345,
  duplicate: false,
  reordered: false,
};
const none: PingStatistics = {
  transmitted: 3,
  received: 0,
  duplicates: 0,
  reordered: 0,
  corrupted: 0,
  errors: 0,
  loss: 1,
  time: 2003.7,
  pipe: 3,
};

describe('lines of ping', () => {
  it.each([
    [0.0421, '0.042'],
    [1.2345, '1.23'],
    [12.345, '12.3'],
    [123.45, '123'],
    [0.9999, '1.00'],
  ])('%d ms is %s', (time, text) => {
    expect(timeText(time)).toBe(text);
  });

  it('heads with sizes, and where it is sent from', () => {
    const four = { name: 'h', address: '10.0.0.1', family: 'inet', options: 0 } as const;
    expect(heading(four, 56)).toBe('PING h (10.0.0.1) 56(84) bytes of data.');
    expect(heading({ ...four, source: '10.0.0.9', device: 'eth0', options: 40 }, 56)).toBe(
      'PING h (10.0.0.1) from 10.0.0.9 eth0: 56(124) bytes of data.',
    );
    expect(heading({ ...four, name: 'fd::1', address: 'fd::1', family: 'inet6' }, 8)).toBe(
      'PING fd::1(fd::1) 8 data bytes',
    );
  });

  it('marks duplicates, wrong data and the kernel’s times', () => {
    expect(eventLine(reply, '10.0.0.1', settings())).toBe(
      '64 bytes from 10.0.0.1: icmp_seq=3 ttl=60 time=1.23 ms',
    );
    const odd = { ...reply, duplicate: true, corruptedAt: 30 };
    expect(eventLine(odd, 'h', settings())).toBe(
      '64 bytes from h: icmp_seq=3 ttl=60 time=1.23 ms (DUP!)\nwrong data at byte 30',
    );
    const split = { ...reply, wire: 1, overhead: 0.25 };
    expect(eventLine(split, 'h', settings({ kernelRtt: true }))).toContain(
      'time=1.23 ms wire=1.00 ms host=0.250 ms',
    );
  });

  it('says what errors say', () => {
    const error = {
      event: 'error',
      target: reply.target,
      sequence: 1,
      at: 0,
      origin: 'icmp',
      text: 'Frag needed and DF set',
    } as const;
    expect(eventLine({ ...error, mtu: 1400, icmpType: 3 }, 'r', settings())).toBe(
      'From r icmp_seq=1 Frag needed and DF set (mtu = 1400)',
    );
    expect(eventLine({ ...error, text: 'Packet too big', mtu: 1400, icmpType: 2 }, 'r', settings())).toBe(
      'From r icmp_seq=1 Packet too big: mtu=1400',
    );
    expect(eventLine({ ...error, text: 'Redirect Host', gateway: '10.0.0.2' }, 'r', settings())).toBe(
      'From r icmp_seq=1 Redirect Host(New nexthop: 10.0.0.2)',
    );
    const unanswered = { event: 'unanswered', target: reply.target, sequence: 2, at: 0 } as const;
    expect(eventLine(unanswered, '', settings())).toBeUndefined();
    expect(eventLine(unanswered, '', settings({ outstanding: true }))).toBe('no answer yet for icmp_seq=2');
  });

  it('sums up', () => {
    expect(statisticsText('h', none, { flood: false })).toBe(
      '\n--- h ping statistics ---\n3 packets transmitted, 0 received, 100% packet loss, time 2003ms\npipe 3\n',
    );
    const rtt = { min: 1, avg: 2, max: 3, mdev: 0.5, ewma: 2 };
    const some = { ...none, received: 2, duplicates: 1, errors: 1, loss: 1 / 3, rtt, pipe: 1 };
    expect(statisticsText('h', some, { flood: true })).toBe(
      '\n--- h ping statistics ---\n3 packets transmitted, 2 received, +1 duplicates, +1 errors, 33.3333% packet loss, ' +
        'time 2003ms\nrtt min/avg/max/mdev = 1.000/2.000/3.000/0.500 ms, ipg/ewma 1001.850/2.000 ms\n',
    );
    expect(interimText(some)).toBe(
      '\r2/3 packets, 33.3333% loss, min/avg/ewma/max = 1.000/2.000/2.000/3.000 ms\n',
    );
  });

  it('speaks as the lecture does', () => {
    expect(classicLine(reply, 'inet', false)).toBe('64 bytes from 10.0.0.1: seq=3, ttl=60, rtt=1.234 ms');
    const { ttl: _, ...blind } = reply;
    expect(classicLine(blind, 'inet6', false)).toBe('64 bytes from 10.0.0.1: seq=3, hlim=???, rtt=1.234 ms');
    const other = {
      event: 'other',
      at: 0,
      from: 'r',
      bytes: 36,
      icmpType: 3,
      icmpCode: 1,
      text: '',
    } as const;
    expect(classicLine(other, 'inet', true)).toBe('  36 bytes from r: type = 3, code = 1');
    expect(classicLine(other, 'inet', false)).toBeUndefined();
  });

  it('draws the latest times on a last line', () => {
    expect(sparkline([1, 2, 3, undefined, 8])).toBe('▁▂▃×█');
    expect(sparkline([5, 5])).toBe('▁▁');
    const live = new LiveLine(() => 20);
    expect([live.cleared, live.drawn]).toEqual(['', '']);
    for (let i = 0; i < 100; i++) live.add(i);
    expect(live.cleared).toBe('\r\x1b[K');
    expect(live.drawn).toHaveLength(19);
    expect(live.drawn).toMatch(/█ 99\.000 ms$/);
  });
});
