import { bytes } from './bytes.js';
import { type Names, nameTable } from './enumeration.js';
import { shown, WireError } from './error.js';
import type { Integer } from './integer.js';
import type { Sink } from './sink.js';
import { type AnyType, type Decoded, type Encodable, expectObject, type Part, type Type } from './type.js';
import type { Window } from './window.js';

/** How the items of a list say what they are and how long: the options of IP, TCP, DHCP, the chunks of SCTP, … */
export interface ItemForm {
  /** What says the type: u8, or two bytes. */
  readonly type: Integer;
  readonly length: Integer;
  /** An integer between type and length: the flags of an SCTP chunk. */
  readonly flags?: Integer;
  /** Whether the length stands in front of the type, as in an ICMP extension. */
  readonly lengthFirst?: boolean;
  /** Whether the length counts the value alone; type and length too otherwise. */
  readonly valueOnly?: boolean;
  /** Bytes that one step of the length stands for; 1 unless given. */
  readonly unit?: number;
  /** What every item begins on a multiple of, from the first one on. */
  readonly align?: number;
  /** Whether the last is filled up as well; what the list stands in is filled up otherwise. True unless given. */
  readonly alignLast?: boolean;
  /** Types that are a byte without length and value. */
  readonly single?: readonly number[];
  /** The type, without length and value, that ends the list. */
  readonly end?: number;
}

/** Types of items by name: their number, and the type of their value where they have one. */
export type ItemTypes = Readonly<Record<string, readonly [number: number, value?: AnyType]>>;

interface Flagged {
  /** Of a form that has flags. */
  flags?: number;
  /** What stands behind the item up to the next, where that is not zeros to the next multiple. */
  padding?: Uint8Array;
  /** Why the value was not understood and is kept as bytes. */
  readonly reason?: string;
}

export type Item<T extends ItemTypes> =
  | {
      [K in keyof T]: T[K] extends readonly [number, infer V]
        ? { type: K; value: Decoded<V> } & Flagged
        : { type: K; value?: Uint8Array } & Flagged;
    }[keyof T]
  | ({ type: number; value?: Uint8Array } & Flagged)
  /** What cannot be cut into items; it is the last. */
  | ({ type: '#rest'; value: Uint8Array } & Flagged);

interface FlaggedInput {
  readonly flags?: number;
  readonly padding?: Uint8Array | string;
  readonly reason?: string;
}

export type ItemInput<T extends ItemTypes> =
  | {
      [K in keyof T]: T[K] extends readonly [number, infer V]
        ? { readonly type: K; readonly value: Encodable<V> } & FlaggedInput
        : { readonly type: K; readonly value?: Uint8Array | string } & FlaggedInput;
    }[keyof T]
  | ({ readonly type: number; readonly value?: Uint8Array | string } & FlaggedInput)
  | ({ readonly type: '#rest'; readonly value: Uint8Array | string } & FlaggedInput)
  /** The name alone of one without a value. */
  | { [K in keyof T]: T[K] extends readonly [number, unknown] ? never : K }[keyof T];

export interface ItemList<T extends ItemTypes> extends Type<Item<T>[], readonly ItemInput<T>[]> {
  readonly names: undefined;
  readonly items: T;
  readonly set: Names<keyof T & string>;
}

const empty: readonly AnyItem[] = Object.freeze([]);

type AnyItem = { type: string | number; value?: unknown; reason?: string } & Flagged;

/** Where an item stands: its head, its value, and where the next begins. */
interface Cut {
  readonly number: number;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly next: number;
  readonly flags: number | undefined;
  readonly reason?: string;
}

/**
 * Items one behind the other, each with its type and length. Never fails for what the bytes are: a value that cannot
 * be read is kept as bytes under its number, and what is no item as `#rest`.
 *
 * @param prefix of the constants, for error messages: `TCPOPT`
 */
export function itemList<const T extends ItemTypes>(prefix: string, form: ItemForm, types: T): ItemList<T> {
  const set: Names<string> = {
    prefix,
    numbers: Object.fromEntries(Object.entries(types).map(([name, [number]]) => [name, number])),
    constants: {},
  };
  const { numberOf } = nameTable(set);
  const byNumber = new Map(Object.entries(types).map(([name, [number, type]]) => [number, { name, type }]));
  const singles = new Set([...(form.single ?? []), ...(form.end === undefined ? [] : [form.end])]);
  const bare = new Map(
    [...singles].map(n => [n, Object.freeze({ type: byNumber.get(n)?.name ?? n }) as AnyItem]),
  );
  const { unit = 1, align = 1, alignLast = true } = form;
  const bytewise = form.type.size === 1 && align === 1;
  const singleItems = Array.from({ length: 256 }, (_, number) => bare.get(number));
  const typeAt = form.lengthFirst ? form.length.size : 0;
  const lengthAt = form.lengthFirst ? 0 : form.type.size + (form.flags?.size ?? 0);
  const headSize = form.type.size + form.length.size + (form.flags?.size ?? 0);

  function cutAt(window: Window, start: number, end: number, first: number): Cut {
    const malformed = (reason: string): Cut => {
      return { number: -1, start, valueStart: start, valueEnd: end, next: end, flags: undefined, reason };
    };
    const typeEnd = start + typeAt + form.type.size;
    const number = typeEnd <= end ? form.type.decode(window, start + typeAt, typeEnd) : -1;
    if (singles.has(number)) {
      const next = number === form.end ? end : typeEnd;
      return { number, start, valueStart: typeEnd, valueEnd: next, next, flags: undefined };
    }
    const valueStart = start + headSize;
    if (valueStart > end) return malformed('ends inside the head of an item');
    const length = form.length.decode(window, start + lengthAt, start + lengthAt + form.length.size) * unit;
    const valueEnd = (form.valueOnly ? valueStart : start) + length;
    if (valueEnd < valueStart)
      return malformed(`an item of ${length} bytes, its head of ${headSize} included`);
    if (valueEnd > end) return malformed(`an item of ${length} bytes where ${end - start} are left`);
    const over = (valueEnd - first) % align;
    const next = Math.min(over === 0 ? valueEnd : valueEnd + align - over, end);
    const flagsAt = start + form.type.size;
    const flags = form.flags?.decode(window, flagsAt, flagsAt + form.flags.size);
    return { number, start, valueStart, valueEnd, next, flags };
  }

  function* cuts(window: Window, start: number, end: number): Generator<Cut> {
    for (let at = start; at < end; ) {
      const cut = cutAt(window, at, end, start);
      yield cut;
      at = cut.next;
    }
  }

  function itemOf(window: Window, cut: Cut, first: number, end: number): AnyItem {
    const { number, valueStart, valueEnd, next, flags, reason } = cut;
    if (reason !== undefined) return { type: '#rest', value: window.copy(valueStart, valueEnd), reason };
    const single = bare.get(number);
    if (single !== undefined)
      return valueEnd === valueStart ? single : { ...single, value: window.copy(valueStart, valueEnd) };
    const known = byNumber.get(number);
    let item: AnyItem;
    try {
      if (known?.type !== undefined)
        item = { type: known.name, value: known.type.decode(window, valueStart, valueEnd) };
      else {
        item = { type: known?.name ?? number };
        if (valueEnd > valueStart) item.value = window.copy(valueStart, valueEnd);
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      item = { type: number, value: window.copy(valueStart, valueEnd), reason: error.message };
    }
    if (flags !== undefined) item.flags = flags;
    if (align > 1 && !isPadding(window, valueEnd, next, first, next === end))
      item.padding = window.copy(valueEnd, next);
    return item;
  }

  /** Whether what stands behind an item is what would be written there. */
  function isPadding(window: Window, start: number, end: number, first: number, last: boolean): boolean {
    if (last && !alignLast) return start === end;
    if ((end - first) % align !== 0) return false;
    for (let at = start; at < end; at++) if (window.u8[at] !== 0) return false;
    return true;
  }

  return {
    kind: 'items',
    size: undefined,
    names: undefined,
    items: types,
    set: set as Names<keyof T & string>,
    decode(window, start, end) {
      if (start === end) return empty as unknown as Item<T>[];
      const list: AnyItem[] = [];
      const { u8 } = window;
      for (let at = start; at < end; ) {
        const single = bytewise ? singleItems[u8[at]!] : undefined;
        if (single !== undefined && u8[at] !== form.end) {
          list.push(single);
          at++;
          continue;
        }
        const cut = cutAt(window, at, end, start);
        list.push(itemOf(window, cut, start, end));
        at = cut.next;
      }
      return list as Item<T>[];
    },
    encode(list, sink) {
      if (!Array.isArray(list)) throw new WireError(`${shown(list)} given; takes an array of items`);
      const first = sink.length;
      for (const [i, item] of (list as readonly (AnyItem | string)[]).entries()) {
        WireError.at(`[${i}]`, () =>
          encodeItem(typeof item === 'string' ? { type: item } : item, sink, first, i === list.length - 1),
        );
      }
    },
    *parts(window, start, end): Generator<Part> {
      for (const cut of cuts(window, start, end)) {
        const { number, valueStart, valueEnd, reason } = cut;
        if (reason !== undefined) {
          yield { name: '#rest', start: valueStart, end: valueEnd, type: undefined, note: reason };
          continue;
        }
        const known = byNumber.get(number);
        const name = known?.name ?? `#${number}`;
        const note = singles.has(number)
          ? `type ${number}`
          : `type ${number}, ${valueEnd - valueStart} bytes`;
        const lead = { start: cut.start, note };
        yield { name, start: valueStart, end: valueEnd, type: known?.type ?? bytes, lead };
      }
    },
  };

  function encodeItem(item: AnyItem, sink: Sink, first: number, last: boolean): void {
    expectObject(item);
    const { type, value, flags, padding } = item;
    if (type === '#rest') {
      bytes.encode((value ?? new Uint8Array()) as Uint8Array, sink);
      return;
    }
    const number = typeof type === 'number' ? type : numberOf(type);
    const start = sink.reserve(singles.has(number) ? form.type.size : headSize);
    sink.at(start + typeAt, () => form.type.encode(number, sink));
    if (flags !== undefined && form.flags !== undefined)
      sink.at(start + form.type.size, () => form.flags!.encode(flags, sink));
    // What is kept under its number is bytes, also where the number has a name.
    const valueType = typeof type === 'number' ? bytes : (byNumber.get(number)?.type ?? bytes);
    const valueStart = sink.length;
    if (value !== undefined) WireError.at(String(type), () => valueType.encode(value, sink));
    else if (valueType !== bytes) throw new WireError('needs a value').within(String(type));
    if (singles.has(number)) return;
    const size = sink.length - (form.valueOnly ? valueStart : start);
    if (size % unit !== 0) sink.reserve(unit - (size % unit));
    const length = Math.ceil(size / unit);
    sink.at(start + lengthAt, () => WireError.at('length', () => form.length.encode(length, sink)));
    const over = (sink.length - first) % align;
    if (padding !== undefined) bytes.encode(padding, sink);
    else if (over !== 0 && (alignLast || !last)) sink.reserve(align - over);
  }
}
