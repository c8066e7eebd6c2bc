/**
 * Raw IP and packet sockets, and the packets on them.
 *
 * @module
 */

export { type AnswerKind, answerTo } from './answers.js';
export { type BpfInstruction, dropAll, encodeBpf } from './classic-bpf.js';
export type { ErrorOrigin, QueuedError, Transmitted } from './error-queue.js';
export type { QueueEvent } from './event-reader.js';
export {
  checkForgery,
  type ForgeryPermission,
  ForgeryRefusedError,
  isLoopback,
  onLocalLink,
} from './forgery-guard.js';
export * from './formats.js';
export { type GroupMembership, groupMemberships } from './group-memberships.js';
export { type GroupQueryOptions, queryLayers, sendGroupQuery } from './group-query.js';
export { type FieldFate, type FieldObservation, headerFields } from './header-fields.js';
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
export { parseJsonLayers, parseLayers, parsePacketSet } from './layer-text.js';
export {
  decodeLinkEndpoint,
  encodeLinkEndpoint,
  type LinkEndpoint,
  type PacketType,
} from './link-endpoint.js';
export type { MulticastRequest, SourceFilter } from './multicast.js';
export { type Auxdata, decodeAuxdata, restoreVlan, type VlanTag } from './packet-auxdata.js';
export { type PacketSocketOptions, packetOptions } from './packet-options.js';
export { PacketSender } from './packet-sender.js';
export type { PacketSet } from './packet-set.js';
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
export { type PreparedPacket, preparePacket, type SendKind, type SendOptions } from './prepared-packet.js';
export { type Heard, hear, ipProtocolNumber, type ListenOptions, openListener } from './raw-listener.js';
export { type RecordedRoute, type RecordRouteOptions, recordedRoute } from './record-route.js';
export {
  lectureRecording,
  type ReceiveOptions,
  type Recorded,
  type RecordingOptions,
  type RecordingReceived,
  type RecordingSent,
  receiveRecordings,
  sendRecording,
} from './record-route-datagram.js';
export { type RepeatOptions, type Sent, sendRepeatedly } from './repeated-sending.js';
export { type ResolvedHost, ReverseNames, resolveHost, UnknownHostError } from './resolve.js';
export {
  decodeCooked,
  type ExchangeEvent,
  type ExchangeOptions,
  sendAndReceive,
  sendAndReceiveAll,
} from './send-receive.js';
export { type SourceQuery, sourceAddress } from './source-address.js';
export { lectureDatagram, type SpoofOptions, type SpoofResult, spoofDatagram } from './spoof.js';
export { type PortState, probeSyn, type SynOptions, type SynResult, type SynStep } from './syn-probe.js';
export { bothWays, type TimestampingFlag, type Timestamps } from './timestamping.js';
export * from './trace/index.js';
export { type UdpChecksumAnswer, type UdpChecksumOptions, udpChecksumOf } from './udp-checksum.js';
