import {
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  type Part,
  type Sink,
  type Struct,
  type StructFields,
  type Window,
} from '../wire/index.js';
import type {
  AttributeFields,
  AttributeSet,
  AttributeType,
  DecodedAttributes,
  EncodableAttributes,
} from './attributes.js';
import { align4 } from './header.js';
import { type NestedOptions, nestFlags } from './nested.js';

export interface Headed<H extends StructFields, F extends AttributeFields>
  extends AttributeType<
    DecodedStruct<H> & DecodedAttributes<F>,
    EncodableStruct<H> & EncodableAttributes<F>
  > {
  readonly header: Struct<H>;
  readonly set: AttributeSet<F>;
}

/**
 * A struct and, behind it, attributes in one attribute, as a message has them: MDBA_MDB_ENTRY_INFO is struct
 * br_mdb_entry and MDBA_MDB_EATTR_…. Both are fields of one object. `flag` as in `nested`.
 */
export function headed<H extends StructFields, F extends AttributeFields>(
  header: Struct<H>,
  set: AttributeSet<F>,
  { flag = false }: Pick<NestedOptions, 'flag'> = {},
): Headed<H, F> {
  for (const name in set.fields) {
    if (Object.hasOwn(header.fields, name))
      throw new TypeError(`'${name}' is both a field of the struct and an attribute`);
  }
  const attributesOffset = align4(header.size);
  return {
    kind: 'headed nest',
    size: undefined,
    header,
    set,
    ...nestFlags(flag),
    decode(window: Window, start: number, end: number) {
      const value = header.decode(window, start, Math.min(start + header.size, end));
      if (start + attributesOffset < end) {
        set.decodeInto(value as Record<string, unknown>, window, start + attributesOffset, end);
      }
      return value as DecodedStruct<H> & DecodedAttributes<F>;
    },
    encode(value: Readonly<Record<string, unknown>>, sink: Sink): void {
      expectObject(value);
      const start = sink.length;
      header.write(value, sink);
      sink.reserve(start + attributesOffset - sink.length);
      set.encode(value, sink, header.fields);
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      const headerEnd = Math.min(start + header.size, end);
      yield* header.parts!(window, start, headerEnd);
      if (start + attributesOffset >= end) return;
      const value = header.decode(window, start, headerEnd) as Record<string, unknown>;
      yield* set.parts(window, start + attributesOffset, end, value);
    },
  };
}
