/**
 * Netlink: schemas of messages, requests and dumps, and what the kernel multicasts.
 *
 * @module
 */
export { NetworkNamespace, SocketError, type WaitOptions } from '../socket/index.js';
export { WireError } from '../wire/index.js';
export {
  type AttributeFields,
  AttributeSet,
  attributes,
  type DecodedAttributes,
  type EncodableAttributes,
  multi,
} from './attributes.js';
export { bitfield32 } from './bitfield32.js';
export { Connection, type ConnectionOptions } from './connection.js';
export { type Datagram, readDatagrams } from './datagrams.js';
export type { Dump, DumpOptions } from './dump.js';
export { NetlinkError } from './error.js';
export type { Action, GapEvent, NetlinkEvent, ObjectEvent, UnknownEvent } from './event.js';
export type { Outcome } from './exchange.js';
export type { AttributePolicy } from './extended-ack.js';
export { headed } from './headed.js';
export { messageFlags } from './header.js';
export {
  type DecodedMessage,
  type DecodedOf,
  type EncodableOf,
  type FilterOf,
  Message,
  message,
  type RequestOf,
} from './message.js';
export { nested } from './nested.js';
export {
  type RecordedMessage,
  type RecordingFormat,
  readRecording,
  recordingStart,
  recordMessage,
} from './recording.js';
export { records } from './records.js';
export type { Request } from './request.js';
export { type DcbOptions, DcbSettings } from './route/dcb-settings.js';
export * from './route/index.js';
export type { ObjectTable } from './route/object-table.js';
export type { AddrOptions } from './route/options/addr.js';
export type { AddrlabelOptions } from './route/options/addrlabel.js';
export type { ClassOptions } from './route/options/class.js';
export type { FilterOptions } from './route/options/filter.js';
export type { LinkOptions } from './route/options/link.js';
export type { MdbOptions } from './route/options/mdb.js';
export type { NeighOptions } from './route/options/neigh.js';
export type { NexthopOptions } from './route/options/nexthop.js';
export type { PortOptions, PortVlan } from './route/options/port.js';
export type { QdiscOptions } from './route/options/qdisc.js';
export type { HopOptions, RouteOptions } from './route/options/route.js';
export type { RuleOptions } from './route/options/rule.js';
export * as tc from './route/qdisc-options/index.js';
export { Rtnetlink } from './route/rtnetlink.js';
export { select } from './select.js';
export { Subscription, type SubscriptionOptions } from './subscription.js';
