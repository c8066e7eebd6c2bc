import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildPacket,
  decodePacket,
  ethernet,
  explainPacket,
  icmp,
  ipv4,
  protocols,
  tcp,
  udp,
} from '../../src/raw/formats.js';
import { fromHex, toHex } from '../../src/wire/index.js';

const syn = fromHex(
  '020000000001 020000000002 0800' +
    '4500003c 00004000 400626ba 0a000001 0a000002' +
    '04d20050 00000001 00000000 a002faf0 33e90000 020405b4 0402080a 00000001 00000000 01030307',
);

describe('a packet', () => {
  test('is built from layers, with lengths and checksums', () => {
    const built = buildPacket([
      ethernet({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }),
      ipv4({ src: '10.0.0.1', dst: '10.0.0.2', flags: ['df'] }),
      tcp({
        srcPort: 1234,
        dstPort: 80,
        seq: 1,
        options: [
          { type: 'mss', value: 1460 },
          'sackPermitted',
          { type: 'timestamp', value: { value: 1, echo: 0 } },
          'nop',
          { type: 'windowScale', value: 7 },
        ],
      }),
    ]);
    expect(toHex(built)).toBe(toHex(syn));
  });

  test('has layers with types, and a line', () => {
    const packet = decodePacket(syn, 'ethernet');
    expect(packet.layers.map(({ layer }) => layer)).toEqual(['ethernet', 'ipv4', 'tcp']);
    expect(packet.find('tcp')).toMatchObject({ srcPort: 1234, flags: ['syn'], seq: 1 });
    expect(packet.find('udp')).toBeUndefined();
    expect(packet.problems).toEqual([]);
    expect(packet.line()).toBe(
      'IP 10.0.0.1.1234 > 10.0.0.2.80: Flags [S], seq 1, win 64240, ' +
        'options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0',
    );
    expect(toHex(buildPacket(packet.layers))).toBe(toHex(syn));
    expect(toHex(buildPacket(JSON.parse(JSON.stringify(packet)).layers))).toBe(toHex(syn));
  });

  test('that is cut short shows what came, and where it ended', () => {
    const packet = decodePacket(syn.subarray(0, 42), 'ethernet');
    expect(packet.find('tcp')).toBeUndefined();
    expect(packet.part('tcp')).toEqual({ layer: 'tcp', truncated: true, srcPort: 1234, dstPort: 80, seq: 1 });
    expect(packet.problems).toEqual([
      { layer: 'ipv4', offset: 42, reason: '32 bytes of what it carries are missing' },
      { layer: 'tcp', offset: 42, reason: 'ends after 8 of 20 bytes' },
    ]);
  });

  test('takes a field by its number too, and what follows is as by its name', () => {
    const quoted = buildPacket([ipv4({ src: '10.0.0.1', dst: '10.0.0.2' })]);
    const byNumber = buildPacket([icmp({ type: 3, code: 4, mtu: 1000, quoted })]);
    expect(toHex(byNumber)).toBe(
      toHex(buildPacket([icmp({ type: 'destUnreach', code: 4, mtu: 1000, quoted })])),
    );
    expect(toHex(byNumber.subarray(4, 8))).toBe('000003e8');
  });

  test('inside an ICMP error is decoded too, also when 8 bytes of it came', () => {
    const sent = buildPacket([
      ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }),
      tcp({ srcPort: 5, dstPort: 6, seq: 7 }),
    ]);
    const error = buildPacket([
      ipv4({ src: '10.0.0.2', dst: '10.0.0.1' }),
      icmp({ type: 'destUnreach', code: 3, quoted: sent.subarray(0, 28) }),
    ]);
    const packet = decodePacket(error, 'raw');
    expect(packet.problems).toEqual([]);
    expect(packet.find('icmp')?.quoted?.part('tcp')).toMatchObject({
      srcPort: 5,
      dstPort: 6,
      seq: 7,
      truncated: true,
    });
  });

  test('asks after interfaces (RFC 8335)', () => {
    const extendedEcho = { sequence: 3, state: 0, reserved: 0, active: 0, ipv4: 0, local: 1 };
    const objects = [{ type: 0x0302, value: fromHex('00000001') }];
    const bytes = buildPacket([icmp({ type: 'extEcho', id: 7, extendedEcho, extensions: { objects } })]);
    expect(toHex(bytes)).toBe('2a00d2f7000703012000dcf40008030200000001');
    expect(decodePacket(bytes, 'icmp').find('icmp')).toMatchObject({ type: 'extEcho', id: 7, extendedEcho });
  });

  test('takes numbers for names, and has what belongs to them', () => {
    const quoted = [ipv4({ dst: '10.0.0.1' })];
    const numbers = buildPacket([icmp({ type: 3, code: 4, mtu: 1400, quoted })]);
    expect(toHex(numbers)).toBe(
      toHex(buildPacket([icmp({ type: 'destUnreach', code: 4, mtu: 1400, quoted })])),
    );
    expect(decodePacket(numbers, 'icmp').find('icmp')?.quoted?.find('ipv4')?.dst).toBe('10.0.0.1');
  });

  test('keeps what is given, however wrong, and computes the rest', () => {
    const bytes = buildPacket([
      ipv4({ src: '10.0.0.1', dst: '10.0.0.2', totalLength: 9999, checksum: 0xdead, protocol: 'tcp' }),
      udp({ srcPort: 1, dstPort: 2, checksum: 7 }),
      'hello',
    ]);
    expect(decodePacket(bytes, 'raw').find('ipv4')).toMatchObject({
      totalLength: 9999,
      checksum: 0xdead,
      protocol: 'tcp',
    });
  });

  // Of DNS, dns-packet writes the records, and shortens names as it likes.
  const exact = Object.keys(protocols).filter(name => name !== 'dns');

  test.each(exact)('of any bytes gives the same bytes again (%s)', name => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 160 }), bytes => {
        const packet = decodePacket(bytes, name as 'ipv4');
        expect(toHex(buildPacket(packet.layers))).toBe(toHex(bytes));
        expect(toHex(buildPacket(JSON.parse(JSON.stringify(packet)).layers))).toBe(toHex(bytes));
        const rows = explainPacket(bytes, name as 'ipv4');
        expect(rows.map(row => toHex(row.bytes)).join('')).toBe(toHex(bytes));
      }),
    );
  });
});
