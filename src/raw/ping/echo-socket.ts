/** The socket that probes of one family go through, and its batches. */
import { randomInt } from 'node:crypto';
import { constants, MessageBatch, SocketError } from '../../socket/index.js';
import type { IcmpFilter } from '../icmp-filter.js';
import type { IpFamily } from '../ip-endpoint.js';
import { IpSocket } from '../ip-socket.js';
import { SlotScanner } from '../slot-scanner.js';
import { type EchoSecret, EchoWriter } from './echo-payload.js';
import type { Host } from './host.js';
import type { PingOptions, PingSocketKind } from './options.js';

/** What an echo comes with on top of its data: an IP header with options, and ICMP's. */
const headers = 60 + 8;
/** ICMP errors quote up to this much. */
const leastRoom = 1500;
const slots = 256;
/** Bytes of receive buffer: answers to a window full of probes come at once. */
const receiveBuffer = 4 << 20;
const shared = { slots: 16, payloadSize: 2048 };
const protocols = { inet: 'icmp', inet6: 'icmpv6' } as const;

export interface EchoSocketOptions extends PingOptions {
  /** Whether messages come with ancillary data: times of receipt, times to live. They do by default. */
  readonly ancillary?: boolean;
  /** Nothing but echoes is of interest, and of their data no more than is sent: what is received stays in the cache. */
  readonly echoesOnly?: boolean;
}

export class EchoSocket {
  readonly kind: PingSocketKind;
  readonly family: IpFamily;
  readonly socket: IpSocket;
  readonly id: number;
  readonly outgoing: MessageBatch;
  readonly incoming: MessageBatch;
  readonly writer: EchoWriter;
  readonly scanner: SlotScanner;
  /** The senders' addresses, as words. */
  readonly names: Int32Array;
  readonly outgoingNames: Int32Array;

  private constructor(
    family: IpFamily,
    kind: PingSocketKind,
    socket: IpSocket,
    options: EchoSocketOptions & { readonly secret?: EchoSecret },
  ) {
    this.family = family;
    this.kind = kind;
    this.socket = socket;
    prepare(socket, options);
    this.id = kind.type === 'raw' ? (options.id ?? randomInt(0x10000)) : socket.localEndpoint().port!;
    const { size = 56, pattern, classic = false, ancillary = true, echoesOnly = false } = options;
    const payloadSize = Math.max(size + headers, echoesOnly ? 0 : leastRoom);
    this.outgoing = new MessageBatch({ slots, payloadSize: size + 8, nameSize: 32 });
    // The header of IPv4 has the sender's address too.
    const nameSize = ancillary || kind.type === 'datagram' || family === 'inet6' ? 32 : 0;
    this.incoming = new MessageBatch({ slots, payloadSize, nameSize, controlSize: ancillary ? 256 : 0 });
    this.writer = new EchoWriter(this.outgoing, family, {
      size,
      pattern,
      classic,
      id: this.id,
      secret: options.secret,
    });
    this.scanner = new SlotScanner(this.incoming);
    this.names = words(this.incoming.name);
    this.outgoingNames = words(this.outgoing.name);
  }

  /**
   * Opens a raw socket, or a datagram socket where that is not permitted.
   *
   * @throws SocketError EPERM, EACCES when neither is
   */
  static open(family: IpFamily, options: EchoSocketOptions): EchoSocket {
    const { socket: wanted, namespace } = options;
    const common = { ...shared, family, protocol: protocols[family], namespace };
    let socket: IpSocket | undefined;
    let reason: string | undefined;
    if (wanted !== 'datagram') {
      try {
        socket = IpSocket.open({ ...common, type: 'raw' });
      } catch (error) {
        if (wanted === 'raw' || !(error instanceof SocketError && error.code === 'EPERM')) throw error;
        reason = 'no CAP_NET_RAW';
      }
    }
    const type: PingSocketKind['type'] = socket === undefined ? 'datagram' : 'raw';
    const kind = reason === undefined ? { family, type } : { family, type, reason };
    socket ??= openDatagram(common, reason !== undefined);
    try {
      return new EchoSocket(family, kind, socket, options);
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /**
   * Another raw socket beside `first`, which was opened with the same options. Its probes are as those of `first`, which
   * hears the answers: two sockets can be sent through at once, in two threads.
   */
  static beside(first: EchoSocket, options: EchoSocketOptions): EchoSocket {
    const { family, kind, id } = first;
    const { namespace } = options;
    const socket = IpSocket.open({ ...shared, family, protocol: protocols[family], namespace, type: 'raw' });
    try {
      const echo = new EchoSocket(family, kind, socket, { ...options, id, secret: first.writer.secret });
      socket.set({ icmpFilter: { pass: [] } });
      return echo;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Puts a probe into a slot of what is sent next. */
  write(slot: number, host: Host, sequence: number, time: number): void {
    this.writer.write(slot, host.index, sequence, time);
    this.outgoingNames.set(host.name, (slot * this.outgoing.nameSize) >> 2);
    this.outgoing.setNameLength(slot, host.nameLength);
  }

  /** Sends slots; how many the kernel took. */
  send(first: number, count: number): number {
    return this.socket.socket.send(this.outgoing, first, count);
  }

  receive(): number {
    return this.socket.socket.receive(this.incoming, constants.MSG_TRUNC);
  }

  close(): void {
    this.socket.close();
    this.outgoing.close();
    this.incoming.close();
  }
}

function words({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}

function openDatagram(common: Parameters<typeof IpSocket.open>[0], rawRefused: boolean): IpSocket {
  try {
    return IpSocket.open({ ...common, type: 'datagram' });
  } catch (error) {
    if (!rawRefused || !(error instanceof SocketError)) throw error;
    const { syscall, errno } = error;
    const explanation =
      'neither a raw socket (no CAP_NET_RAW) nor a datagram socket may be opened (the sysctl net.ipv4.ping_group_range ' +
      'leaves this group out): run as root, or with --sandbox, or widen ping_group_range';
    throw new SocketError({ syscall, errno, explanation, cause: error });
  }
}

function wantedTypes(family: IpFamily, { verbose, echoesOnly }: EchoSocketOptions): IcmpFilter {
  const four = family === 'inet';
  if (verbose) return { block: [four ? 'echo' : 'echoRequest'] };
  if (echoesOnly) return { pass: [four ? 'echoreply' : 'echoReply'] };
  return { pass: four ? [0, 3, 4, 5, 11, 12] : [1, 2, 3, 4, 129, 137] };
}

/** Sets what was asked for, and what answers have to come with. */
function prepare(socket: IpSocket, options: EchoSocketOptions): void {
  const { family } = socket;
  const { interface: device, source, ttl, tos, mark, mtuDiscover, ipOptions: header, flowLabel } = options;
  if (socket.type === 'raw') socket.set({ icmpFilter: wantedTypes(family, options) });
  socket.set({
    recvErr: true,
    ttl,
    tos,
    mark,
    mtuDiscover,
    multicastTtl: ttl,
    broadcast: options.broadcast || undefined,
    bindToDevice: device,
    ...(family === 'inet' ? { options: header } : flowLabel === undefined ? {} : { flowInfoSend: true }),
  });
  if (options.ancillary ?? true) {
    const sending = options.kernelTimes ? (['txSoftware', 'optId', 'optTsonly'] as const) : [];
    socket.set({ recvTtl: true, timestamping: ['rxSoftware', 'software', ...sending] });
  }
  if (device !== undefined) socket.set({ multicastInterface: socket.interfaceIndex(device) });
  const own = source !== undefined && source.includes(':') === (family === 'inet6') ? source : undefined;
  // The kernel chooses a datagram socket's identifier when it is bound.
  if (own !== undefined || socket.type === 'datagram')
    socket.bind(own ?? (family === 'inet' ? '0.0.0.0' : '::'));
  try {
    socket.set({ receiveBufferForce: receiveBuffer });
  } catch {
    socket.set({ receiveBuffer });
  }
}
