import {
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  type Part,
  type Sink,
  type Struct,
  type StructFields,
  unknownField,
  type Window,
  WireError,
} from '../wire/index.js';
import type { AttributeType } from './attributes.js';

export interface Followed<H extends StructFields, Name extends string, Out, In>
  extends AttributeType<
    DecodedStruct<H> & { [K in Name]: Out },
    EncodableStruct<H> & { readonly [K in Name]?: In | undefined }
  > {
  readonly header: Struct<H>;
  readonly item: AttributeType<Out, In>;
}

/**
 * A struct and, behind it, what C calls a flexible array member: struct tc_u32_sel ends with its keys. Both are fields of
 * one object. Where a member of the struct says what it is, `rest` is a `select` on that member's name; where one counts
 * it, `count` is that member's name, and it is written as it should be unless it is given.
 */
export function followed<const H extends StructFields, const Name extends string, Out, In>(
  header: Struct<H>,
  name: Name,
  rest: AttributeType<Out, In>,
  { count }: { readonly count?: keyof H & string } = {},
): Followed<H, Name, Out, In> {
  const names: readonly string[] = [...Object.keys(header.fields), name];
  const selectedIn = (value: Readonly<Record<string, unknown>>) =>
    rest.selector === undefined ? undefined : value[rest.selector];
  return {
    kind: 'struct',
    size: undefined,
    header,
    item: rest,
    decode(window: Window, start: number, end: number) {
      const at = start + header.size;
      const value = header.decode(window, start, Math.min(at, end)) as Record<string, unknown>;
      value[name] = WireError.at(name, () => rest.decode(window, at, end, selectedIn(value)));
      return value as DecodedStruct<H> & { [K in Name]: Out };
    },
    encode(given: Readonly<Record<string, unknown>>, sink: Sink): void {
      expectObject(given);
      for (const field in given) if (!names.includes(field)) throw unknownField(field, names);
      const value: Record<string, unknown> = { ...given };
      const behind = value[name];
      if (count !== undefined && value[count] === undefined)
        value[count] = (behind as { length?: number } | undefined)?.length ?? 0;
      header.write(value, sink);
      if (behind !== undefined) WireError.at(name, () => rest.encode(behind as In, sink, selectedIn(value)));
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      const at = Math.min(start + header.size, end);
      yield* header.parts!(window, start, at);
      if (at >= end) return;
      const value = header.decode(window, start, at) as Record<string, unknown>;
      yield { name, start: at, end, type: rest.choose?.(selectedIn(value)) ?? rest };
    },
  };
}
