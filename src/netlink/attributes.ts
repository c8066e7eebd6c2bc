import {
  type AnyType,
  bytes,
  constantName,
  type Decoded,
  type Encodable,
  expectObject,
  littleEndian,
  type Part,
  type Sink,
  type Type,
  unknownField,
  type Window,
  WireError,
} from '../wire/index.js';
import { align4 } from './header.js';
import { RequestSink } from './request-sink.js';

/** The bits of nla_type that are not part of the number (linux/netlink.h). */
export const NLA_F_NESTED = 0x8000;
const NLA_F_NET_BYTEORDER = 0x4000;
const numberMask = 0x3fff;

export const attributeHeaderSize = 4;

/** The type of an attribute's value. */
export interface AttributeType<Out = any, In = any> extends Type<Out, In> {
  /** Flag bits that the kernel writes into nla_type beside the number. */
  readonly attributeFlags?: number;
  /** Those that requests have in their place, where the kernel wants others than it writes. */
  readonly requestFlags?: number;
  /** The type that serves a value of the `selector` field. */
  choose?(selected: unknown): AttributeType;
  /** The same type, which reads only these of the attributes inside. */
  only?(paths: readonly string[]): AttributeType<Out, In>;
  /** Says that reading passes it over. */
  readonly skipped?: true;
}

/** An attribute that is there and is not wanted. */
const skipped: AttributeType = { ...bytes, skipped: true };

/** A type whose attribute may come several times. */
export interface Multi<Out, In> extends AttributeType<Out[], readonly In[]> {
  readonly multi: true;
  readonly item: AttributeType<Out, In>;
}

/** An attribute that may come several times in its set: its value is an array, in order. */
export function multi<Out, In>(item: AttributeType<Out, In>): Multi<Out, In> {
  const oneAtATime = (): never => {
    throw new TypeError('an attribute that comes several times is read and written by its set');
  };
  return { kind: item.kind, size: undefined, multi: true, item, decode: oneAtATime, encode: oneAtATime };
}

/** Attributes by name: the kernel's number and the type of the value. */
export type AttributeFields = Readonly<Record<string, readonly [number: number, type: AnyType]>>;

/**
 * What no schema knows, kept: `#57` is attribute 57's bytes (the number with its flag bits; several
 * bytes in an array when it came more than once), `#rest` what follows the last attribute that could be read.
 */
export interface Unknown {
  readonly [number: `#${number}`]: Uint8Array | readonly Uint8Array[] | undefined;
  readonly '#rest'?: Uint8Array;
}

export type DecodedAttributes<F extends AttributeFields> = {
  -readonly [K in keyof F]?: Decoded<F[K][1]>;
} & Unknown;

export type EncodableAttributes<F extends AttributeFields> = {
  -readonly [K in keyof F]?: Encodable<F[K][1]> | undefined;
} & { readonly [number: `#${number}`]: Uint8Array | string | readonly (Uint8Array | string)[] | undefined };

/** One attribute of a set. */
export interface AttributeField {
  readonly name: string;
  readonly number: number;
  readonly type: AttributeType;
  /** Whether it may come several times: its value is an array. */
  readonly multi: boolean;
}

/** The attributes that may stand in one place, under the prefix of the kernel's constants. */
export class AttributeSet<F extends AttributeFields = AttributeFields> {
  readonly prefix: string;
  readonly fields: F;
  /** The kernel's constants that are not spelled as prefix and name. */
  readonly constants: { readonly [K in keyof F]?: string };
  /** What is found by name and by number, made when it is first asked for: of most sets a program uses none. */
  #index: AttributeIndex | undefined;

  constructor(prefix: string, fields: F, constants: { readonly [K in keyof F]?: string } = {}) {
    this.prefix = prefix;
    this.fields = fields;
    this.constants = constants;
    const numbers = new Set<number>();
    for (const name in fields) {
      const [number] = fields[name]!;
      if (numbers.has(number)) throw new TypeError(`${prefix} declares attribute ${number} twice`);
      numbers.add(number);
    }
  }

  get byName(): ReadonlyMap<string, AttributeField> {
    this.#index ??= indexOf(this.fields);
    return this.#index.byName;
  }

  /**
   * This set, of which only some attributes are read: `linkinfo`, `afSpec.inet6.addrGenMode`. The others leave no trace:
   * what is read in this way is for looking at, not for writing back.
   */
  only(paths: readonly string[]): AttributeSet<F> {
    const whole = new Set(paths);
    const inside = new Map<string, string[]>();
    for (const path of paths) {
      const dot = path.indexOf('.');
      if (dot === -1) continue;
      const name = path.slice(0, dot);
      const further = inside.get(name);
      if (further === undefined) inside.set(name, [path.slice(dot + 1)]);
      else further.push(path.slice(dot + 1));
    }
    const fields: Record<string, readonly [number, AnyType]> = {};
    for (const name in this.fields) {
      const [number, type] = this.fields[name]!;
      const further = inside.get(name);
      const part = further === undefined ? skipped : ((type as AttributeType).only?.(further) ?? type);
      fields[name] = [number, whole.has(name) ? type : part];
    }
    return new AttributeSet(this.prefix, fields as F, this.constants);
  }

  /** The attribute that an nla_type names, flag bits and all; undefined for one not declared. */
  field(typeWord: number): AttributeField | undefined {
    this.#index ??= indexOf(this.fields);
    return this.#index.byNumber[typeWord & numberMask];
  }

  /** The kernel's constant for an attribute's number. */
  constantOf(name: string): string {
    return this.constants[name] ?? constantName(this.prefix, name);
  }

  /**
   * Reads attributes into `value`, in their order. With `errors` a malformed attribute is kept as its bytes and
   * noted there; without, its WireError is thrown. `outer` are fields of what the set is inside of, for types that hang
   * on one.
   */
  decodeInto(
    value: Record<string, unknown>,
    window: Window,
    start: number,
    end: number,
    errors?: WireError[],
    outer?: Readonly<Record<string, unknown>>,
  ): void {
    const { view } = window;
    let at = start;
    while (end - at >= attributeHeaderSize) {
      const length = view.getUint16(at, littleEndian);
      const stop = at + length;
      if (length < attributeHeaderSize || stop > end) break;
      const typeWord = view.getUint16(at + 2, littleEndian);
      const field = this.field(typeWord);
      const payload = at + attributeHeaderSize;
      if (field?.type.skipped) {
        // Not wanted.
      } else if (field === undefined || (value[field.name] !== undefined && !field.multi)) {
        keep(value, typeWord, window.copy(payload, stop));
      } else {
        try {
          const { selector } = field.type;
          const selected =
            selector === undefined
              ? undefined
              : (this.#select(selector, value, window, start, end) ?? outer?.[selector]);
          const decoded: unknown = field.type.decode(window, payload, stop, selected);
          if (!field.multi) value[field.name] = decoded;
          else if (value[field.name] !== undefined) (value[field.name] as unknown[]).push(decoded);
          else value[field.name] = [decoded];
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
          error.within(field.name);
          if (errors === undefined) throw error;
          errors.push(error);
          keep(value, typeWord, window.copy(payload, stop));
        }
      }
      at += align4(length);
    }
    if (at < end) {
      const error = new WireError(`${end - at} bytes that are no attribute`, at);
      if (errors === undefined) throw error;
      errors.push(error);
      value['#rest'] = window.copy(at, end);
    }
  }

  /** Appends the attributes of `value` in the order of its keys; keys in `others` are somebody else's. */
  encode(
    value: Readonly<Record<string, unknown>>,
    sink: Sink,
    others?: Readonly<Record<string, unknown>>,
    outer?: Readonly<Record<string, unknown>>,
  ): void {
    expectObject(value);
    for (const name in value) {
      const given = value[name];
      const field = this.byName.get(name);
      if (given === undefined || (given === false && field?.type.kind === 'flag')) continue;
      if (field !== undefined || /^#\d+$/.test(name)) {
        try {
          if (field === undefined) putUnknown(sink, Number(name.slice(1)), given);
          else this.#put(sink, field, given, value, outer);
        } catch (error) {
          throw error instanceof WireError ? error.within(name) : error;
        }
      } else if (name === '#rest') {
        bytes.encode(given as Uint8Array | string, sink);
      } else if (name !== '#errors' && (others === undefined || !Object.hasOwn(others, name))) {
        throw unknownField(name, [...this.byName.keys(), ...Object.keys(others ?? {})]);
      }
    }
  }

  #put(
    sink: Sink,
    field: AttributeField,
    given: unknown,
    value: Readonly<Record<string, unknown>>,
    outer: Readonly<Record<string, unknown>> | undefined,
  ): void {
    const { number, type, multi } = field;
    const { selector } = type;
    const chosen = selector === undefined ? type : chosenType(type, value[selector] ?? outer?.[selector]);
    const typeWord = number | flagsOf(chosen, sink);
    for (const item of multi ? asArray(given) : [given]) {
      const opaque = type.selector !== undefined && item instanceof Uint8Array;
      putAttribute(sink, typeWord, opaque ? bytes : chosen, item);
    }
  }

  *parts(
    window: Window,
    start: number,
    end: number,
    value: Record<string, unknown>,
    outer?: Readonly<Record<string, unknown>>,
  ): Generator<Part> {
    const { view } = window;
    let at = start;
    while (end - at >= attributeHeaderSize) {
      const length = view.getUint16(at, littleEndian);
      const stop = at + length;
      if (length < attributeHeaderSize || stop > end) break;
      const typeWord = view.getUint16(at + 2, littleEndian);
      const field = this.field(typeWord);
      yield {
        name: field?.name ?? `#${typeWord}`,
        start: at + attributeHeaderSize,
        end: stop,
        type: field && this.#typeOf(field, value, window, start, end, outer),
        lead: { start: at, note: `length ${length}, ${this.#typeNote(typeWord, field)}` },
      };
      at += align4(length);
    }
    if (at < end) yield { name: '#rest', start: at, end, type: undefined, note: 'no attribute' };
  }

  #typeNote(typeWord: number, field: AttributeField | undefined): string {
    const name = field === undefined ? 'type' : this.constantOf(field.name);
    const nested = typeWord & NLA_F_NESTED ? ' | NLA_F_NESTED' : '';
    const network = typeWord & NLA_F_NET_BYTEORDER ? ' | NLA_F_NET_BYTEORDER' : '';
    return `${name} (${typeWord & numberMask})${nested}${network}`;
  }

  #typeOf(
    { type }: AttributeField,
    value: Record<string, unknown>,
    window: Window,
    start: number,
    end: number,
    outer: Readonly<Record<string, unknown>> | undefined,
  ): AnyType {
    const { selector } = type;
    if (selector === undefined) return type;
    return chosenType(type, this.#select(selector, value, window, start, end) ?? outer?.[selector]);
  }

  /** The value that another attribute's meaning depends on, the first that can be read: already, or further on. */
  #select(name: string, value: Record<string, unknown>, window: Window, start: number, end: number): unknown {
    if (value[name] !== undefined) return value[name];
    const field = this.byName.get(name);
    if (field === undefined) return undefined;
    const { view } = window;
    for (let at = start; end - at >= attributeHeaderSize; ) {
      const length = view.getUint16(at, littleEndian);
      if (length < attributeHeaderSize || at + length > end) return undefined;
      if ((view.getUint16(at + 2, littleEndian) & numberMask) === field.number) {
        try {
          return field.type.decode(window, at + attributeHeaderSize, at + length);
        } catch (error) {
          // It is the other attribute's error, and noted there; a sound one may follow, whose value is kept.
          if (!(error instanceof WireError)) throw error;
        }
      }
      at += align4(length);
    }
    return undefined;
  }
}

interface AttributeIndex {
  readonly byName: ReadonlyMap<string, AttributeField>;
  readonly byNumber: readonly (AttributeField | undefined)[];
}

function indexOf(fields: AttributeFields): AttributeIndex {
  const byName = new Map<string, AttributeField>();
  const byNumber: (AttributeField | undefined)[] = [];
  for (const [name, [number, type]] of Object.entries(fields)) {
    const several = 'multi' in type ? (type as Multi<unknown, unknown>).item : undefined;
    const field = { name, number, type: (several ?? type) as AttributeType, multi: several !== undefined };
    byName.set(name, field);
    byNumber[number] = field;
  }
  return { byName, byNumber };
}

/** Declares a set: `attributes('NDA', { dst: [1, ip], … })` holds NDA_DST with number 1. */
export function attributes<const F extends AttributeFields>(
  prefix: string,
  fields: F,
  constants?: { readonly [K in keyof F]?: string },
): AttributeSet<F> {
  return new AttributeSet(prefix, fields, constants);
}

function chosenType(type: AttributeType, selected: unknown): AttributeType {
  return type.choose?.(selected) ?? type;
}

/** The flag bits in an attribute's nla_type. */
function flagsOf({ attributeFlags = 0, requestFlags = attributeFlags }: AttributeType, sink: Sink): number {
  return sink instanceof RequestSink ? requestFlags : attributeFlags;
}

function keep(value: Record<string, unknown>, typeWord: number, payload: Uint8Array): void {
  const key = `#${typeWord}`;
  const before = value[key];
  if (before === undefined) value[key] = payload;
  else if (Array.isArray(before)) before.push(payload);
  else value[key] = [before, payload];
}

function asArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new WireError('takes an array: the attribute may come several times');
}

/** Appends attributes that the schema does not know; `typeWord` is the number with its flag bits. */
function putUnknown(sink: Sink, typeWord: number, given: unknown): void {
  if (typeWord > 0xffff) throw new WireError('an attribute has a number up to 65535');
  for (const item of Array.isArray(given) ? given : [given]) putAttribute(sink, typeWord, bytes, item);
}

/** Appends one attribute: its header, its value, and padding to four bytes. */
export function putAttribute(sink: Sink, typeWord: number, type: AnyType, value: unknown): void {
  const start = sink.reserve(attributeHeaderSize);
  type.encode(value, sink);
  const length = sink.length - start;
  if (length > 0xffff) throw new WireError(`takes ${length} bytes; an attribute has room for 65535`);
  sink.view.setUint16(start, length, littleEndian);
  sink.view.setUint16(start + 2, typeWord, littleEndian);
  sink.align(attributeHeaderSize);
}
