/** Messages that no kernel would send, or not this one. */
import fc from 'fast-check';
import type { Message } from '../../src/netlink/message.js';
import { neigh, nexthop, route, rule } from '../../src/netlink/route/index.js';
import { fromHex, ipv6Text, parseIp, toHex } from '../../src/wire/index.js';

const u8 = fc.nat(0xff);
const u32 = fc.oneof(fc.nat(40), fc.nat(0xffff_ffff));
const device = fc.oneof(fc.nat(3), fc.nat(0x7fff_ffff));
const inet = fc.ipV4();
const inet6 = fc.ipV6().map(text => ipv6Text(parseIp(text) ?? new Uint8Array(16), 0));
const labels = fc
  .array(fc.nat(0xf_ffff), { minLength: 1, maxLength: 6 })
  .map(list => fromHex(list.map((label, i) => hexLabel(label, i === list.length - 1)).join('')));
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
const via = fc.oneof(
  fc.record({ family: fc.constant('inet'), address: inet }),
  fc.record({ family: fc.constant('inet6'), address: inet6 }),
  fc.record({ family: fc.constant('packet'), address: bytes(6) }),
  fc.record({ family: fc.constant('packet'), address: bytes(4) }),
  fc.record({ family: fc.constant('mpls'), address: labels }),
  fc.record({ family: fc.constant(99), address: bytes(5) }),
);
/** Not realm 0 alone, which no kernel sends: ip has two names for it. */
const flow = u32.map(number => number || 1);
const ccAlgo = fc.constantFrom('reno', 'cubic', 'bbr');
/** Not the lock of the congestion control: ip 6.1 crashes when that is locked and not there. */
const lock = u32.map(bits => (bits & ~(1 << 16)) >>> 0);
const metrics = some({
  lock,
  mtu: u32,
  window: u32,
  rtt: u32,
  rttvar: u32,
  ssthresh: u32,
  cwnd: u32,
  advmss: u32,
  reordering: u32,
  hoplimit: fc.oneof(u32, fc.constant(0xffff_ffff)),
  initcwnd: u32,
  features: u32,
  rtoMin: u32,
  initrwnd: u32,
  quickack: u32,
  ccAlgo,
  fastopenNoCookie: u32,
});
const cacheinfo = fc.record({
  clntref: u32,
  lastuse: u32,
  expires: fc.integer(),
  error: u32,
  used: u32,
  id: u32,
  ts: u32,
  tsage: u32,
});
const encap = { encapType: fc.nat(12), encap: fc.constant(new Uint8Array(0)) };

function routes(
  family: string | number,
  address: fc.Arbitrary<string | Uint8Array>,
  type: fc.Arbitrary<number>,
) {
  const hop = some(
    { gateway: address, flow, via, ...(family === 'mpls' ? { newdst: labels } : {}), ...encap },
    { flags: u8, hops: u8, ifindex: device },
  );
  return some(
    {
      dst: address,
      src: address,
      iif: device,
      oif: device,
      gateway: address,
      priority: u32,
      prefsrc: address,
      metrics,
      multipath: fc.array(hop, { maxLength: 3 }),
      flow,
      cacheinfo,
      table: fc.oneof(u32, fc.constantFrom(253, 254, 255)),
      mark: u32,
      via,
      newdst: newdst(family),
      pref: fc.nat(5),
      uid: u32,
      ttlPropagate: u8,
      nhId: u32,
      ...(family === 'ipmr' || family === 'ip6mr'
        ? {
            mfcStats: fc.record({ packets: u32, bytes: u32, wrongIf: u32 }),
            expires: fc.nat(1_000_000),
          }
        : {}),
      ...encap,
    },
    {
      family: fc.constant(family),
      dstLen: fc.oneof(fc.constantFrom(0, 20, 32, 128), u8),
      srcLen: fc.oneof(fc.constantFrom(0, 20, 32, 128), u8),
      tos: u8,
      table8: u8,
      protocol: u8,
      scope: fc.oneof(u8, fc.constant(0)),
      type,
      flags: fc.oneof(fc.constant(0), u32),
    },
  );
}

function newdst(family: string | number): fc.Arbitrary<Uint8Array> {
  return family === 'mpls' ? labels : bytes(family === 'inet' || family === 'ipmr' ? 4 : 16);
}

function rules(family: string, address: fc.Arbitrary<string>, gateway: number) {
  const u16 = fc.nat(0xffff);
  const range = fc.tuple(u16, u16).map(([start, end]) => ({ start, end }));
  return some(
    {
      dst: address,
      src: address,
      iifname: fc.constantFrom('lo', 'eth0'),
      oifname: fc.constantFrom('lo', 'eth0'),
      goto: u32,
      priority: u32,
      fwmark: u32,
      fwmask: fc.oneof(u32, fc.constant(0xffff_ffff)),
      flow,
      tunId: fc.bigInt(0n, 2n ** 64n - 1n),
      suppressIfgroup: fc.oneof(u32, fc.constant(0xffff_ffff)),
      suppressPrefixlen: fc.oneof(u32, fc.constant(0xffff_ffff)),
      table: fc.oneof(u32, fc.constantFrom(253, 254, 255)),
      l3mdev: fc.nat(2),
      uidRange: fc.tuple(u32, u32).map(([start, end]) => ({ start, end })),
      protocol: u8,
      ipProto: u8,
      sportRange: fc.oneof(range, fc.constant({ start: 7, end: 7 })),
      dportRange: fc.oneof(range, fc.constant({ start: 7, end: 7 })),
      dscp: u8,
      '#5': bytes(gateway),
    },
    {
      family: fc.constant(family),
      dstLen: fc.oneof(fc.constantFrom(0, 32, 128), u8),
      srcLen: fc.oneof(fc.constantFrom(0, 32, 128), u8),
      tos: u8,
      table8: u8,
      action: fc.oneof(fc.nat(11), u8),
      flags: fc.oneof(fc.nat(31), u32),
    },
  );
}

function nexthops(family: string, address: fc.Arbitrary<string>) {
  const member = fc.record({ id: u32, weight: u8, weightHigh: fc.constant(0) });
  const plain = some(
    {
      id: u32,
      group: fc.array(member, { minLength: 1, maxLength: 4 }),
      groupType: fc.nat(3),
      blackhole: fc.constant(true),
      oif: device,
      gateway: address,
      fdb: fc.constant(true),
      resGroup: some({
        buckets: fc.nat(0xffff),
        idleTimer: u32,
        unbalancedTimer: u32,
        unbalancedTime: fc.oneof(fc.nat(1_000_000), fc.bigInt(0n, 2n ** 40n)),
      }),
    },
    {
      family: fc.constant(family),
      scope: fc.oneof(fc.constant(0), u8),
      protocol: u8,
      flags: fc.oneof(fc.constant(0), u32),
    },
  );
  // Both or none: an encapsulation without a type crashes ip 6.1.
  return fc.oneof(
    plain,
    fc.tuple(plain, fc.record(encap)).map(([value, both]) => ({ ...value, ...both })),
  );
}

function neighbours(family: string | number, address: fc.Arbitrary<string>) {
  return some(
    {
      dst: address,
      lladdr: fc.oneof(bytes(6), bytes(8), bytes(20)).map(list => toHex(list, ':')),
      cacheinfo: fc.record({ confirmed: u32, used: u32, updated: u32, refcnt: u32 }),
      probes: u32,
      protocol: u8,
      flagsExt: fc.nat(7),
      vni: u32,
    },
    { family: fc.constant(family), ifindex: device, state: fc.nat(0xffff), flags: u8, type: u8 },
  );
}

const multicast = fc.constant(5);
export const messages: [title: string, schema: Message<any, any>, arbitrary: fc.Arbitrary<any>][] = [
  ['IPv4 routes', route, routes('inet', inet, fc.oneof(fc.constant(1), u8))],
  ['IPv6 routes', route, routes('inet6', inet6, fc.oneof(fc.constant(1), u8))],
  ['MPLS routes', route, routes('mpls', labels, fc.constant(1))],
  ['IPv4 multicast routes', route, routes('ipmr', inet, multicast)],
  ['IPv6 multicast routes', route, routes('ip6mr', inet6, multicast)],
  ['IPv4 rules', rule, rules('inet', inet, 4)],
  ['IPv6 rules', rule, rules('inet6', inet6, 16)],
  ['IPv4 next hops', nexthop, nexthops('inet', inet)],
  ['IPv6 next hops', nexthop, nexthops('inet6', inet6)],
  ['IPv4 neighbours', neigh, neighbours('inet', inet)],
  ['IPv6 neighbours', neigh, neighbours('inet6', inet6)],
  ['entries of bridges', neigh, neighbours('bridge', fc.oneof(inet, inet6))],
];

/** An object of the required fields and of some of the others. */
function some(
  optional: Record<string, fc.Arbitrary<unknown>>,
  required: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<any> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

function hexLabel(label: number, last: boolean): string {
  return ((label * 0x1000 + (last ? 0x100 : 0) + 64) >>> 0).toString(16).padStart(8, '0');
}
