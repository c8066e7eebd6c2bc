import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQueued } from '../../src/raw/error-queue.js';
import { decodeIpControl, encodeIpControl } from '../../src/raw/ip-control.js';
import { decodeEndpoint, encodeEndpoint, familyOf } from '../../src/raw/ip-endpoint.js';
import { decodeLinkEndpoint, encodeLinkEndpoint } from '../../src/raw/link-endpoint.js';
import { decodeAuxdata, restoreVlan } from '../../src/raw/packet-auxdata.js';
import { constants as c } from '../../src/socket/index.js';
import { fromHex, littleEndian } from '../../src/wire/index.js';

const ipv4 = fc.ipV4();
const ipv6 = fc.constantFrom('::', '::1', 'fd00::1', 'fe80::1', '2001:db8::ff00:42:8329');

describe('endpoints', () => {
  it('survive the way to bytes and back', () => {
    fc.assert(
      fc.property(
        fc.oneof(ipv4, ipv6),
        fc.nat(0xffff),
        fc.nat(100),
        fc.nat(0xfffff),
        (address, port, scope, flowInfo) => {
          const six = address.includes(':');
          const endpoint = {
            address,
            port,
            ...(six && scope > 0 ? { scope } : {}),
            ...(six && flowInfo > 0 ? { flowInfo } : {}),
          };
          expect(decodeEndpoint(encodeEndpoint(endpoint))).toEqual(endpoint);
          expect(familyOf(address)).toBe(six ? 'inet6' : 'inet');
        },
      ),
    );
  });

  it('refuse what is none', () => {
    expect(() => encodeEndpoint({ address: 'localhost' })).toThrow(/resolve names first/);
    expect(() => encodeEndpoint({ address: '1.2.3.4', port: 70_000 })).toThrow(/0 to 65535/);
    expect(decodeEndpoint(new Uint8Array(16))).toBeUndefined();
    expect(decodeEndpoint(new Uint8Array(3))).toBeUndefined();
  });

  it('of links have the bytes of sockaddr_ll', () => {
    const bytes = encodeLinkEndpoint({ protocol: 0x88b5, interface: 3, address: '02:00:00:0a:0b:0c' });
    expect(decodeLinkEndpoint(bytes)).toEqual({
      protocol: 0x88b5,
      interface: 3,
      hardwareType: 0,
      packetType: 'host',
      address: '02:00:00:0a:0b:0c',
    });
    expect(() => encodeLinkEndpoint({ protocol: 0, interface: 0, address: '02:zz' })).toThrow(
      /not a link-layer address/,
    );
  });
});

describe('ancillary data', () => {
  it('that is sent reads back as it was', () => {
    const number = fc.option(fc.nat(255), { nil: undefined });
    fc.assert(
      fc.property(
        fc.constantFrom('inet', 'inet6') as fc.Arbitrary<'inet' | 'inet6'>,
        number,
        number,
        number,
        (family, ttl, tos, mark) => {
          const control = Object.fromEntries(
            Object.entries({ ttl, tos, mark }).filter(([, value]) => value !== undefined),
          );
          expect(decodeIpControl(encodeIpControl(family, control))).toEqual(control);
        },
      ),
    );
    const info = { interface: 7, local: '10.0.0.1' };
    expect(decodeIpControl(encodeIpControl('inet', { pktinfo: info })).pktinfo).toEqual({
      ...info,
      destination: '0.0.0.0',
    });
    const six = { interface: 7, local: 'fd00::1' };
    expect(decodeIpControl(encodeIpControl('inet6', { pktinfo: six, flowInfo: 0x12345 }))).toEqual({
      pktinfo: six,
      flowInfo: 0x12345,
    });
    expect(() => encodeIpControl('inet', { flowInfo: 1 })).toThrow('IPv4 has no flowInfo');
    expect(() => encodeIpControl('inet', { hopOptions: new Uint8Array(8) })).toThrow(
      'IPv4 has no hopOptions',
    );
    expect(() => encodeIpControl('inet6', { pktinfo: { local: '10.0.0.1' } })).toThrow(
      /no address of the family inet6/,
    );
  });

  it('of unknown kinds is kept, and aliases nothing', () => {
    const data = Uint8Array.of(1, 2, 3);
    const { others } = decodeIpControl([{ level: 9, type: 9, data }]);
    data.fill(0);
    expect(others).toEqual([{ level: 9, type: 9, data: Uint8Array.of(1, 2, 3) }]);
  });
});

describe.skipIf(!littleEndian)('the error queue (bytes of a little-endian machine)', () => {
  it('tells of ICMP, with the offender', () => {
    // Linux 6.18: recvmsg(MSG_ERRQUEUE) after UDP to a closed port of 127.0.0.1.
    const data = fromHex('6f000000 02030300 00000000 00000000 02000000 7f000001 00000000 00000000');
    const name = encodeEndpoint({ address: '127.0.0.1', port: 9 });
    const error = decodeQueued([{ level: c.SOL_IP, type: c.IP_RECVERR, data }], name, Uint8Array.of(1));
    expect(error).toMatchObject({
      event: 'error',
      code: 'ECONNREFUSED',
      errno: -111,
      origin: 'icmp',
      icmpType: 3,
      icmpCode: 3,
      offender: { address: '127.0.0.1' },
      to: { address: '127.0.0.1', port: 9 },
    });
  });

  it('tells of the MTU, and of packets that left', () => {
    const local = fromHex('5a000000 01000000 78050000 00000000 00000000');
    const error = decodeQueued(
      [{ level: c.SOL_IPV6, type: c.IPV6_RECVERR, data: local }],
      new Uint8Array(0),
      new Uint8Array(0),
    );
    expect(error).toMatchObject({ code: 'EMSGSIZE', origin: 'local', mtu: 1400, text: 'Message too long' });
    const stamp = fromHex('2a000000 04000000 00000000 07000000');
    const times = new Uint8Array(48);
    new DataView(times.buffer).setBigInt64(0, 5n, true);
    new DataView(times.buffer).setBigInt64(8, 6n, true);
    const messages = [
      { level: c.SOL_SOCKET, type: c.SO_TIMESTAMPING_NEW, data: times },
      { level: c.SOL_IP, type: c.IP_RECVERR, data: stamp },
    ];
    expect(decodeQueued(messages, new Uint8Array(0), new Uint8Array(0))).toEqual({
      event: 'transmitted',
      id: 7,
      stage: 'sent',
      software: 5_000_000_006n,
    });
    expect(decodeQueued([], new Uint8Array(0), new Uint8Array(0))).toBeUndefined();
  });

  it('of a packet socket tells what hardware took out of a frame', () => {
    const data = fromHex('51000000 40000000 40000000 0000 0e00 0a60 0081');
    expect(decodeAuxdata(data)).toEqual({
      length: 64,
      checksumNotReady: false,
      checksumValid: false,
      vlan: { tpid: 0x8100, tci: 0x600a },
    });
    expect(decodeAuxdata(data.subarray(0, 8))).toBeUndefined();
    const frame = Uint8Array.from({ length: 16 }, (_, i) => i);
    expect([...restoreVlan(frame, { tpid: 0x88a8, tci: 5 })]).toEqual([
      ...frame.slice(0, 12),
      0x88,
      0xa8,
      0,
      5,
      ...frame.slice(12),
    ]);
  });
});
