/** The fields behind a protocol's header: how they are declared, what type they give a layer, how long they are. */
import type {
  AnyType,
  BitMembers,
  Decoded,
  DecodedBits,
  Encodable,
  EncodableBits,
  Window,
} from '../wire/index.js';

/** What of a layer is known when a field behind its header is met. */
export type Seen = Readonly<Record<string, any>>;

/** A field behind a header. */
export interface Field<T extends AnyType = AnyType> {
  readonly type: T;
  /**
   * Bytes that it takes, which may be more than there are; all that are left unless given or fixed by the type.
   *
   * @param available bytes that are left, from `at`
   */
  readonly size?: (layer: Seen, available: number, window: Window, at: number) => number;
  /** What its bytes are filled up with zeros to a multiple of. */
  readonly fill?: number;
}

/** A field that not every message has. */
export interface OptionalField<T extends AnyType = AnyType> extends Field<T> {
  /** Whether a message has it, by the fields before it. `available` is undefined when bytes are made. */
  readonly when: (layer: Seen, available: number | undefined) => boolean;
}

export type Body = Readonly<Record<string, Field>>;

/** A field that every message of a protocol has. */
export function field<T extends AnyType>(type: T, size?: Field['size'], fill?: number): Field<T> {
  return { type, ...(size && { size }), ...(fill && { fill }) };
}

/** A field that messages have for which `when` holds. */
export function optional<T extends AnyType>(
  type: T,
  when: OptionalField['when'],
  size?: Field['size'],
): OptionalField<T> {
  return { type, when, ...(size && { size }) };
}

type IsOptional = { readonly when: unknown };
type IsBits = { readonly kind: 'bits' };
type BitsIn<B extends Body> = {
  [K in keyof B]: B[K]['type'] extends { readonly declared: infer M } ? (fields: M) => void : never;
}[keyof B];
type SharedBits<B extends Body> = [BitsIn<B>] extends [never]
  ? never
  : BitsIn<B> extends (fields: infer M extends BitMembers) => void
    ? M
    : never;

export type DecodedBody<B extends Body> = {
  -readonly [K in keyof B as B[K] extends IsOptional ? never : K]: Decoded<B[K]['type']>;
} & {
  -readonly [K in keyof B as B[K] extends IsOptional
    ? B[K]['type'] extends IsBits
      ? never
      : K
    : never]?: Decoded<B[K]['type']>;
} & ([SharedBits<B>] extends [never] ? unknown : Partial<DecodedBits<SharedBits<B>>>);

export type EncodableBody<B extends Body> = {
  -readonly [K in keyof B as B[K]['type'] extends IsBits ? never : K]?: Encodable<B[K]['type']> | undefined;
} & ([SharedBits<B>] extends [never] ? unknown : EncodableBits<SharedBits<B>>);

/** The bytes that a field behind the header takes, at most `available`; and whether that is all of it. */
export function fieldSize(
  { type, size }: Field,
  layer: Seen,
  available: number,
  window: Window,
  at: number,
): { taken: number; wanted: number } {
  const wanted = type.size ?? size?.(layer, available, window, at) ?? available;
  return { taken: Math.max(0, Math.min(wanted, available)), wanted };
}
