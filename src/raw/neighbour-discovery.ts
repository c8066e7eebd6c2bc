import {
  arrayOf,
  be16,
  be32,
  bitEnum,
  bitFlags,
  bits,
  bytes,
  fixedBytes,
  flags,
  type ItemTypes,
  ipv6,
  itemList,
  linkAddress,
  names,
  struct,
  tailed,
  u8,
} from '../wire/index.js';
import { type Body, optional, type Seen } from './protocol-fields.js';

/** How a router is to be preferred (RFC 4191 2.1). */
const preferences = names('ND_PREFERENCE', { medium: 0, high: 1, low: 3 });
const neighbourFlags = names('ND_NA_FLAG', {
  override: 0x2000_0000,
  solicited: 0x4000_0000,
  router: 0x8000_0000,
});
const prefixFlags = names('ND_OPT_PI_FLAG', { routerAddress: 32, autonomous: 64, onLink: 128 });

/** DNS servers and how many seconds they may be asked (RFC 8106 5.1). */
const dnsServers = tailed(struct({ reserved: be16, lifetime: be32 }), 'servers', arrayOf(ipv6));

/** The prefix of a route, as many bytes of it as the sender found worth sending (RFC 4191 2.3). */
const routeInformation = tailed(
  struct({
    prefixLength: u8,
    how: bits(u8, { reserved: 3, preference: bitEnum(2, preferences), reserved2: 3 }),
    lifetime: be32,
  }),
  'prefix',
  bytes,
);

const optionTypes = {
  sourceLinkAddress: [1, linkAddress],
  targetLinkAddress: [2, linkAddress],
  prefixInformation: [
    3,
    struct({
      prefixLength: u8,
      flagBits: bits(u8, { flags: bitFlags(8, prefixFlags) }),
      /** Seconds; ffffffff for ever. */
      validLifetime: be32,
      preferredLifetime: be32,
      reserved: be32,
      prefix: ipv6,
    }),
  ],
  /** As much of the packet as fits, from its IP header on, after six bytes that are reserved. */
  redirectedHeader: [4, bytes],
  mtu: [5, struct({ reserved: be16, mtu: be32 })],
  nonce: [14, bytes],
  routeInformation: [24, routeInformation],
  recursiveDnsServers: [25, dnsServers],
  flagsExtension: [26, fixedBytes(6)],
  dnsSearchList: [31, bytes],
  captivePortal: [37, bytes],
} as const satisfies ItemTypes;

/** Options of neighbour discovery (RFC 4861 4.6; IANA). Their lengths count units of eight bytes. */
const ndOptions = itemList('ND_OPT', { type: u8, length: u8, unit: 8 }, optionTypes);

const oneOf =
  (...types: readonly string[]) =>
  ({ type }: Seen): boolean =>
    types.includes(type);

const isRouterAdvert = oneOf('routerAdvertisement');

const isSolicited = oneOf('routerSolicitation', 'neighbourSolicitation', 'redirect');
const hasTarget = oneOf('neighbourSolicitation', 'neighbourAdvertisement', 'redirect');

/** What neighbour discovery (RFC 4861 4) has behind an ICMPv6 header. */
export const ndBody = {
  hopLimit: optional(u8, isRouterAdvert),
  router: optional(
    bits(u8, {
      managed: 1,
      otherConfiguration: 1,
      homeAgent: 1,
      preference: bitEnum(2, preferences),
      proxy: 1,
      reserved4: 2,
    }),
    isRouterAdvert,
  ),
  /** Seconds. */
  routerLifetime: optional(be16, isRouterAdvert),
  /** Milliseconds. */
  reachableTime: optional(be32, isRouterAdvert),
  retransTimer: optional(be32, isRouterAdvert),
  reserved: optional(be32, isSolicited),
  flags: optional(flags(be32, neighbourFlags), oneOf('neighbourAdvertisement')),
  target: optional(ipv6, hasTarget),
  destination: optional(ipv6, oneOf('redirect')),
  options: optional(
    ndOptions,
    layer => isRouterAdvert(layer) || isSolicited(layer) || layer.type === 'neighbourAdvertisement',
  ),
} satisfies Body;
