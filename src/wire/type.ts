import { shown, WireError } from './error.js';
import type { Sink } from './sink.js';
import type { Window } from './window.js';

/**
 * How a value stands in bytes. Types are data: everything that knows a format (decoding, encoding,
 * annotated hex, generated decoders, documentation) reads the same object.
 */
export interface Type<Out, In = Out> {
  /** The wire type in the words of the kernel's specifications: `u32`, `string`, `struct`, `nest`, … */
  readonly kind: string;
  /** Bytes it takes; undefined when it takes all that its container gives it. */
  readonly size: number | undefined;
  /** The field beside this one whose value decides what the bytes mean. */
  readonly selector?: string;

  /** Reads the bytes from `start` to `end`. Throws WireError. */
  decode(window: Window, start: number, end: number, selected?: unknown): Out;
  /** Appends the bytes of a value. Throws WireError for one that does not fit. */
  encode(value: In, sink: Sink, selected?: unknown): void;
  /** The parts of a composed value, for annotated hex; a plain value has none. */
  parts?(window: Window, start: number, end: number): Iterable<Part>;
  /** JavaScript that reads the value at a place known in advance; undefined asks for a call of `decode`. */
  source?(place: Place, length: number, code: Code): string | undefined;
}

/** A stretch of bytes inside a composed value, as annotated hex shows it. */
export interface Part {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Its type, unless the schema does not know it. */
  readonly type: Type<unknown, never> | undefined;
  /** Bytes in front of the value that say what and how long it is: an attribute's header. */
  readonly lead?: { readonly start: number; readonly note: string };
  /** Words that stand for the value when there is no type to decode it. */
  readonly note?: string;
}

/** Where generated code finds a value: at a fixed distance from a variable. */
export interface Place {
  /** An expression for the byte offset of `offset` bytes into the value. */
  byte(offset: number): string;
  /** An expression for the word there; undefined when it does not stand on a multiple of four. */
  word(offset: number): string | undefined;
}

/** What generated code may refer to besides the window. */
export interface Code {
  /** An identifier that stands for `value` in the generated code. */
  bind(value: unknown): string;
}

export type AnyType = Type<any, any>;
export type Decoded<T> = T extends Type<infer Out, any> ? Out : never;
export type Encodable<T> = T extends Type<any, infer In> ? In : never;

/** Throws unless exactly `size` bytes are there. */
export function expectSize(start: number, end: number, size: number, kind: string): void {
  if (end - start !== size) throw new WireError(`${kind} takes ${size} bytes, ${end - start} given`, start);
}

/** Throws unless the value is an object whose fields can be written. */
export function expectObject(value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new WireError(`${shown(value)} given; takes an object of fields`);
}
