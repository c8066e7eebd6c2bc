import { be16, be32, enumOf, names, padding, Sink, struct, Window, WireError } from '../wire/index.js';

/** LINKTYPE_NETLINK: what tcpdump and dumpcap record of an interface of type nlmon. */
export const netlinkLinkType = 253;

/** ARPHRD_NETLINK */
const netlinkHardware = 824;

/** Who a packet was for (linux/if_packet.h). An nlmon interface has all of them outgoing. */
const packetTypes = names('PACKET', {
  host: 0,
  broadcast: 1,
  multicast: 2,
  otherhost: 3,
  outgoing: 4,
});

/** The netlink protocols (linux/netlink.h). */
export const netlinkProtocols = names('NETLINK', {
  route: 0,
  usersock: 2,
  firewall: 3,
  sockDiag: 4,
  nflog: 5,
  xfrm: 6,
  selinux: 7,
  iscsi: 8,
  audit: 9,
  fibLookup: 10,
  connector: 11,
  netfilter: 12,
  ip6Fw: 13,
  dnrtmsg: 14,
  kobjectUevent: 15,
  generic: 16,
  scsitransport: 18,
  ecryptfs: 19,
  rdma: 20,
  crypto: 21,
  smc: 22,
});

/**
 * The cooked header of a captured datagram. It is that of LINKTYPE_LINUX_SLL, where an address of `addressLength` bytes
 * stands: netlink has none, so that ours holds the number of the namespace there.
 */
const header = struct({
  packetType: enumOf(be16, packetTypes),
  hardwareType: be16,
  addressLength: be16,
  nsid: be32,
  _: padding(4),
  protocol: enumOf(be16, netlinkProtocols),
});

/** A netlink datagram of a capture file. */
export interface NetlinkFrame {
  readonly packetType: keyof (typeof packetTypes)['numbers'] | number;
  readonly protocol: keyof (typeof netlinkProtocols)['numbers'] | number;
  /** The namespace that it is from, by its number in that of the capture; absent for that one itself. */
  readonly nsid?: number | undefined;
  /** The netlink messages. */
  readonly bytes: Uint8Array;
}

/** A packet of link type 253. */
export function encodeFrame({ packetType, protocol, nsid, bytes }: NetlinkFrame): Uint8Array {
  const sink = new Sink(header.size + bytes.length);
  const number = nsid === undefined ? {} : { addressLength: 4, nsid };
  header.encode({ packetType, hardwareType: netlinkHardware, protocol, ...number }, sink);
  sink.write(bytes);
  return sink.bytes();
}

/** Reads a packet of link type 253. Throws WireError for one that is not netlink. */
export function decodeFrame(packet: Uint8Array): NetlinkFrame {
  if (packet.length < header.size) {
    throw new WireError(`${packet.length} bytes are no netlink packet: it begins with ${header.size}`, 0);
  }
  const found = header.decode(new Window(packet.slice(0, header.size)), 0, header.size);
  const { packetType, hardwareType, addressLength, nsid, protocol } = found;
  if (hardwareType !== netlinkHardware) {
    throw new WireError(`hardware type ${hardwareType} is not netlink's, ${netlinkHardware}`, 2);
  }
  return {
    packetType,
    protocol,
    ...(addressLength === 4 ? { nsid } : {}),
    bytes: packet.slice(header.size),
  };
}
