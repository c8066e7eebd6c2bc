/** Packet sockets: whole frames, or packets without their link header, of one interface or all (packet(7)). */
import {
  constants,
  decodeInt,
  MessageBatch,
  type NetworkNamespace,
  Socket,
  type WaitOptions,
} from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { type BpfInstruction, encodeBpf } from './classic-bpf.js';
import { constantNumber } from './constant-number.js';
import type { QueueEvent } from './event-reader.js';
import { EventSocket } from './event-socket.js';
import { explainOpening } from './explanations.js';
import { interfaceName } from './interface-index.js';
import {
  decodeLinkEndpoint,
  encodeLinkEndpoint,
  type LinkEndpoint,
  linkEndpointSize,
} from './link-endpoint.js';
import type { OutgoingParts } from './outgoing.js';
import { type Auxdata, decodeAuxdata, restoreVlan, type VlanTag } from './packet-auxdata.js';
import { type PacketSocketOptions, packetOptions } from './packet-options.js';
import { getOption, type SocketOption, setOptions } from './socket-option.js';
import { decodeTimestamps, type Timestamps, timestampingOption } from './timestamping.js';

/** An EtherType by the name of its constant (`arp` for ETH_P_ARP), `all`, or its number. */
export type EtherType = 'all' | 'ip' | 'ipv6' | 'arp' | (string & {}) | number;

export interface PacketSocketInit extends PacketSocketOptions {
  /** `raw`: frames with their link header, both ways. `cooked`: without; the kernel makes it. */
  readonly type?: 'raw' | 'cooked';
  /** What to receive: `all` by default. Only `all` has what the host itself sends. 0 receives nothing. */
  readonly protocol?: EtherType;
  /** The interface by name or index; all by default. */
  readonly interface?: string | number;
  readonly promiscuous?: boolean;
  /** Whether a VLAN tag that the kernel took out is put back into a raw frame: yes by default. */
  readonly restoreVlan?: boolean;
  /** Drops what it does not let through. In force before the first frame can arrive. */
  readonly filter?: readonly BpfInstruction[] | Uint8Array;
  readonly namespace?: NetworkNamespace | undefined;
  /** Frames that one call receives at most: 64. */
  readonly slots?: number;
  /** Bytes of a frame that there is room for: 65,552. */
  readonly payloadSize?: number;
}

/** A frame or packet that was seen. */
export interface Frame {
  readonly event: 'message';
  readonly data: Uint8Array;
  /** Bytes it had on the wire: more than `data` when there was no room for all. */
  readonly length: number;
  readonly from: LinkEndpoint;
  /** The tag that the kernel took out, also when it is back in `data`. */
  readonly vlan?: VlanTag;
  readonly auxdata?: Auxdata;
  readonly timestamps?: Timestamps;
}

/** A frame, or for a cooked socket a packet and where it goes. */
export interface OutgoingFrame {
  readonly data: Uint8Array;
  /** The interface, where the socket is not bound to one; for cooked sockets also protocol and link-layer address. */
  readonly to?: {
    readonly interface?: string | number;
    readonly protocol?: EtherType;
    readonly address?: string;
  };
}

export interface PacketStatistics {
  /** Frames that the socket was given, those dropped included. */
  readonly packets: number;
  /** Frames that found no room. */
  readonly drops: number;
}

export type PacketEvent = Frame | QueueEvent;

const memberships = {
  multicast: constants.PACKET_MR_MULTICAST,
  promiscuous: constants.PACKET_MR_PROMISC,
  allMulticast: constants.PACKET_MR_ALLMULTI,
  unicast: constants.PACKET_MR_UNICAST,
} as const;

export type Membership = keyof typeof memberships;

const controlSize = 256;

/**
 * A packet socket. It is opened with protocol 0, and bound when its options and its filter are set: no frame that was
 * not asked for gets in before. Iterate over it for frames, and for what its error queue has.
 */
export class PacketSocket extends EventSocket<Frame, OutgoingFrame> {
  readonly type: 'raw' | 'cooked';
  readonly #restore: boolean;
  #packets = 0;
  #drops = 0;
  #bound: { index: number; protocol: number } = { index: 0, protocol: 0 };

  private constructor(socket: Socket, init: PacketSocketInit) {
    const { type = 'raw', slots = 64, payloadSize = 0x10010, restoreVlan: restore = true } = init;
    const received = new MessageBatch({ slots, payloadSize, nameSize: linkEndpointSize, controlSize });
    super(socket, received, (batch, slot) => this.#frame(batch, slot));
    this.type = type;
    this.#restore = restore && type === 'raw';
  }

  /**
   * Opens, prepares and binds a socket.
   *
   * @throws SocketError EPERM without CAP_NET_RAW; ENODEV for an interface that does not exist; ENETDOWN for one that
   *   is down (it is bound, and receives once the interface is up)
   */
  static open(init: PacketSocketInit = {}): PacketSocket {
    const { type, protocol = 'all', interface: on = 0, promiscuous, filter, namespace, ...rest } = init;
    const { restoreVlan: _restore, slots: _slots, payloadSize: _size, ...options } = rest;
    const kind = {
      domain: constants.AF_PACKET,
      type: type === 'cooked' ? constants.SOCK_DGRAM : constants.SOCK_RAW,
      namespace,
    };
    const socket = explainOpening('packet', () => Socket.open(kind));
    try {
      const opened = new PacketSocket(socket, init);
      opened.set({ auxdata: true, ...options });
      if (filter !== undefined) opened.attachFilter(filter);
      if (protocol !== 0 || on !== 0) opened.bind(on, protocol);
      if (promiscuous) opened.addMembership('promiscuous', on);
      return opened;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  set(options: PacketSocketOptions): void {
    setOptions(this.socket, packetOptions, 'packet', options);
  }

  get<K extends keyof typeof packetOptions>(
    name: K,
  ): (typeof packetOptions)[K] extends SocketOption<infer V> ? V : never {
    return getOption(this.socket, packetOptions, 'packet', name) as never;
  }

  /** Receives from an interface (0 is all) what is of a protocol. Can be called again. */
  bind(on: string | number, protocol: EtherType = 'all'): void {
    const number = etherType(protocol);
    const index = this.indexOf(on);
    this.socket.bind(encodeLinkEndpoint({ protocol: number, interface: index }), String(on));
    this.#bound = { index, protocol: number };
  }

  /** Replaces the filter. Frames that are queued already went through the former. */
  attachFilter(program: readonly BpfInstruction[] | Uint8Array): void {
    this.socket.attachFilter(program instanceof Uint8Array ? program : encodeBpf(program));
  }

  detachFilter(): void {
    this.socket.setOption(constants.SOL_SOCKET, constants.SO_DETACH_FILTER, 0);
  }

  /** Has an interface receive more than is for it: all (`promiscuous`), all multicasts, or one address. */
  addMembership(kind: Membership, on: string | number, address?: string): void {
    this.#membership(constants.PACKET_ADD_MEMBERSHIP, kind, on, address);
  }

  dropMembership(kind: Membership, on: string | number, address?: string): void {
    this.#membership(constants.PACKET_DROP_MEMBERSHIP, kind, on, address);
  }

  interfaceName(index: number): string {
    return interfaceName(this.socket, index);
  }

  /** Frames and drops since the socket was opened; the kernel's own count starts anew at each look. */
  statistics(): PacketStatistics {
    const value = this.socket.getOption(constants.SOL_PACKET, constants.PACKET_STATISTICS, 8);
    this.#packets += decodeInt(value) >>> 0;
    this.#drops += decodeInt(value.subarray(4)) >>> 0;
    return { packets: this.#packets, drops: this.#drops };
  }

  async send(data: Uint8Array, to?: OutgoingFrame['to'], wait?: WaitOptions): Promise<void> {
    await this.sendAll([{ data, to }] as OutgoingFrame[], wait);
  }

  #frame(batch: MessageBatch, slot: number): Frame {
    const from = decodeLinkEndpoint(batch.nameAt(slot));
    let auxdata: Auxdata | undefined;
    let timestamps: Timestamps | undefined;
    for (const { level, type, data } of batch.controlMessages(slot)) {
      if (level === constants.SOL_PACKET && type === constants.PACKET_AUXDATA) auxdata = decodeAuxdata(data);
      if (level === constants.SOL_SOCKET && type === timestampingOption) timestamps = decodeTimestamps(data);
    }
    const payload = batch.payloadAt(slot);
    const vlan = auxdata?.vlan;
    const restored = vlan !== undefined && this.#restore;
    return {
      event: 'message',
      data: restored ? restoreVlan(payload, vlan) : payload.slice(),
      length: batch.length(slot) + (restored ? 4 : 0),
      from,
      ...(vlan === undefined ? {} : { vlan }),
      ...(auxdata === undefined ? {} : { auxdata }),
      ...(timestamps === undefined ? {} : { timestamps }),
    };
  }

  protected parts({ data, to }: OutgoingFrame): OutgoingParts {
    if (to === undefined) return { data };
    const { interface: on = this.#bound.index, protocol = this.#bound.protocol, address } = to;
    const endpoint = { protocol: etherType(protocol), interface: this.indexOf(on), address };
    return {
      data,
      name: encodeLinkEndpoint(endpoint as LinkEndpoint),
      address: typeof on === 'string' ? on : undefined,
    };
  }

  #membership(option: number, kind: Membership, on: string | number, address?: string): void {
    const request = new Uint8Array(16);
    const view = new DataView(request.buffer);
    view.setInt32(0, this.indexOf(on), littleEndian);
    view.setUint16(4, memberships[kind], littleEndian);
    if (address !== undefined) {
      // sockaddr_ll and packet_mreq hold an address alike: its length, then 8 bytes.
      const endpoint = encodeLinkEndpoint({ protocol: 0, interface: 0, address });
      view.setUint16(6, endpoint[11]!, littleEndian);
      request.set(endpoint.subarray(12, 20), 8);
    }
    this.socket.setOption(constants.SOL_PACKET, option, request);
  }
}

function etherType(protocol: EtherType): number {
  return constantNumber('ETH_P_', protocol, 'an EtherType is a whole number from 0 to 65535');
}
