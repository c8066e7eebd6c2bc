import {
  arrayOf,
  be16,
  bits,
  bytes,
  foldedSum,
  type Item,
  type ItemInput,
  type ItemTypes,
  internetChecksum,
  itemList,
  struct,
  type Type,
  type Window,
  wordSum,
} from '../wire/index.js';
import { mpls } from './mpls.js';
import type { Seen } from './protocol-fields.js';

/** Objects by class and C-type, as one number of two bytes (RFC 4884 7, RFC 4950, RFC 5837). */
const objectTypes = {
  mplsLabels: [0x0101, arrayOf(mpls.declaration.header)],
  interfaceQuery: [0x0301],
} as const satisfies ItemTypes;

const objects = itemList('ICMP_EXT', { type: be16, length: be16, lengthFirst: true }, objectTypes);
const head = struct({ versionReserved: bits(be16, { version: 4, reserved: 12 }), checksum: be16 });

export type IcmpObject = Item<typeof objectTypes>;

/** The extension structure behind the packet that an ICMP error quotes. */
export interface IcmpExtensions {
  version: number;
  reserved: number;
  /** 0 says that there is none. */
  checksum: number;
  objects: IcmpObject[];
  /** Too few bytes for a header. */
  '#rest'?: Uint8Array;
}

export interface IcmpExtensionsInput {
  readonly version?: number;
  readonly reserved?: number;
  /** Computed unless given. */
  readonly checksum?: number;
  readonly objects?: readonly ItemInput<typeof objectTypes>[];
  readonly '#rest'?: Uint8Array | string;
}

/** RFC 4884 7 */
export const icmpExtensions: Type<IcmpExtensions, IcmpExtensionsInput> = {
  kind: 'struct',
  size: undefined,
  decode(window, start, end) {
    if (end - start < 4) return { '#rest': window.copy(start, end) } as IcmpExtensions;
    return { ...head.decode(window, start, start + 4), objects: objects.decode(window, start + 4, end) };
  },
  encode({ version = 2, reserved = 0, checksum, objects: list = [], '#rest': cut }, sink) {
    if (cut !== undefined) return bytes.encode(cut, sink);
    const start = sink.length;
    head.encode({ version, reserved, checksum: checksum ?? 0 }, sink);
    objects.encode(list, sink);
    if (checksum !== undefined) return;
    const sum = internetChecksum(sink.u8, start, sink.length);
    sink.at(start + 2, () => be16.encode(sum, sink));
  },
  *parts(window, start, end) {
    if (end - start < 4) return;
    yield* head.parts!(window, start, start + 4);
    yield* objects.parts!(window, start + 4, end);
  },
};

/** Routers of before RFC 4884 put their extension behind this many bytes of the packet without saying so (5.5). */
const silentQuote = 128;

/**
 * How many bytes of an ICMP error are the packet that it quotes.
 *
 * @param unit bytes that the message's `length` counts: 4 in ICMP, 8 in ICMPv6
 */
export function quoteSize(
  unit: number,
): (layer: Seen, available: number, window: Window, at: number) => number {
  return ({ length }, available, window, at) => {
    if (length > 0) return Math.min(unit * length, available);
    const behind = at + silentQuote;
    const extended = available >= silentQuote + 8 && window.u8[behind]! >> 4 === 2;
    const sound = extended && foldedSum(wordSum(window.u8, behind, at + available)) === 0xffff;
    return sound ? silentQuote : available;
  };
}
