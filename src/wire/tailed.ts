import { WireError } from './error.js';
import type { DecodedStruct, EncodableStruct, Struct, StructFields } from './struct.js';
import { unknownField } from './struct.js';
import { type AnyType, type Decoded, type Encodable, expectObject, type Part, type Type } from './type.js';

/** A struct and, behind it, one field that takes the rest: both are fields of one object. */
export function tailed<const H extends StructFields, const N extends string, const T extends AnyType>(
  head: Struct<H>,
  name: N,
  tail: T,
): Type<DecodedStruct<H> & Record<N, Decoded<T>>, EncodableStruct<H> & { readonly [K in N]?: Encodable<T> }> {
  const { size } = head;
  const names = [...head.names, name];
  return {
    kind: 'struct',
    size: undefined,
    decode(window, start, end) {
      if (end - start < size) throw new WireError(`ends after ${end - start} of ${size} bytes`, end);
      const value = head.decode(window, start, start + size) as Record<string, unknown>;
      value[name] = WireError.at(name, () => tail.decode(window, start + size, end));
      return value as DecodedStruct<H> & Record<N, Decoded<T>>;
    },
    encode(value: Readonly<Record<string, unknown>>, sink) {
      expectObject(value);
      for (const given of Object.keys(value)) if (!names.includes(given)) throw unknownField(given, names);
      head.write(value, sink);
      const rest = value[name];
      if (rest !== undefined) WireError.at(name, () => tail.encode(rest, sink));
    },
    *parts(window, start, end): Generator<Part> {
      yield* head.parts!(window, start, Math.min(start + size, end));
      if (start + size < end) yield { name, start: start + size, end, type: tail };
    },
  };
}
