/** The options of IP sockets: ip(7), ipv6(7), raw(7), linux/in.h, linux/in6.h. */
import { constants } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { commonOptions } from './common-options.js';
import { icmpFilter } from './icmp-filter.js';
import {
  bool,
  choice,
  int,
  type OptionValue,
  type OptionValues,
  rawBytes,
  type SocketOption,
} from './socket-option.js';

const { SOL_IP, SOL_IPV6 } = constants;

/** linux/in6.h; not among the headers' constants that the addon exports. */
const IPV6_RECVERR_RFC4884 = 31;
const IPV6_MULTICAST_ALL = 29;
const IPV6_FLOWINFO = 11;
const IPV6_FLOWINFO_SEND = 33;

/** An option by its numbers for IPv4 and IPv6; undefined where the family has none. */
function option<T>(value: OptionValue<T>, inet: number | undefined, inet6?: number): SocketOption<T> {
  return {
    value,
    places: {
      ...(inet === undefined ? {} : { inet: [SOL_IP, inet] }),
      ...(inet6 === undefined ? {} : { inet6: [SOL_IPV6, inet6] }),
    },
  };
}

/** How path MTU discovery works: IP_PMTUDISC_*, the same numbers for IPv6. */
const mtuDiscovery = {
  dont: constants.IP_PMTUDISC_DONT,
  want: constants.IP_PMTUDISC_WANT,
  do: constants.IP_PMTUDISC_DO,
  probe: constants.IP_PMTUDISC_PROBE,
  interface: constants.IP_PMTUDISC_INTERFACE,
  omit: constants.IP_PMTUDISC_OMIT,
};

export type MtuDiscovery = keyof typeof mtuDiscovery;

/** IPv4 names the interface in a struct ip_mreqn, behind two addresses; it gives back an address. */
const mreqnInterface: OptionValue<number> = {
  size: 12,
  encode(index) {
    const bytes = new Uint8Array(12);
    new DataView(bytes.buffer).setInt32(8, index, littleEndian);
    return bytes;
  },
  decode: bytes =>
    bytes.length < 12
      ? 0
      : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(8, littleEndian),
};

/** An index in network byte order, as IP_UNICAST_IF has it. */
const bigEndianIndex: OptionValue<number> = {
  size: 4,
  encode(index) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, index);
    return bytes;
  },
  decode: bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0),
};

export const ipOptions = {
  ...commonOptions,
  /** IP_HDRINCL, IPV6_HDRINCL: what is sent begins with the IP header. */
  hdrincl: option(bool, constants.IP_HDRINCL, constants.IPV6_HDRINCL),
  /** ICMP_FILTER, ICMP6_FILTER: which types a raw ICMP socket receives. */
  icmpFilter,
  /** IP_TTL, IPV6_UNICAST_HOPS. −1 is the default. */
  ttl: option(int, constants.IP_TTL, constants.IPV6_UNICAST_HOPS),
  /** IP_TOS, IPV6_TCLASS: DSCP and ECN. */
  tos: option(int, constants.IP_TOS, constants.IPV6_TCLASS),
  /** IP_OPTIONS: up to 40 bytes; see {@link recordRoute} and {@link timestampOption}. */
  options: option(rawBytes, constants.IP_OPTIONS),
  mtuDiscover: option(choice(mtuDiscovery), constants.IP_MTU_DISCOVER, constants.IPV6_MTU_DISCOVER),
  /** IP_MTU, IPV6_MTU: the path's MTU, of a connected socket. */
  mtu: option(int, constants.IP_MTU, constants.IPV6_MTU),
  /** IPV6_DONTFRAG: what is larger than the MTU is refused and reported. */
  dontFrag: option(bool, undefined, constants.IPV6_DONTFRAG),
  /** IPV6_CHECKSUM: where the kernel computes and checks a checksum; −1 is nowhere. Fixed at 2 for ICMPv6. */
  checksum: option(int, undefined, constants.IPV6_CHECKSUM),
  /** IP_RECVERR, IPV6_RECVERR: errors about what was sent come as events. */
  recvErr: option(bool, constants.IP_RECVERR, constants.IPV6_RECVERR),
  /** IP_RECVERR_RFC4884: errors tell where their extensions (MPLS labels, …) begin. Since 5.9. */
  recvErrRfc4884: option(bool, constants.IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884),
  recvTtl: option(bool, constants.IP_RECVTTL, constants.IPV6_RECVHOPLIMIT),
  recvTos: option(bool, constants.IP_RECVTOS, constants.IPV6_RECVTCLASS),
  /** IP_PKTINFO, IPV6_RECVPKTINFO: messages come with their interface and destination. */
  recvPktinfo: option(bool, constants.IP_PKTINFO, constants.IPV6_RECVPKTINFO),
  recvOptions: option(bool, constants.IP_RECVOPTS),
  recvRetOptions: option(bool, constants.IP_RETOPTS),
  recvHopOptions: option(bool, undefined, constants.IPV6_RECVHOPOPTS),
  recvRoutingHeader: option(bool, undefined, constants.IPV6_RECVRTHDR),
  recvDstOptions: option(bool, undefined, constants.IPV6_RECVDSTOPTS),
  recvPathMtu: option(bool, undefined, constants.IPV6_RECVPATHMTU),
  recvFlowInfo: option(bool, undefined, IPV6_FLOWINFO),
  /** IPV6_FLOWINFO_SEND: the flow label of an address that is sent to counts. */
  flowInfoSend: option(bool, undefined, IPV6_FLOWINFO_SEND),
  autoFlowLabel: option(bool, undefined, constants.IPV6_AUTOFLOWLABEL),
  recvFragSize: option(bool, constants.IP_RECVFRAGSIZE, constants.IPV6_RECVFRAGSIZE),
  recvOrigDstAddr: option(bool, constants.IP_RECVORIGDSTADDR, constants.IPV6_RECVORIGDSTADDR),
  v6Only: option(bool, undefined, constants.IPV6_V6ONLY),
  minTtl: option(int, constants.IP_MINTTL, constants.IPV6_MINHOPCOUNT),
  freebind: option(bool, constants.IP_FREEBIND, constants.IPV6_FREEBIND),
  transparent: option(bool, constants.IP_TRANSPARENT, constants.IPV6_TRANSPARENT),
  nodefrag: option(bool, constants.IP_NODEFRAG),
  routerAlert: option(int, constants.IP_ROUTER_ALERT, constants.IPV6_ROUTER_ALERT),
  /** The interface that multicasts leave by: its index. */
  multicastInterface: {
    value: int,
    places: {
      inet: [SOL_IP, constants.IP_MULTICAST_IF, mreqnInterface],
      inet6: [SOL_IPV6, constants.IPV6_MULTICAST_IF],
    },
  } satisfies SocketOption<number> as SocketOption<number>,
  multicastTtl: option(int, constants.IP_MULTICAST_TTL, constants.IPV6_MULTICAST_HOPS),
  multicastLoop: option(bool, constants.IP_MULTICAST_LOOP, constants.IPV6_MULTICAST_LOOP),
  /** Whether groups count that only others on this host have joined. */
  multicastAll: option(bool, constants.IP_MULTICAST_ALL, IPV6_MULTICAST_ALL),
  /** IP_UNICAST_IF: the interface, by its index, that unicasts leave by. */
  unicastInterface: option(bigEndianIndex, constants.IP_UNICAST_IF, constants.IPV6_UNICAST_IF),
};

/** Values for options of an IP socket, by the names of {@link ipOptions}. */
export type IpSocketOptions = OptionValues<typeof ipOptions>;
