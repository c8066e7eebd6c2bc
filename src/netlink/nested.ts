import { bytes, type Part, type Sink, type Window } from '../wire/index.js';
import {
  type AttributeFields,
  type AttributeSet,
  type AttributeType,
  type DecodedAttributes,
  type EncodableAttributes,
  NLA_F_NESTED,
} from './attributes.js';

export interface Nested<F extends AttributeFields>
  extends AttributeType<DecodedAttributes<F>, EncodableAttributes<F>> {
  readonly kind: 'nest';
  readonly set: AttributeSet<F>;
}

/**
 * Attributes inside an attribute. `flag` says that the kernel marks it with NLA_F_NESTED, as it does in its
 * newer interfaces; reading accepts both.
 */
export function nested<F extends AttributeFields>(set: AttributeSet<F>, { flag = false } = {}): Nested<F> {
  return {
    kind: 'nest',
    size: undefined,
    set,
    attributeFlags: flag ? NLA_F_NESTED : 0,
    decode(window: Window, start: number, end: number): DecodedAttributes<F> {
      const value = {};
      set.decodeInto(value, window, start, end);
      return value as DecodedAttributes<F>;
    },
    encode(value: EncodableAttributes<F>, sink: Sink): void {
      set.encode(value, sink);
    },
    parts(window: Window, start: number, end: number): Iterable<Part> {
      return set.parts(window, start, end, {});
    },
  };
}

/** Attributes inside an attribute that the kernel marks with NLA_F_NESTED and no schema here describes: their bytes. */
export const nestedBytes: AttributeType<Uint8Array, Uint8Array | string> = {
  ...bytes,
  attributeFlags: NLA_F_NESTED,
};
