import { describe, expect, it } from 'vitest';
import { line, twoHosts } from '../support/hosts.js';
import { quietNetwork } from '../support/quiet-network.js';
import { launcher, lines, rawctl, started } from './rawctl-support.js';

describe('rawctl record-route', () => {
  it('record-route: the addresses on the way', async ctx => {
    await using net = await twoHosts(ctx);
    const { stdout, status } = rawctl(net.a, 'record-route 10.9.1.2 --json -W 15');
    expect(lines(stdout)[0]).toMatchObject({
      answered: true,
      from: '10.9.1.2',
      addresses: ['10.9.1.1', '10.9.1.2', '10.9.1.2', '10.9.1.1'],
    });
    expect(status).toBe(0);
    expect(rawctl(net.a, 'record-route 10.9.1.77 -W 0.2')).toMatchObject({ status: 1 });
  });

  it('record-route --udp: as the receiver has it, and as an ICMP error quotes it', async ctx => {
    await using net = await line(ctx);
    const listening = ['record-route', '--listen', '-c', '1'];
    const receiver = await started(net.h2, process.execPath, [launcher, ...listening], 'on UDP port 999');
    const { stdout, status } = rawctl(net.h1, 'record-route --udp 10.9.3.2 -W 0.2');
    expect(stdout).toContain('sent 10 bytes to 10.9.3.2 port 999, with 40 bytes of IP options\n');
    expect(status).toBe(0);
    const there = ['10.9.1.1', '10.9.2.1', '10.9.3.1', '10.9.3.2'];
    expect(await receiver.end()).toMatch(
      new RegExp(
        `"message 1:" from 10.9.1.1 port \\d+\n${there.map((hop, i) => ` ${i + 1}  ${hop}\n`).join('')}$`,
      ),
    );
    const quoted = rawctl(net.h1, 'record-route --udp --port 998 --routes 2 10.9.3.2 -W 10 --json');
    expect(lines(quoted.stdout)[0]).toMatchObject({
      bytes: 10,
      optionBytes: 12,
      port: 998,
      quoted: {
        from: '10.9.3.2',
        text: 'Destination Port Unreachable',
        addresses: there.slice(0, 2),
        full: true,
      },
    });
  });

  it.for([
    ['record-route', 'say which host, or --listen'],
    ['record-route --listen 10.9.1.2', 'takes neither a host nor --udp'],
    ['record-route 10.9.1.2 --port 9', '--port goes with --udp and --listen'],
  ] as const)('%s: exit 2', async ([words, message], ctx) => {
    await using host = quietNetwork(ctx);
    expect(rawctl(host, words)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });
});
