import { type ExplainedRow, explainParts, Sink, Window } from '../wire/index.js';
import { type BuildOptions, type Piece, writeLayers } from './build.js';
import { decodeLayers } from './decode.js';
import { layersParts } from './explain.js';
import type { LayerName } from './layer-types.js';
import { firstLayer, type LinkType } from './link-types.js';
import { Packet } from './packet-type.js';
import './protocols.js';

/**
 * Decodes a packet into its layers. Never throws for what the bytes are: what cannot be read is in `problems`, and
 * the bytes stay, as `payload` or under `#rest`. Byte fields are copies.
 *
 * @param bytes the packet, or a window over a receive buffer (made once, so that decoding allocates results alone)
 * @param linkType what the packet begins with: a LINKTYPE_… number or its name, or the name of any layer
 * @param start where the packet begins, in a window
 * @param end where it ends
 */
export function decodePacket(
  bytes: Uint8Array | Window,
  linkType: LinkType | LayerName,
  start = 0,
  end?: number,
): Packet {
  const window = bytes instanceof Window ? bytes : new Window(bytes);
  const stop = Math.min(end ?? window.u8.length, window.u8.length);
  return new Packet(
    decodeLayers(window, start, stop, firstLayer(linkType, window.u8, start, stop)),
    stop - start,
  );
}

/**
 * The bytes of a packet from its layers. Lengths, checksums and what the next layer decides are computed; a field that
 * is given is written as it is, also when it is wrong.
 *
 * @throws WireError for a layer or field that there is not, or a value that does not fit, with its path
 */
export function buildPacket(layers: Iterable<Piece>, options?: BuildOptions): Uint8Array {
  const sink = new Sink();
  writeLayers([...layers], sink, options);
  return sink.bytes();
}

/** What every byte of a packet means. Never throws for what the bytes are. */
export function explainPacket(bytes: Uint8Array, linkType: LinkType | LayerName): ExplainedRow[] {
  const window = new Window(bytes);
  const end = bytes.length;
  const parts = layersParts(window, 0, end, firstLayer(linkType, window.u8, 0, end));
  return explainParts(parts, window, 0, end);
}

export { type BuildOptions, Packet, type Piece };
