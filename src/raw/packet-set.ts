/** Packets of the same layers that differ in some fields: a packet for each combination of their values. */
import { WireError } from '../wire/index.js';
import type { Piece } from './build.js';
import type { AnyProtocol } from './protocol.js';

/** A layer as words describe it, of one packet or several. */
export interface Draft {
  readonly layer: string;
  readonly protocol: AnyProtocol | undefined;
  /** What is given, by field. */
  readonly fields: Map<string, Given>;
}

/** The values of a field, each as it is given and as the packet has it. More than one makes several packets. */
export interface GivenValues {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

interface Given extends GivenValues {
  /** The field, as the word names it. */
  readonly name: string;
}

export interface PacketSet {
  /** How many packets. */
  readonly size: number;
  /** The fields that differ, as they were named. */
  readonly varied: readonly string[];
  /** The layers of a packet, by its index from 0. The last field of the innermost layer changes first. */
  layers(index: number): Piece[];
  /** The values of the fields that differ, as they were given. */
  values(index: number): string[];
}

/** The most packets of a set. */
const mostPackets = 1 << 16;

/** A set of one packet. */
export function onePacket(layers: Piece[]): PacketSet {
  return { size: 1, varied: [], layers: () => layers, values: () => [] };
}

/** The packets that drafts of layers stand for. Throws WireError for too many. */
export function setOf(drafts: readonly Draft[]): PacketSet {
  const given = drafts.flatMap(({ fields }) => [...fields.values()]);
  const several = given.filter(({ values }) => values.length > 1);
  /** How many packets go by until a field's value changes. */
  const strides = new Map<Given, number>();
  let size = 1;
  for (const field of several.toReversed()) {
    strides.set(field, size);
    size *= field.values.length;
  }
  if (size > mostPackets) throw new WireError(`${size} packets, more than ${mostPackets}`);
  const choice = (field: Given, index: number): number =>
    Math.floor(index / (strides.get(field) ?? size)) % field.values.length;
  return {
    size,
    varied: several.map(({ name }) => name),
    values: index => several.map(field => field.texts[choice(field, index)]!),
    layers: index =>
      drafts.map(({ layer, protocol, fields }) => {
        const piece: Record<string, unknown> = { layer };
        for (const [name, field] of fields) {
          const value = field.values[choice(field, index)];
          // What a payload is given as is not what it is.
          Object.assign(piece, protocol === undefined ? value : { [name]: value });
        }
        return piece as unknown as Piece;
      }),
  };
}
