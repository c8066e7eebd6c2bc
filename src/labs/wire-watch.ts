/** Puts every packet that the hosts of a lab send and receive into its time line, decoded. */
import { decodePacket } from '../raw/formats.js';
import { type Frame, PacketSocket } from '../raw/index.js';
import { ipv6Text } from '../wire/index.js';
import type { Host } from './host.js';
import type { Lab } from './lab.js';

/** Room for the packets of an experiment, in bytes. */
const room = 1 << 20;

export class WireWatch {
  readonly #watched: { readonly host: Host; readonly socket: PacketSocket }[];
  readonly #lab: Lab;

  private constructor(lab: Lab) {
    this.#lab = lab;
    this.#watched = Object.values(lab.hosts).map(host => {
      const socket = PacketSocket.open({
        type: 'cooked',
        namespace: host.namespace,
        receiveBuffer: room,
        timestamping: ['rxSoftware', 'software'],
      });
      return { host, socket };
    });
  }

  /** Watches all interfaces of all hosts from now on. Throws SocketError EPERM without CAP_NET_RAW. */
  static start(lab: Lab): WireWatch {
    return new WireWatch(lab);
  }

  /** Enters what was seen into the time line, at the times that the kernel noted, and ends the watch. */
  stop(): void {
    for (const { host, socket } of this.#watched) {
      for (let frames = socket.receive(); frames.length > 0; frames = socket.receive()) {
        for (const frame of frames) this.#enter(host, socket, frame);
      }
      socket.close();
    }
  }

  #enter({ name }: Host, socket: PacketSocket, { data, from, timestamps }: Frame): void {
    const sent = from.packetType === 'outgoing';
    const on = socket.interfaceName(from.interface);
    // On lo a packet is seen as it leaves and as it arrives.
    if (on === 'lo' && !sent) return;
    if (isMembershipReport(data, from.protocol)) return;
    const layer = layers[from.protocol];
    const line =
      layer === undefined
        ? `${data.length} bytes of EtherType 0x${from.protocol.toString(16)}`
        : decodePacket(data, layer).line();
    const at = timestamps?.software === undefined ? undefined : this.#lab.timeline.at(timestamps.software);
    this.#lab.timeline.record(name, 'packet', `${sent ? '>' : '<'} ${on}  ${line}`, at);
  }
}

/** Where IPv6 hosts report which groups they are in (MLDv2, RFC 3810): they do so at odd times, whatever is tried. */
const reportsTo = 'ff02::16';

const isMembershipReport = (data: Uint8Array, etherType: number): boolean =>
  etherType === 0x86dd && data.length >= 40 && ipv6Text(data, 24) === reportsTo;

/** What a packet begins with, by its EtherType. */
const layers: Readonly<Record<number, 'ipv4' | 'ipv6' | 'arp'>> = {
  2048: 'ipv4',
  34525: 'ipv6',
  2054: 'arp',
};
