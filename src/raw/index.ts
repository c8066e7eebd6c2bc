/**
 * Raw IP and packet sockets, and the packets on them.
 *
 * @module
 */
export { type BpfInstruction, dropAll, encodeBpf } from './classic-bpf.js';
export type { ErrorOrigin, QueuedError, Transmitted } from './error-queue.js';
export type { QueueEvent } from './event-reader.js';
export * from './formats.js';
export type { IcmpFilter, IcmpTypeRef } from './icmp-filter.js';
export { icmpCodes, icmpText, icmpTypeNumbers, icmpTypeText } from './icmp-names.js';
export type { IpControl, IpSendControl, PacketInfo } from './ip-control.js';
export { decodeEndpoint, encodeEndpoint, familyOf, type IpEndpoint, type IpFamily } from './ip-endpoint.js';
export { recordRoute, timestampOption } from './ip-header-options.js';
export { type IpSocketOptions, ipOptions, type MtuDiscovery } from './ip-options.js';
export {
  type IpEvent,
  type IpMessage,
  type IpOutgoing,
  type IpProtocol,
  IpSocket,
  type IpSocketInit,
} from './ip-socket.js';
export {
  decodeLinkEndpoint,
  encodeLinkEndpoint,
  type LinkEndpoint,
  type PacketType,
} from './link-endpoint.js';
export type { MulticastRequest, SourceFilter } from './multicast.js';
export { type Auxdata, decodeAuxdata, restoreVlan, type VlanTag } from './packet-auxdata.js';
export { type PacketSocketOptions, packetOptions } from './packet-options.js';
export {
  type EtherType,
  type Frame,
  type Membership,
  type OutgoingFrame,
  type PacketEvent,
  PacketSocket,
  type PacketSocketInit,
  type PacketStatistics,
} from './packet-socket.js';
export * from './ping/index.js';
export { type ResolvedHost, ReverseNames, resolveHost, UnknownHostError } from './resolve.js';
export { type SourceQuery, sourceAddress } from './source-address.js';
export { bothWays, type TimestampingFlag, type Timestamps } from './timestamping.js';
export * from './trace/index.js';
