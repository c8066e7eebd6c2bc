import { expect, test } from 'vitest';
import {
  decodeSocketAddress,
  encodeSocketAddress,
  socketAddressSize,
} from '../../src/netlink/socket-address.js';
import { join, u16, u32 } from '../support/netlink-bytes.js';

test('struct sockaddr_nl, both ways', () => {
  const bytes = encodeSocketAddress({ port: 4_000_000_000, groups: 0x8000_0001 });
  expect(bytes).toEqual(join(u16(16), u16(0), u32(4_000_000_000, 0x8000_0001)));
  expect(bytes).toHaveLength(socketAddressSize);
  expect(decodeSocketAddress(bytes)).toEqual({ port: 4_000_000_000, groups: 0x8000_0001 });
});

test('an address may lie anywhere in a buffer', () => {
  const buffer = join(new Uint8Array(3), encodeSocketAddress({ port: 7, groups: 9 }));
  expect(decodeSocketAddress(buffer.subarray(3))).toEqual({ port: 7, groups: 9 });
});
