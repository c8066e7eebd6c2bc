/** A host that is pinged, and how far that is. */
import { encodeEndpoint, familyOf, type IpFamily } from '../ip-endpoint.js';
import type { IpSocket } from '../ip-socket.js';
import type { PingTarget } from './options.js';
import { ProbeRing } from './probe-ring.js';
import { Tally } from './statistics.js';

export class Host {
  readonly target: PingTarget;
  readonly index: number;
  readonly family: IpFamily;
  /** The socket address to send to, as words. */
  readonly name: Int32Array;
  readonly nameLength: number;
  /** Whether answers come from other addresses than the one that was asked: a broadcast or a multicast. */
  readonly anySource: boolean;
  readonly probes: ProbeRing;
  readonly tally = new Tally();
  /** The highest sequence number that was answered. */
  highest = -1;
  /** When the next probe is due. */
  due = 0;
  /** No more is sent to it. */
  finished = false;

  constructor(
    target: PingTarget,
    index: number,
    { flowInfo, broadcast, first }: { flowInfo: number; broadcast: boolean; first: number },
  ) {
    this.target = target;
    this.index = index;
    const address = target.address.split('%')[0]!;
    this.family = familyOf(address);
    const encoded = encodeEndpoint({ address, ...(this.family === 'inet6' ? { flowInfo } : {}) });
    this.nameLength = encoded.length;
    this.name = new Int32Array(encoded.buffer);
    this.anySource = broadcast || isMulticast(encoded, this.family);
    this.probes = new ProbeRing(first);
  }

  /** Somebody answered a probe, or told of an error about it. */
  acknowledged(sequence: number): void {
    this.tally.pipe = Math.max(this.tally.pipe, this.probes.next - sequence);
  }

  /** Resolves the zone of a link-local address, which is an interface as the socket's namespace has it. */
  setZone(socket: IpSocket): void {
    const [, zone] = this.target.address.split('%');
    if (zone === undefined || this.family === 'inet') return;
    this.name[6] = /^\d+$/.test(zone) ? Number(zone) : socket.interfaceIndex(zone);
  }

  /** Whether a socket address, as words of a batch, is this host's. */
  isFrom(words: Int32Array, at: number): boolean {
    if (this.anySource) return true;
    if (this.family === 'inet') return words[at + 1] === this.name[1];
    for (let i = 2; i < 6; i++) if (words[at + i] !== this.name[i]) return false;
    return true;
  }
}

function isMulticast(name: Uint8Array, family: IpFamily): boolean {
  return family === 'inet' ? name[4]! >> 4 === 14 : name[8] === 0xff;
}
