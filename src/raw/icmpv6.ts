import { be16, be32, enumOf, names, struct, u8 } from '../wire/index.js';
import { extendedEcho, extendedQuote } from './icmp.js';
import { icmpExtensions, quoteSize } from './icmp-extensions.js';
import { type Icmpv6TypeName, icmpText, icmpTypeNumbers } from './icmp-names.js';
import { listCounts, mldBody } from './mld.js';
import { ndBody } from './neighbour-discovery.js';
import type { Packet } from './packet-type.js';
import { type LayerOf, protocol } from './protocol.js';
import { type Body, optional, type Seen } from './protocol-fields.js';
import { quotedPacket } from './quoted.js';

/** Types of messages (linux/icmpv6.h; IANA). */
export const icmpv6Types = names(
  'ICMPV6',
  icmpTypeNumbers('inet6') as Readonly<Record<Icmpv6TypeName, number>>,
  {
    mldv2Report: 'ICMPV6_MLD2_REPORT',
    routerSolicitation: 'NDISC_ROUTER_SOLICITATION',
    routerAdvertisement: 'NDISC_ROUTER_ADVERTISEMENT',
    neighbourSolicitation: 'NDISC_NEIGHBOUR_SOLICITATION',
    neighbourAdvertisement: 'NDISC_NEIGHBOUR_ADVERTISEMENT',
    redirect: 'NDISC_REDIRECT',
  },
);

const oneOf =
  (...types: readonly string[]) =>
  ({ type }: Seen): boolean =>
    types.includes(type);

const hasId = oneOf('echoRequest', 'echoReply');
const isExtendedEcho = oneOf('extEchoRequest', 'extEchoReply');
const isError = oneOf('destUnreach', 'pktToobig', 'timeExceed', 'paramprob');
const isExtended = oneOf('destUnreach', 'timeExceed');

const body = {
  id: optional(be16, layer => hasId(layer) || isExtendedEcho(layer)),
  seq: optional(be16, hasId),
  extendedEcho: optional(extendedEcho, isExtendedEcho),
  /** Units of eight bytes that the quoted packet takes where extensions follow it; 0 where none do (RFC 4884). */
  length: optional(u8, isExtended),
  unused: optional(u8, isExtended),
  unused2: optional(be16, isExtended),
  /** The next hop's, in bytes. */
  mtu: optional(be32, oneOf('pktToobig')),
  /** The byte of the quoted packet at which the problem is. */
  pointer: optional(be32, oneOf('paramprob')),
  quoted: optional(quotedPacket('ipv6'), isError, quoteSize(8)),
  extensions: optional(icmpExtensions, (layer, available) =>
    available === undefined
      ? layer.extensions !== undefined
      : (isExtended(layer) || layer.type === 'extEchoRequest') && available > 0,
  ),
  ...ndBody,
  ...mldBody,
} satisfies Body;

/** A message of ICMPv6 (RFC 4443), with those of neighbour discovery and multicast listener discovery. */
export const icmpv6 = protocol({
  name: 'icmpv6',
  header: struct({ type: enumOf(u8, icmpv6Types), code: u8, checksum: be16 }),
  body,
  defaults: { type: 'echoRequest' },
  prepare: given => (isExtended(given) ? extendedQuote(given, 8) : {}),
  compute: listCounts,
  checksum: { at: 2, pseudoHeader: true },
  line: (layer, { length }): string => `ICMP6, ${messageText(layer)}, length ${length}`,
});

const texts: Readonly<Record<string, string>> = {
  routerSolicitation: 'router solicitation',
  routerAdvertisement: 'router advertisement',
  mgmReduction: 'multicast listener done',
};

function messageText({
  type,
  code,
  id,
  seq,
  target,
  mtu,
  group,
  destination,
  records,
  quoted,
  robustness,
}: LayerOf<typeof icmpv6>): string {
  const packet = quoted as Packet | undefined;
  const to = packet?.part('ipv6')?.dst;
  switch (type) {
    case 'echoRequest':
    case 'echoReply':
      return `echo ${type === 'echoReply' ? 'reply' : 'request'}, id ${id}, seq ${seq}`;
    case 'neighbourSolicitation':
      return `neighbor solicitation, who has ${target}`;
    case 'neighbourAdvertisement':
      return `neighbor advertisement, tgt is ${target}`;
    case 'redirect':
      return `redirect, ${destination} to ${target}`;
    case 'pktToobig':
      return `packet too big, mtu ${mtu}`;
    case 'timeExceed':
      return code === 0
        ? `time exceeded in-transit${to === undefined ? '' : ` for ${to}`}`
        : 'ip6 reassembly time exceeded';
    case 'destUnreach': {
      const upper = packet?.part('udp') ?? packet?.part('tcp');
      if (code === 4 && upper !== undefined)
        return `destination unreachable, unreachable port, ${to} ${upper.layer} port ${upper.dstPort}`;
      return `destination unreachable, ${icmpText('inet6', 1, code)}${to === undefined ? '' : `, ${to}`}`;
    }
    case 'paramprob':
      return `parameter problem, ${icmpText('inet6', 4, code)}`;
    case 'mgmQuery':
      return `multicast listener query${robustness === undefined ? '' : ' v2'} addr: ${group}`;
    case 'mgmReport':
      return `multicast listener report addr: ${group}`;
    case 'mldv2Report':
      return `multicast listener report v2, ${records?.length} group record(s)`;
    default:
      return typeof type === 'number' ? `type-#${type}` : (texts[type] ?? type);
  }
}
