import type { Problem } from './cursor.js';
import { type Layers, layersJson } from './decode.js';
import type { LayerByName, LayerName, PacketLayer } from './layer-types.js';
import { type LineOptions, layersLine } from './line.js';

/** A decoded packet: a stack of layers. */
export class Packet {
  /** From the outermost in; the last may be `payload` (bytes that nobody knows) or `padding`. */
  readonly layers: readonly PacketLayer[];
  /** What was malformed, and where decoding ended when the packet was cut short. Empty when all is well. */
  readonly problems: readonly Problem[];
  /** Bytes that were decoded. */
  readonly length: number;
  /** Three numbers a layer: where it starts, where what it carries starts, and where it ends. */
  readonly places: readonly number[];

  constructor({ layers, places, problems }: Layers, length: number) {
    this.layers = layers as unknown as PacketLayer[];
    this.places = places;
    this.problems = problems;
    this.length = length;
  }

  /** The outermost layer of a name that came whole; undefined when there is none. */
  find<N extends LayerName>(name: N): LayerByName<N> | undefined {
    for (const layer of this.layers) {
      if (layer.layer === name && layer.truncated === undefined) return layer as LayerByName<N>;
    }
    return undefined;
  }

  /** The outermost layer of a name with as many of its fields as came: what an ICMP error quotes is often cut short. */
  part<N extends LayerName>(name: N): Partial<LayerByName<N>> | undefined {
    return this.layers.find(({ layer }) => layer === name) as Partial<LayerByName<N>> | undefined;
  }

  /** The bytes behind the last layer that is known; empty when there are none. */
  get payload(): Uint8Array {
    const found = this.layers.find(({ layer }) => layer === 'payload');
    return found === undefined ? new Uint8Array() : (found as { bytes: Uint8Array }).bytes;
  }

  /** The packet in one line, as tcpdump(1) tells of it. */
  line(options?: LineOptions): string {
    return layersLine(this as unknown as Layers, options);
  }

  /** Layers as JSON holds them, bytes as hexadecimal; `buildPacket` takes them back. */
  toJSON(): unknown {
    return layersJson(this as unknown as Layers);
  }
}
