import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, type NetlinkFrame } from '../../src/netlink/pcap-frame.js';
import { toHex, WireError } from '../../src/wire/index.js';
import { fromHexText } from '../wire/codec.js';

const bytes = Uint8Array.of(1, 2, 3);

describe('packets of LINKTYPE_NETLINK', () => {
  test.each<[string, NetlinkFrame, string]>([
    // As https://www.tcpdump.org/linktypes/LINKTYPE_NETLINK.html lays it out.
    [
      'of an nlmon interface',
      { packetType: 'outgoing', protocol: 'generic', bytes },
      '0004 0338 00000000000000000000 0010 010203',
    ],
    [
      'multicast',
      { packetType: 'multicast', protocol: 'route', bytes },
      '0002 0338 00000000000000000000 0000 010203',
    ],
    [
      'of another namespace',
      { packetType: 'multicast', protocol: 'route', nsid: 7, bytes },
      '0002 0338 0004 00000007 00000000 0000 010203',
    ],
    [
      'of kinds without a name',
      { packetType: 9, protocol: 99, bytes: new Uint8Array() },
      '0009 0338 00000000000000000000 0063',
    ],
  ])('%s', (_name, frame, hex) => {
    expect(toHex(encodeFrame(frame))).toBe(toHex(fromHexText(hex)));
    expect(decodeFrame(fromHexText(hex))).toEqual(frame);
  });

  test('an address of another length is no number of a namespace', () => {
    expect(decodeFrame(fromHexText('0004 0338 0006 010203040506 0000 0000'))).not.toHaveProperty('nsid');
  });

  test('packets that are not netlink are refused', () => {
    for (let length = 0; length < 16; length++) {
      expect(() => decodeFrame(new Uint8Array(length))).toThrow(WireError);
    }
    expect(() => decodeFrame(fromHexText('0004 0001 00000000000000000000 0800'))).toThrow('hardware type 1');
  });
});
