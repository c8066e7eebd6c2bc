import {
  type AnyType,
  bytes as bytesType,
  isBits,
  type Sink,
  shown,
  Window,
  WireError,
} from '../wire/index.js';
import { addressOf, checksumOf, type Network, networkOf } from './checksum.js';
import { type AnyProtocol, type BuiltPlace, checkFields, unknownLayer } from './protocol.js';
import type { Body, OptionalField, Seen } from './protocol-fields.js';
import { registry } from './registry.js';

/** What a packet is built from: layers, bytes, or text (as UTF-8). */
export type Piece = { readonly layer: string } | BytesPiece | Uint8Array | string;

/** Bytes as they are. Of `padding`, `after` is the layer whose length does not count them. */
export interface BytesPiece {
  readonly layer: 'payload' | 'padding';
  readonly bytes?: Uint8Array | string;
  readonly text?: string;
  readonly after?: string;
}

export interface BuildOptions {
  /** The addresses of an IP layer that is not among the layers, for checksums that cover them. */
  readonly src?: string;
  readonly dst?: string;
}

/** Appends a packet. Throws WireError for a field that its format cannot hold, with its path. */
export function writeLayers(pieces: readonly Piece[], sink: Sink, options: BuildOptions = {}): void {
  new Building(pieces, sink, options).run();
}

const encoder = new TextEncoder();

class Building {
  readonly #pieces: readonly Piece[];
  readonly #sink: Sink;
  #network: Network | undefined;

  constructor(pieces: readonly Piece[], sink: Sink, { src, dst }: BuildOptions) {
    this.#pieces = pieces;
    this.#sink = sink;
    if (src !== undefined && dst !== undefined) this.#network = { src: addressOf(src), dst: addressOf(dst) };
  }

  run(): void {
    for (let i = 0; i < this.#pieces.length; ) i = this.#piece(i, []);
  }

  /** Writes a piece with all that it carries, and returns the index of the next. */
  #piece(index: number, open: readonly string[]): number {
    const piece = this.#pieces[index]!;
    if (typeof piece === 'string') this.#sink.write(encoder.encode(piece));
    else if (piece instanceof Uint8Array) this.#sink.write(piece);
    else if (typeof piece !== 'object' || piece === null) {
      throw new WireError(`${shown(piece)} is no layer: takes layers, bytes and text`);
    } else if (piece.layer === 'payload' || piece.layer === 'padding') {
      const { bytes, text } = piece as { bytes?: Uint8Array | string; text?: string };
      if (text !== undefined) this.#sink.write(encoder.encode(String(text)));
      else if (bytes !== undefined)
        WireError.at(`${piece.layer}.bytes`, () => bytesType.encode(bytes, this.#sink));
    } else {
      const known = registry.get(piece.layer);
      if (known === undefined) throw unknownLayer(piece.layer, [...registry.keys(), 'payload']);
      return this.#layer(known, piece, index, open);
    }
    return index + 1;
  }

  #layer(known: AnyProtocol, piece: Seen, index: number, open: readonly string[]): number {
    const { declaration, layerName } = known;
    const sink = this.#sink;
    const given = this.#prepared(known, piece, this.#pieces[index + 1]);
    const start = sink.length;
    const places = WireError.at(layerName, () => {
      checkFields(given, known);
      return this.#writeFields(known, given);
    });
    const payloadStart = sink.length;
    const outer = this.#network;
    this.#network = networkOf(given, sink.u8, start, outer);

    const inside = [...open, layerName];
    let next = index + 1;
    let child: string | undefined;
    while (next < this.#pieces.length) {
      const { layer, after } = this.#pieces[next] as { layer?: string; after?: string };
      const beyond = layer === 'padding' && after !== undefined && after !== child && inside.includes(after);
      if (beyond) break;
      child = layer;
      next = this.#piece(next, inside);
    }

    const place = { u8: sink.u8, start, payloadStart, end: sink.length };
    WireError.at(layerName, () => this.#compute(known, given, piece, place, places));
    if (declaration.checksum !== undefined && piece.checksum === undefined && piece.truncated === undefined)
      this.#checksum(known, given, place);
    this.#network = outer;
    return next;
  }

  /** The fields of a layer, with those that follow from defaults, from others and from what comes next. */
  #prepared(
    { declaration, compiled }: AnyProtocol,
    piece: Seen,
    next: Piece | undefined,
  ): Record<string, unknown> {
    if (piece.truncated) return { ...piece };
    const { carries, defaults, prepare } = declaration;
    const given: Record<string, unknown> = { ...defaults };
    for (const name in piece) if (piece[name] !== undefined) given[name] = piece[name];
    const following = typeof next === 'object' && 'layer' in next ? carries?.layers[next.layer] : undefined;
    if (following !== undefined && piece[carries!.field] === undefined) given[carries!.field] = following;
    for (const { field, names } of compiled.named) {
      const name = typeof given[field] === 'number' ? names.get(given[field]) : undefined;
      if (name !== undefined) given[field] = name;
    }
    return prepare === undefined ? given : { ...given, ...prepare(given) };
  }

  /** Writes header and body; returns where the fields of the body stand. */
  #writeFields({ declaration }: AnyProtocol, given: Record<string, unknown>): Map<string, number> {
    const sink = this.#sink;
    const { header } = declaration;
    const body: Body = declaration.body ?? {};
    const places = new Map<string, number>();
    if (given.truncated) {
      this.#writeCut(declaration, given);
      return places;
    }
    const start = sink.length;
    header.write(given, sink);
    // By names, as decoding has them: a field may be given as its number.
    const written = new Window(sink.bytes(start));
    const seen = { ...given, ...header.decode(written, 0, written.u8.length) };
    for (const [name, declared] of Object.entries(body)) {
      const value = fieldValue(name, declared.type, given);
      const has = !('when' in declared) || (declared as OptionalField).when(seen, undefined);
      if (value === undefined && !has) continue;
      places.set(name, sink.length);
      if (value !== undefined) WireError.at(name, () => declared.type.encode(value, sink));
      else if (declared.type.size !== undefined) sink.reserve(declared.type.size);
      const over = (sink.length - places.get(name)!) % (declared.fill ?? 1);
      if (over !== 0) sink.reserve(declared.fill! - over);
    }
    const rest = given['#rest'];
    if (rest !== undefined) bytesType.encode(rest as Uint8Array, sink);
    return places;
  }

  /** Writes a layer that came cut short as far as it came. */
  #writeCut(declaration: AnyProtocol['declaration'], given: Record<string, unknown>): void {
    const sink = this.#sink;
    const fields = { ...declaration.header.fields } as Record<string, any>;
    for (const [name, declared] of Object.entries((declaration.body ?? {}) as Body))
      fields[name] = declared.type;
    for (const [name, type] of Object.entries(fields)) {
      const value = fieldValue(name, type, given);
      if (value !== undefined) WireError.at(name, () => type.encode(value, sink));
    }
    const rest = given['#rest'];
    if (rest !== undefined) bytesType.encode(rest as Uint8Array, sink);
  }

  #compute(
    known: AnyProtocol,
    given: Record<string, unknown>,
    piece: Seen,
    place: BuiltPlace,
    places: Map<string, number>,
  ): void {
    const { compute, header, body } = known.declaration;
    if (compute === undefined || piece.truncated) return;
    for (const [name, work] of Object.entries(compute)) {
      if (piece[name] !== undefined) continue;
      const value = (work as (place: BuiltPlace, given: Seen) => unknown)(place, given);
      if (value === undefined) continue;
      given[name] = value;
      if (header.names.includes(name)) header.rewrite(name, given, this.#sink, place.start);
      else if (places.has(name))
        this.#sink.at(places.get(name)!, () =>
          WireError.at(name, () => body[name].type.encode(value, this.#sink)),
        );
    }
  }

  #checksum(known: AnyProtocol, given: Seen, place: BuiltPlace): void {
    const { checksum: declared } = known.declaration;
    const checksum = typeof declared === 'function' ? declared(given) : declared;
    if (checksum === undefined) return;
    const value = checksumOf(checksum, known.layerName, place, this.#network);
    if (value === undefined) return;
    const view = this.#sink.view;
    const at = place.start + checksum.at;
    if (checksum.kind === 'crc32c') view.setUint32(at, value, true);
    else view.setUint16(at, value);
  }
}

/** What of `given` is encoded as a field: all of it where several fields share bits. */
function fieldValue(name: string, type: AnyType, given: Seen): unknown {
  if (!isBits(type)) return given[name];
  return Object.keys(type.members).some(key => given[key] !== undefined) ? given : undefined;
}
