/** What is on the wire: a packet socket of a host, for experiments. */
import { decodeLinkEndpoint } from '../raw/link-endpoint.js';
import { constants as c, SocketError } from '../socket/index.js';
import { htons } from './byte-order.js';
import type { Host } from './host.js';
import type { LabSocket } from './lab-socket.js';

/** A packet without its link header. */
export interface Sniffed {
  readonly bytes: Uint8Array;
  /** Whether the host sent it. */
  readonly sent: boolean;
  /** The EtherType. */
  readonly protocol: number;
  readonly interface: number;
}

/** Sees every packet of all interfaces of a host, from now on. */
export class Sniffer {
  readonly #socket: LabSocket;

  constructor(host: Host) {
    this.#socket = host.onlooker(c.AF_PACKET, c.SOCK_DGRAM, htons(c.ETH_P_ALL));
  }

  /** The packets that `wanted` is true of: at least so many, waiting for them, and more until it is quiet. */
  async all(wanted: (packet: Sniffed) => boolean = () => true, least = 0): Promise<Sniffed[]> {
    const packets: Sniffed[] = [];
    try {
      while (packets.length < least) packets.push(await this.next(wanted));
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'ETIMEDOUT')) throw error;
    }
    return [...packets, ...(await this.#socket.all()).map(sniffed).filter(wanted)];
  }

  /** The next such packet, which must come. */
  async next(wanted: (packet: Sniffed) => boolean): Promise<Sniffed> {
    for (;;) {
      const packet = sniffed(await this.#socket.next());
      if (wanted(packet)) return packet;
    }
  }

  close(): void {
    this.#socket.close();
  }
}

function sniffed({ bytes, from }: { bytes: Uint8Array; from: Uint8Array }): Sniffed {
  const { interface: index, protocol, packetType } = decodeLinkEndpoint(from);
  return { bytes, sent: packetType === 'outgoing', protocol, interface: index };
}

/** Whether a packet is IPv4 of a protocol. */
export const ipv4Of =
  (protocol: number) =>
  ({ bytes, protocol: etherType }: Sniffed): boolean =>
    etherType === c.ETH_P_IP && bytes[9] === protocol;

/** Whether a packet is IPv4 and came in. */
export const arrivedIpv4 = ({ protocol, sent }: Sniffed): boolean => protocol === c.ETH_P_IP && !sent;
