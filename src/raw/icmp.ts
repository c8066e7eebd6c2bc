import { be16, be32, bits, enumOf, ipv4 as ipv4Address, names, Sink, struct, u8 } from '../wire/index.js';

import { icmpExtensions, quoteSize } from './icmp-extensions.js';
import { type IcmpTypeName, icmpText, icmpTypeNumbers } from './icmp-names.js';
import { ipProtocols } from './ip-protocols.js';
import type { Packet } from './packet-type.js';
import { type LayerOf, protocol } from './protocol.js';
import { type Body, optional, type Seen } from './protocol-fields.js';
import { quotedPacket } from './quoted.js';

/** Types of messages (linux/icmp.h; IANA). */
export const icmpTypes = names('ICMP', icmpTypeNumbers('inet') as Readonly<Record<IcmpTypeName, number>>);

const oneOf =
  (...types: readonly string[]) =>
  ({ type }: Seen): boolean =>
    types.includes(type);

const isError = oneOf('destUnreach', 'sourceQuench', 'redirect', 'timeExceeded', 'parameterprob');
const isTimestamp = oneOf('timestamp', 'timestampreply');
const isExtended = oneOf('destUnreach', 'timeExceeded', 'parameterprob');
const hasId = oneOf(
  'echo',
  'echoreply',
  'timestamp',
  'timestampreply',
  'infoRequest',
  'infoReply',
  'address',
  'addressreply',
);
/** Which interface is asked for, and how it is (RFC 8335 2, 3). */
const isExtendedEcho = oneOf('extEcho', 'extEchoreply');
const isRouterAdvertisement = oneOf('routerAdvertisement');
/** Types whose second word is not told apart here. */
const isPlain = (layer: Seen): boolean =>
  ![isError, hasId, isExtendedEcho, isRouterAdvertisement].some(is => is(layer));

const quoted = quotedPacket('ipv4');

/** Of a request `local` says whose interface is meant; of a reply the last bits say how it is. */
export const extendedEcho = struct({
  sequence: u8,
  state: bits(u8, { state: 3, reserved: 2, active: 1, ipv4: 1, local: 1 }),
});

const body = {
  id: optional(be16, layer => hasId(layer) || isExtendedEcho(layer)),
  seq: optional(be16, hasId),
  extendedEcho: optional(extendedEcho, isExtendedEcho),
  /** Milliseconds since midnight UTC. */
  originate: optional(be32, isTimestamp),
  receive: optional(be32, isTimestamp),
  transmit: optional(be32, isTimestamp),
  mask: optional(ipv4Address, oneOf('address', 'addressreply')),
  addressCount: optional(u8, isRouterAdvertisement),
  addressWords: optional(u8, isRouterAdvertisement),
  /** Seconds. */
  lifetime: optional(be16, isRouterAdvertisement),
  gateway: optional(ipv4Address, oneOf('redirect')),
  /** The byte of the quoted packet at which the problem is. */
  pointer: optional(u8, oneOf('parameterprob')),
  unused: optional(u8, oneOf('destUnreach', 'timeExceeded')),
  /** Words of four bytes that the quoted packet takes where extensions follow it; 0 where none do (RFC 4884). */
  length: optional(u8, isExtended),
  /** The next hop's, in bytes, where a packet was too big and must not be fragmented (RFC 1191). */
  mtu: optional(be16, oneOf('destUnreach')),
  unused2: optional(be16, oneOf('timeExceeded', 'parameterprob')),
  word: optional(be32, layer => isPlain(layer) || layer.type === 'sourceQuench'),
  quoted: optional(quoted, isError, quoteSize(4)),
  extensions: optional(icmpExtensions, (layer, available) =>
    available === undefined
      ? layer.extensions !== undefined
      : (isExtended(layer) || layer.type === 'extEcho') && available > 0,
  ),
} satisfies Body;

/** A message of the Internet Control Message Protocol (RFC 792, 1191, 1256, 4884). */
export const icmp = protocol({
  name: 'icmp',
  header: struct({ type: enumOf(u8, icmpTypes), code: u8, checksum: be16 }),
  body,
  defaults: { type: 'echo' },
  prepare: given => (isExtended(given) ? extendedQuote(given, 4) : {}),
  checksum: { at: 2 },
  line: (layer, { length, network }): string => `ICMP ${messageText(layer, network?.dst)}, length ${length}`,
});

/** RFC 4884 5: what is quoted in front of extensions takes at least this many bytes. */
const leastQuote = 128;

/** A quoted packet filled up, and its length, where extensions follow it. */
export function extendedQuote(given: Seen, unit: number): Record<string, unknown> {
  const { extensions, length, quoted: packet = new Uint8Array() } = given;
  if (extensions === undefined || length !== undefined) return {};
  const sink = new Sink();
  quoted.encode(packet, sink);
  if (sink.length < leastQuote) sink.reserve(leastQuote - sink.length);
  sink.align(unit);
  return { quoted: sink.bytes(), length: sink.length / unit };
}

const shortNames: Readonly<Record<string, string>> = {
  echo: 'echo request',
  echoreply: 'echo reply',
  sourceQuench: 'source quench',
  timestamp: 'time stamp query',
  timestampreply: 'time stamp reply',
  infoRequest: 'information request',
  infoReply: 'information reply',
  address: 'address mask request',
  addressreply: 'address mask reply',
  routerAdvertisement: 'router advertisement',
  routerSolicitation: 'router solicitation',
};

function messageText(layer: LayerOf<typeof icmp>, to: string | undefined): string {
  const { type, code, id, seq, gateway, mtu, pointer } = layer;
  const packet = layer.quoted as Packet | undefined;
  const ip = packet?.part('ipv4');
  switch (type) {
    case 'echo':
    case 'echoreply':
      return `${shortNames[type]}, id ${id}, seq ${seq}`;
    case 'timestamp':
    case 'timestampreply':
      return `${shortNames[type]} id ${id} seq ${seq}`;
    case 'destUnreach': {
      const dst = ip?.dst ?? to;
      const port = packet?.part('udp')?.dstPort ?? packet?.part('tcp')?.dstPort;
      if (dst === undefined) return icmpText('inet', 3, code);
      if (code === 3 && port !== undefined) return `${dst} ${ip?.protocol} port ${port} unreachable`;
      if (code === 2 && ip !== undefined)
        return `${dst} protocol ${protocolNumber(ip?.protocol)} unreachable`;
      if (code === 4) return `${dst} unreachable - need to frag${mtu ? ` (mtu ${mtu})` : ''}`;
      if (code === 0) return `net ${dst} unreachable`;
      if (code === 1) return `host ${dst} unreachable`;
      return `${dst} unreachable - ${icmpText('inet', 3, code)}`;
    }
    case 'timeExceeded':
      return code === 0 ? 'time exceeded in-transit' : 'ip reassembly time exceeded';
    case 'redirect':
      return `redirect${ip === undefined ? '' : ` ${ip.dst}`} to ${code === 0 ? 'net' : 'host'} ${gateway}`;
    case 'parameterprob':
      return `parameter problem - octet ${pointer}`;
    default:
      return typeof type === 'number' ? `type-#${type}` : (shortNames[type] ?? type);
  }
}

function protocolNumber(protocol: string | number | undefined): number | undefined {
  return typeof protocol === 'string' ? ipProtocols.numbers[protocol as 'udp'] : protocol;
}
