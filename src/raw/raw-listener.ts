/** What raw sockets see of a protocol, decoded. */
import type { NetworkNamespace } from '../socket/index.js';
import type { IpFamily } from './ip-endpoint.js';
import { ipProtocols } from './ip-protocols.js';
import { type IpMessage, IpSocket } from './ip-socket.js';
import { decodePacket, type Packet } from './packet.js';
import { registry } from './registry.js';

export interface ListenOptions {
  readonly family?: IpFamily;
  /** Only what is for this address of the host. */
  readonly bind?: string | undefined;
  readonly interface?: string | undefined;
  /** Groups to join: without it those packets do not reach the host's sockets. */
  readonly join?: readonly string[];
  readonly namespace?: NetworkNamespace | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Heard {
  readonly packet: Packet;
  readonly bytes: Uint8Array;
  readonly from: string;
  /** The address that it was for. */
  readonly to: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The number of a protocol by the name of its layer or of its constant; undefined for one that there is not. */
export function ipProtocolNumber(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const numbers: Readonly<Record<string, number>> = { ...ipProtocols.numbers, ipip: 4, ip: 0 };
  return numbers[name.toLowerCase()] ?? numbers[name];
}

const numbered = new Map<number, string>(
  Object.entries(ipProtocols.numbers).map(([name, number]) => [number, name]),
);

/**
 * Opens a raw socket of a protocol. It is given a copy of what this host accepts: not what it sends (but on the loopback
 * interface), what it forwards, or what firewall rules drop; fragments come put together. IPv4 comes with its header,
 * IPv6 without.
 *
 * @throws SocketError EPROTONOSUPPORT for protocol 0; EPERM without CAP_NET_RAW
 */
export function openListener(protocol: number, options: ListenOptions = {}): IpSocket {
  const { family = 'inet', bind, interface: on, join = [], namespace } = options;
  const socket = IpSocket.open({ family, protocol, namespace });
  try {
    socket.set({ recvPktinfo: true, ...(on === undefined ? {} : { bindToDevice: on }) });
    if (bind !== undefined) socket.bind(bind);
    for (const group of join) socket.multicast('join', group, on);
  } catch (error) {
    socket.close();
    throw error;
  }
  return socket;
}

/** What comes to a raw socket, until the signal. */
export async function* hear(socket: IpSocket, signal?: AbortSignal): AsyncGenerator<Heard, void, undefined> {
  try {
    for await (const batch of socket.batches(signal === undefined ? {} : { signal })) {
      const time = Date.now();
      for (const event of batch) if (event.event === 'message') yield heard(socket, event, time);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

function heard({ family, protocol }: IpSocket, { data, from, control }: IpMessage, time: number): Heard {
  const layer = numbered.get(protocol);
  const upper = layer !== undefined && registry.has(layer) ? layer : 'payload';
  const packet = decodePacket(data, family === 'inet' ? 'ipv4' : (upper as 'icmpv6'));
  return { packet, bytes: data, from: from.address, to: control.pktinfo?.local, time };
}
