import { expect, test } from 'vitest';
import {
  buildPacket,
  decodePacket,
  gre,
  icmp,
  icmpv6,
  ipv4,
  ipv6,
  ospf,
  packetChecksums,
  routing,
  sctp,
  tcp,
  udp,
} from '../../src/raw/formats.js';
import { foldedSum, wordSum } from '../../src/wire/index.js';

const v4 = { src: '10.0.0.1', dst: '10.0.0.2' };
const v6 = { src: 'fd00::1', dst: 'fd00::2' };

function statuses(bytes: Uint8Array, options = {}): string[] {
  const found = packetChecksums(bytes, decodePacket(bytes, 'raw'), options);
  return found.map(({ layer, status }) => `${layer} ${status}`);
}

test.each([
  ['tcp', [ipv4(v4), tcp({ srcPort: 1, dstPort: 2 }), 'odd'], ['ipv4 good', 'tcp good']],
  ['udp over ipv6', [ipv6(v6), udp({ srcPort: 1, dstPort: 2 }), 'even'], ['udp good']],
  [
    'udp with a stop to go',
    [
      ipv6(v6),
      routing({ type: 'source', segmentsLeft: 1, addresses: ['fd00::9'] }),
      udp({ srcPort: 1, dstPort: 2 }),
    ],
    ['udp good'],
  ],
  ['icmp', [ipv4(v4), icmp({ id: 1, seq: 2 })], ['ipv4 good', 'icmp good']],
  ['icmpv6', [ipv6(v6), icmpv6({ id: 1, seq: 2 })], ['icmpv6 good']],
  ['sctp', [ipv4(v4), sctp({ srcPort: 1, dstPort: 2, chunks: ['cookieAck'] })], ['ipv4 good', 'sctp good']],
  ['ospf', [ipv4(v4), ospf({ authentication: '0102030405060708' }), 'hell'], ['ipv4 good', 'ospf good']],
  [
    'gre',
    [ipv4(v4), gre({ flags: ['checksum'], key: undefined }), ipv4(v4)],
    ['ipv4 good', 'gre good', 'ipv4 good'],
  ],
  ['gre without', [ipv4(v4), gre({ key: 5 }), ipv4(v4)], ['ipv4 good', 'ipv4 good']],
])('%s: what is built is good, and bad with a bit turned', (_, layers, expected) => {
  const bytes = buildPacket(layers as never);
  expect(statuses(bytes)).toEqual(expected);
  bytes[bytes.length - 1]! ^= 1;
  expect(statuses(bytes).at(-1)).toMatch(/bad$/);
});

test('a checksum that the sender left to hardware is not bad', () => {
  const bytes = buildPacket([ipv4(v4), tcp({ srcPort: 1, dstPort: 2, checksum: 0 }), 'data']);
  // What Linux leaves there: the sum of the pseudo header, not complemented.
  const sum = foldedSum(wordSum(bytes, 12, 20) + 6 + 24);
  new DataView(bytes.buffer).setUint16(36, sum);
  expect(statuses(bytes)).toEqual(['ipv4 good', 'tcp offloaded']);
  new DataView(bytes.buffer).setUint16(36, 7);
  expect(statuses(bytes)).toEqual(['ipv4 good', 'tcp bad']);
  expect(statuses(bytes, { notReady: true })).toEqual(['ipv4 good', 'tcp offloaded']);
});

test('none at all is absent over IPv4 alone', () => {
  const none = udp({ srcPort: 1, dstPort: 2, checksum: 0 });
  expect(statuses(buildPacket([ipv4(v4), none]))).toEqual(['ipv4 good', 'udp absent']);
  expect(statuses(buildPacket([ipv6(v6), none]))).toEqual(['udp bad']);
});

test('what did not come whole is unknown', () => {
  const bytes = buildPacket([ipv4(v4), udp({ srcPort: 1, dstPort: 2 }), 'some data']);
  expect(statuses(bytes.subarray(0, 32))).toEqual(['ipv4 good', 'udp unknown']);
  const fragment = buildPacket([ipv4({ ...v4, flags: ['mf'] }), udp({ srcPort: 1, dstPort: 2 }), 'some dat']);
  expect(statuses(fragment)).toEqual(['ipv4 good', 'udp unknown']);
  expect(statuses(buildPacket([udp({ srcPort: 1, dstPort: 2, checksum: 5 })]))).toEqual([]);
});

test('says what would be right', () => {
  const bytes = buildPacket([ipv4({ ...v4, checksum: 1 }), udp({ srcPort: 1, dstPort: 2, checksum: 1 })]);
  const right = decodePacket(buildPacket([ipv4(v4), udp({ srcPort: 1, dstPort: 2 })]), 'raw');
  const [first, second] = packetChecksums(bytes, decodePacket(bytes, 'raw'));
  expect(first).toEqual({
    layer: 'ipv4',
    index: 0,
    status: 'bad',
    value: 1,
    expected: right.find('ipv4')!.checksum,
  });
  expect(second).toMatchObject({ status: 'bad', value: 1, expected: right.find('udp')!.checksum });
});
