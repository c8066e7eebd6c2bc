/** Ancillary data of IP sockets as an object, both ways: cmsg(3), ip(7), ipv6(7), RFC 3542. */
import { type ControlMessage, constants, decodeInt, encodeInt } from '../socket/index.js';
import { ipv4Text, ipv6Text, littleEndian, parseIpv4, parseIpv6 } from '../wire/index.js';
import { decodeEndpoint, type IpEndpoint, type IpFamily } from './ip-endpoint.js';
import { decodeTimestamps, type Timestamps, timestampingOption } from './timestamping.js';

/** Where a message arrived, or through which interface and from which address it shall leave. */
export interface PacketInfo {
  /** The interface's index. */
  readonly interface?: number;
  /** Received: the local address it was for; sent: the source address. */
  readonly local?: string;
  /** Received over IPv4: the destination in the header, which differs from `local` for broadcasts. */
  readonly destination?: string;
}

/** What comes along with a message. Present is what was asked for with an option (`recvTtl`, …). */
export interface IpControl {
  /** Time to live or hop limit. */
  readonly ttl?: number;
  /** Type of service or traffic class. */
  readonly tos?: number;
  readonly pktinfo?: PacketInfo;
  /** IPv4 header options: as received (IP_RECVOPTS), or ready to reply with (IP_RETOPTS). */
  readonly options?: Uint8Array;
  readonly hopOptions?: Uint8Array;
  readonly routingHeader?: Uint8Array;
  readonly dstOptions?: Uint8Array;
  readonly flowInfo?: number;
  /** The largest fragment that a reassembled datagram came in, in bytes. */
  readonly fragSize?: number;
  readonly originalDestination?: IpEndpoint;
  readonly timestamps?: Timestamps;
  readonly mark?: number;
  /** How many messages the socket has dropped so far for want of room (SO_RXQ_OVFL). */
  readonly dropped?: number;
  /** Control messages without a name here; copies. */
  readonly others?: readonly ControlMessage[];
}

/** What can be said about one message that is sent. */
export type IpSendControl = Pick<
  IpControl,
  'ttl' | 'tos' | 'pktinfo' | 'mark' | 'hopOptions' | 'routingHeader' | 'dstOptions' | 'flowInfo' | 'others'
>;

const IPV6_FLOWINFO = 11;
const { SOL_IP, SOL_IPV6, SOL_SOCKET } = constants;

type Draft = { -readonly [K in keyof IpControl]: IpControl[K] };
type Reader = (data: Uint8Array, control: Draft) => void;

const word = (data: Uint8Array, offset: number): number =>
  new DataView(data.buffer, data.byteOffset, data.byteLength).getInt32(offset, littleEndian);

/** The readers by level and type. */
const readers = new Map<number, Reader>();
const key = (level: number, type: number): number => level * 0x10000 + type;
function reader(level: number, type: number | undefined, read: Reader): void {
  if (type !== undefined) readers.set(key(level, type), read);
}

const bytesOf =
  (name: 'options' | 'hopOptions' | 'routingHeader' | 'dstOptions'): Reader =>
  (data, control) => {
    control[name] = data.slice();
  };

function number(name: 'ttl' | 'tos' | 'fragSize' | 'mark' | 'dropped'): Reader {
  return (data, control) => {
    control[name] = decodeInt(data);
  };
}

reader(SOL_IP, constants.IP_TTL, number('ttl'));
reader(SOL_IP, constants.IP_TOS, number('tos'));
reader(SOL_IP, constants.IP_RECVFRAGSIZE, number('fragSize'));
reader(SOL_IP, constants.IP_RECVOPTS, bytesOf('options'));
reader(SOL_IP, constants.IP_RETOPTS, bytesOf('options'));
reader(SOL_IP, constants.IP_PKTINFO, (data, control) => {
  control.pktinfo = { interface: word(data, 0), local: ipv4Text(data, 4), destination: ipv4Text(data, 8) };
});
reader(SOL_IPV6, constants.IPV6_HOPLIMIT, number('ttl'));
reader(SOL_IPV6, constants.IPV6_TCLASS, number('tos'));
reader(SOL_IPV6, constants.IPV6_RECVFRAGSIZE, number('fragSize'));
reader(SOL_IPV6, constants.IPV6_HOPOPTS, bytesOf('hopOptions'));
reader(SOL_IPV6, constants.IPV6_RTHDR, bytesOf('routingHeader'));
reader(SOL_IPV6, constants.IPV6_DSTOPTS, bytesOf('dstOptions'));
reader(SOL_IPV6, constants.IPV6_PKTINFO, (data, control) => {
  control.pktinfo = { interface: word(data, 16), local: ipv6Text(data, 0) };
});
reader(SOL_IPV6, IPV6_FLOWINFO, (data, control) => {
  control.flowInfo = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0);
});
const originalDestination: Reader = (data, control) => {
  const endpoint = decodeEndpoint(data);
  if (endpoint !== undefined) control.originalDestination = endpoint;
};
reader(SOL_IP, constants.IP_ORIGDSTADDR, originalDestination);
reader(SOL_IPV6, constants.IPV6_ORIGDSTADDR, originalDestination);
reader(SOL_SOCKET, timestampingOption, (data, control) => {
  control.timestamps = decodeTimestamps(data);
});
reader(SOL_SOCKET, constants.SO_MARK, number('mark'));
reader(SOL_SOCKET, constants.SO_RXQ_OVFL, number('dropped'));

/** Control messages as an object; nothing in it aliases their bytes. */
export function decodeIpControl(messages: readonly ControlMessage[]): IpControl {
  const control: Draft = {};
  const others: ControlMessage[] = [];
  for (const message of messages) {
    const read = readers.get(key(message.level, message.type));
    if (read === undefined) others.push({ ...message, data: message.data.slice() });
    else read(message.data, control);
  }
  if (others.length > 0) control.others = others;
  return control;
}

/** The control messages that say about one message what `control` does. */
export function encodeIpControl(family: IpFamily, control: IpSendControl): ControlMessage[] {
  const six = family === 'inet6';
  const level = six ? SOL_IPV6 : SOL_IP;
  const messages: ControlMessage[] = [...(control.others ?? [])];
  const add = (type: number, data: Uint8Array, at = level) => messages.push({ level: at, type, data });
  if (control.ttl !== undefined)
    add(six ? constants.IPV6_HOPLIMIT : constants.IP_TTL, encodeInt(control.ttl));
  if (control.tos !== undefined) add(six ? constants.IPV6_TCLASS : constants.IP_TOS, encodeInt(control.tos));
  if (control.mark !== undefined) add(constants.SO_MARK, encodeInt(control.mark), SOL_SOCKET);
  if (control.pktinfo !== undefined) {
    add(six ? constants.IPV6_PKTINFO : constants.IP_PKTINFO, encodePacketInfo(family, control.pktinfo));
  }
  const extensions = {
    hopOptions: constants.IPV6_HOPOPTS,
    routingHeader: constants.IPV6_RTHDR,
    dstOptions: constants.IPV6_DSTOPTS,
  } as const;
  for (const [name, type] of Object.entries(extensions)) {
    const data = control[name as keyof typeof extensions];
    if (data === undefined) continue;
    if (!six) throw new RangeError(`IPv4 has no ${name}`);
    add(type, data);
  }
  if (control.flowInfo !== undefined) {
    if (!six) throw new RangeError('IPv4 has no flowInfo');
    const data = new Uint8Array(4);
    new DataView(data.buffer).setUint32(0, control.flowInfo);
    add(IPV6_FLOWINFO, data);
  }
  return messages;
}

function encodePacketInfo(family: IpFamily, info: PacketInfo): Uint8Array {
  const address = info.local === undefined ? undefined : parse(family, info.local);
  const bytes = new Uint8Array(family === 'inet' ? 12 : 20);
  const view = new DataView(bytes.buffer);
  view.setInt32(family === 'inet' ? 0 : 16, info.interface ?? 0, littleEndian);
  if (address !== undefined) bytes.set(address, family === 'inet' ? 4 : 0);
  return bytes;
}

function parse(family: IpFamily, text: string): Uint8Array {
  const bytes = family === 'inet' ? parseIpv4(text) : parseIpv6(text);
  if (bytes === undefined)
    throw new RangeError(`${JSON.stringify(text)} is no address of the family ${family}`);
  return bytes;
}
