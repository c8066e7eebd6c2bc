/** Messages of any content that ip can print. */
import fc from 'fast-check';
import { addressFlags, type LinkInput, linkTypes } from '../../src/netlink/route/index.js';

const u32 = fc.oneof(fc.nat(10), fc.integer({ min: 0, max: 0xffff_ffff }));
const byte = fc.nat(255);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,14}$/);
const hardwareAddress = fc
  .oneof(
    fc.constantFrom(4, 5, 6, 7, 16, 20).chain(size => fc.uint8Array({ minLength: size, maxLength: size })),
    fc.uint8Array({ minLength: 1, maxLength: 20 }),
  )
  .map(bytes => Array.from(bytes, octet => octet.toString(16).padStart(2, '0')).join(':'));
const ipv4 = fc.ipV4();
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes).toString('hex'));
const ipv6Address = fc
  .oneof(
    ipv6,
    ipv6.map(hex => `00000000000000000000ffff${hex.slice(24)}`),
    fc.constant('0'.repeat(31).concat('1')),
  )
  .map(hex => hex.match(/..../g)!.join(':'));
/** Interfaces of this file, and one that nobody knows. */
const otherInterface = fc.oneof(fc.integer({ min: 100, max: 140 }), fc.constant(0), fc.constant(123_456));

export const anyLink = fc.record<LinkInput>({
  family: fc.constantFrom('unspec', 'bridge', 'inet6'),
  type: fc.oneof(
    fc.constantFrom(...(Object.keys(linkTypes.numbers) as (keyof typeof linkTypes.numbers)[])),
    fc.integer({ min: 780, max: 840 }),
  ),
  index: fc.constant(0),
  flags: u32,
  change: fc.constant(0),
  address: maybe(hardwareAddress),
  broadcast: maybe(hardwareAddress),
  ifname: name,
  mtu: maybe(fc.nat(0x7fff_ffff)),
  link: maybe(otherInterface),
  qdisc: maybe(name),
  master: maybe(otherInterface),
  operstate: maybe(fc.nat(9)),
  linkmode: maybe(fc.nat(4)),
  txqlen: maybe(fc.nat(1000)),
  ifalias: maybe(fc.string({ maxLength: 30 }).filter(text => !/\0/.test(text))),
  group: maybe(u32),
  linkNetnsid: maybe(fc.constantFrom(-1, 0, 5, 77)),
  protoDown: maybe(fc.nat(1)),
  event: maybe(fc.nat(9)),
  newNetnsid: maybe(fc.constantFrom(-1, 0, 5, 77)),
  newIfindex: maybe(fc.integer({ min: 1, max: 1000 })),
  propList: maybe(fc.record({ altIfname: fc.array(name, { minLength: 1, maxLength: 3 }) })),
  permAddress: maybe(hardwareAddress),
  xdp: maybe(fc.record({ attached: fc.nat(6), progId: maybe(fc.nat(50)), skbProgId: maybe(fc.nat(50)) })),
  parentDevName: maybe(name),
  parentDevBusName: maybe(name),
  numVf: maybe(fc.nat(3)),
});

const cacheinfo = fc.record({
  prefered: fc.oneof(u32, fc.constant(0xffff_ffff)),
  valid: fc.oneof(u32, fc.constant(0xffff_ffff)),
  cstamp: u32,
  tstamp: u32,
});

export const anyAddr = fc
  .constantFrom(
    { family: 'inet' as const, ip: ipv4 as fc.Arbitrary<string | Uint8Array> },
    { family: 'inet6' as const, ip: ipv6Address },
    { family: 'mctp' as const, ip: byte.map(octet => Uint8Array.of(octet)) },
    { family: 99, ip: fc.uint8Array({ minLength: 1, maxLength: 3 }) },
  )
  .chain(({ family, ip }) =>
    fc.record({
      family: fc.constant(family),
      prefixlen: fc.nat(128),
      flags8: byte,
      scope: byte,
      index: fc.integer({ min: 100, max: 145 }),
      // Of other families ip compares more bytes than there are.
      address: maybe(family === 'inet' || family === 'inet6' ? ip : fc.constant(undefined)),
      local: maybe(ip),
      label: maybe(name),
      broadcast: maybe(ip),
      anycast: maybe(ip),
      cacheinfo: maybe(cacheinfo),
      flags: maybe(fc.oneof(u32, fc.constantFrom(...Object.values(addressFlags.numbers)))),
      rtPriority: maybe(u32),
      proto: maybe(byte),
    }),
  );

const number = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.integer());

export const anyNetconf = fc.record({
  family: fc.constantFrom('inet', 'inet6', 'mpls', 'bridge', 9),
  ifindex: maybe(fc.oneof(otherInterface, fc.constantFrom(-1, -2))),
  forwarding: maybe(number),
  rpFilter: maybe(number),
  mcForwarding: maybe(number),
  proxyNeigh: maybe(number),
  ignoreRoutesWithLinkdown: maybe(number),
  input: maybe(number),
  bcForwarding: maybe(number),
});

export const anyNsid = fc.record({
  family: fc.constant('unspec'),
  nsid: fc.constantFrom(-1, 0, 5, 1234),
  currentNsid: maybe(fc.constantFrom(-1, 0, 5, 1234)),
});
