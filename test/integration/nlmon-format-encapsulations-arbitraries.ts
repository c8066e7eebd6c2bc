/** Encapsulations of every kind, with values that kernels send and others. */
import fc from 'fast-check';
import { ipv6Text, parseIp } from '../../src/wire/index.js';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.oneof(fc.nat(40), fc.nat(0xffff_ffff));
const u64 = fc.oneof(fc.nat(1000), fc.bigInt(0n, 2n ** 64n - 1n));
const inet = fc.ipV4();
const inet6 = fc.ipV6().map(text => ipv6Text(parseIp(text) ?? new Uint8Array(16), 0));
const name = fc.constantFrom('look', 'prog_1');
const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const device = fc.constantFrom(1, 2, 3);
export const labels = fc.array(fc.nat(0xf_ffff), { minLength: 1, maxLength: 6 }).map(list => list.join('/'));

const some = (fields: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(fields, { requiredKeys });

const options = fc.oneof(
  fc.record({
    geneve: fc.array(fc.record({ class: u16, type: u8, data: bytes(1, 4).map(fourfold) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ vxlan: fc.record({ gbp: u32 }) }),
  fc.record({
    erspan: fc.oneof(
      fc.record({ ver: fc.constant(1), index: u32 }),
      fc.record({ ver: fc.constant(2), dir: fc.nat(1), hwid: u8 }),
    ),
  }),
);

const segmentList = fc
  .tuple(fc.array(inet6, { minLength: 1, maxLength: 5 }), fc.boolean(), u32)
  .map(([segments, authenticated, key]) => ({
    segments,
    ...(authenticated ? { flags: ['hmac'], tlvs: hmac(key) } : {}),
  }));

export const encapsulations: readonly [kind: string, fc.Arbitrary<unknown>][] = [
  ['mpls', some({ dst: labels, ttl: u8 })],
  ['ip', some({ id: u64, dst: inet, src: inet, ttl: u8, tos: u8, flags: u16, opts: options })],
  ['ip6', some({ id: u64, dst: inet6, src: inet6, hoplimit: u8, tc: u8, flags: u16, opts: options })],
  ['ila', some({ locator: bytes(8), csumMode: fc.nat(4), identType: fc.nat(33), hookType: fc.nat(2) })],
  ['seg6', fc.tuple(fc.nat(4), segmentList).map(([mode, srh]) => ({ srh: { mode, ...srh } }))],
  ['bpf', some({ in: some({ name }), out: some({ name }), xmit: some({ name }), xmitHeadroom: u32 })],
  [
    'seg6Local',
    some(
      {
        action: fc.nat(16),
        srh: segmentList,
        table: fc.constantFrom(100, 254, 255),
        nh4: inet,
        nh6: inet6,
        iif: device,
        oif: device,
        bpf: fc.record({ name }),
        vrftable: fc.nat(1000),
        counters: fc.record({ packets: fc.nat(), bytes: fc.nat(), errors: fc.nat() }),
        flavors: some({ operation: fc.nat(15).map(bits => 2 * bits), lcblockBits: u8, lcnodeFnBits: u8 }),
      },
      [],
    ),
  ],
  ['rpl', fc.array(inet6, { minLength: 1, maxLength: 4 }).map(segments => ({ srh: { segments } }))],
  [
    'ioam6',
    some(
      {
        mode: fc.integer({ min: 1, max: 3 }),
        dst: inet6,
        trace: fc.record({ namespaceId: u16, nodelen: u8, remlen: fc.nat(61), type: u32 }),
        freqK: u32,
        freqN: u32,
      },
      ['mode', 'trace'],
    ),
  ],
  ['xfrm', some({ ifId: u32, link: device })],
];

function fourfold(data: Uint8Array): Uint8Array {
  return Uint8Array.from([...data].flatMap(byte => [byte, 0, 7, byte]));
}

/** What authenticates a list of segments (RFC 8754): the key's number, and 32 bytes. */
function hmac(key: number): Uint8Array {
  const value = new Uint8Array(40);
  value.set([5, 38]);
  new DataView(value.buffer).setUint32(4, key);
  return value;
}
