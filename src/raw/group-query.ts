/** Queries for members of multicast groups, as routers send them: IGMP (RFC 2236, RFC 3376) and MLD (RFC 2710, RFC 3810). */
import { parseIpv4, parseIpv6 } from '../wire/index.js';
import type { Piece } from './build.js';
import { checkForgery, type ForgeryPermission } from './forgery-guard.js';
import { icmpv6, igmp, ipv4, ipv6 } from './formats.js';
import type { IpFamily } from './ip-family.js';
import { hopByHop } from './ipv6-extensions.js';
import type { Packet } from './packet.js';
import { PacketSender } from './packet-sender.js';
import { sourceAddress } from './source-address.js';

export interface GroupQueryOptions extends ForgeryPermission {
  /** The interface whose network is asked. */
  readonly interface: string;
  /** The group that is asked for; all groups unless given. */
  readonly group?: string | undefined;
  /** Of all groups; IPv4 unless given. A group has its own. */
  readonly family?: IpFamily | undefined;
  /** Of IGMP 2 or 3, of MLD 1 or 2; the later unless given. */
  readonly version?: number | undefined;
  /** Who sends to the group: members that listen to one of these are asked for. The later versions alone. */
  readonly sources?: readonly string[] | undefined;
  /** Seconds in which members answer: 10, and 1 where a group is named. */
  readonly maxResponse?: number | undefined;
}

/** What the kernel's own queriers take: RFC 3376 8, RFC 3810 9. */
const robustness = 2;
const intervalSeconds = 125;
/** Internetwork control (RFC 3376 4): 0xc0 as a type of service. */
const networkControl = 48;
const everyHost: Readonly<Record<IpFamily, string>> = { inet: '224.0.0.1', inet6: 'ff02::1' };

/**
 * Sends a query: to all hosts of the link, or to the group that it is about, with a TTL of 1 and router alert. Members
 * answer with reports (`watchGroups`), this host too.
 *
 * @throws ForgeryRefusedError unless in a namespace of its own, or on a network that is the user's: a query makes its
 *   sender the querier there, which other routers then leave it to; RangeError for what cannot be asked; SocketError as
 *   PacketSender does
 */
export async function sendGroupQuery(
  options: GroupQueryOptions,
): Promise<{ packet: Packet; bytes: Uint8Array }> {
  const { interface: on, namespace } = options;
  const layers = queryLayers(options, family => linkSource(family, options));
  using sender = PacketSender.open(layers, { interface: on, namespace });
  await sender.send();
  return { packet: sender.packet, bytes: sender.bytes };
}

/** The address that a query comes from; of MLD the link-local one, as listeners demand (RFC 3810 5.1.14). */
function linkSource(family: IpFamily, options: GroupQueryOptions): string {
  const { interface: on, namespace } = options;
  checkForgery(options.group ?? everyHost[family], { ...options, withinLink: true });
  const source = sourceAddress(everyHost[family], { interface: on, namespace });
  if (family === 'inet6' && !/^fe[89ab]/i.test(source))
    throw new RangeError(`${on} has no link-local address, which queries of MLD come from`);
  return source;
}

/**
 * The layers of a query, from the IP header on.
 *
 * @throws RangeError for what cannot be asked
 */
export function queryLayers(
  { group, family: asked, version: given, sources = [], maxResponse }: Omit<GroupQueryOptions, 'interface'>,
  sourceOf: (family: IpFamily) => string,
): Piece[] {
  const family = group === undefined ? (asked ?? 'inet') : groupFamily(group);
  if (asked !== undefined && asked !== family)
    throw new RangeError(`${group} is not of the family that is asked for`);
  const versions = family === 'inet' ? [2, 3] : [1, 2];
  const version = given ?? versions[1]!;
  const name = family === 'inet' ? 'IGMP' : 'MLD';
  if (!versions.includes(version))
    throw new RangeError(`${name} has queries of version ${versions.join(' and ')}, not ${version}`);
  const later = version === versions[1];
  if (sources.length > 0 && (!later || group === undefined))
    throw new RangeError(`sources go with a group, and with ${name}v${versions[1]}`);
  const seconds = maxResponse ?? (group === undefined ? 10 : 1);
  const queried = later ? { robustness, interval: intervalSeconds, sources } : {};
  const dst = group ?? everyHost[family];
  const src = sourceOf(family);
  if (family === 'inet') {
    const options = [{ type: 'routerAlert', value: 0 }] as const;
    return [
      ipv4({ src, dst, ttl: 1, dscp: networkControl, options }),
      igmp({
        type: 'query',
        maxResponse: responseCode(seconds * 10, later, 8),
        group: group ?? '0.0.0.0',
        ...queried,
      }),
    ];
  }
  return [
    ipv6({ src, dst, hopLimit: 1 }),
    hopByHop({ options: [{ type: 'routerAlert', value: 0 }] }),
    icmpv6({
      type: 'mgmQuery',
      maxResponseDelay: responseCode(seconds * 1000, later, 16),
      group: group ?? '::',
      ...queried,
    }),
  ];
}

function groupFamily(group: string): IpFamily {
  const four = parseIpv4(group);
  if (four !== undefined && four[0]! >> 4 === 14) return 'inet';
  if (four === undefined && parseIpv6(group)?.[0] === 0xff) return 'inet6';
  throw new RangeError(`${JSON.stringify(group)} is not a multicast group`);
}

/**
 * A time as a number of so many bits. With the highest bit set, the later versions take three bits for an exponent and
 * the rest for a mantissa (RFC 3376 4.1.1, RFC 3810 5.1.3); it is rounded down then.
 */
function responseCode(units: number, floating: boolean, bits: 8 | 16): number {
  const value = Math.floor(units);
  const plain = floating ? 2 ** (bits - 1) : 2 ** bits;
  if (value >= 0 && value < plain) return value;
  const mantissaBits = bits - 4;
  const exponent = Math.floor(Math.log2(value)) - mantissaBits - 3;
  if (!floating || !(exponent >= 0 && exponent <= 7))
    throw new RangeError('that many seconds do not fit in the field of the time to respond');
  const mantissa = Math.floor(value / 2 ** (exponent + 3)) & (2 ** mantissaBits - 1);
  return 2 ** (bits - 1) + exponent * 2 ** mantissaBits + mantissa;
}
