import type { Type } from '../wire/index.js';
import { type Piece, writeLayers } from './build.js';
import { decodeLayers } from './decode.js';
import { layersParts } from './explain.js';
import { Packet } from './packet-type.js';

/** A packet inside another, as an ICMP error quotes it: as much of it as came. */
export function quotedPacket(first: string): Type<Packet, Packet | readonly Piece[] | Uint8Array> {
  return {
    kind: 'packet',
    size: undefined,
    decode: (window, start, end) => new Packet(decodeLayers(window, start, end, first), end - start),
    encode(value, sink) {
      if (value instanceof Uint8Array) return sink.write(value);
      writeLayers('layers' in value ? (value.layers as readonly Piece[]) : value, sink);
    },
    parts: (window, start, end) => layersParts(window, start, end, first),
  };
}
