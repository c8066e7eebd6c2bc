import {
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  littleEndian,
  type Part,
  type Sink,
  type Struct,
  type StructFields,
  shown,
  type Window,
  WireError,
} from '../wire/index.js';
import type {
  AttributeFields,
  AttributeSet,
  AttributeType,
  DecodedAttributes,
  EncodableAttributes,
} from './attributes.js';
import { align4 } from './header.js';

export interface Records<H extends StructFields, F extends AttributeFields>
  extends AttributeType<
    (DecodedStruct<H> & DecodedAttributes<F>)[],
    readonly (EncodableStruct<H> & EncodableAttributes<F>)[]
  > {
  readonly header: Struct<H>;
  readonly set: AttributeSet<F>;
}

/**
 * Records one behind the other, each a 16-bit length (its own bytes included), a struct and attributes: the
 * hops of RTA_MULTIPATH (struct rtnexthop, linux/rtnetlink.h). A record is one object of both.
 */
export function records<H extends StructFields, F extends AttributeFields>(
  header: Struct<H>,
  set: AttributeSet<F>,
): Records<H, F> {
  const fixed = lengthSize + header.size;
  return {
    kind: 'records',
    size: undefined,
    header,
    set,
    decode(window: Window, start: number, end: number) {
      const values: (DecodedStruct<H> & DecodedAttributes<F>)[] = [];
      for (const { at, attributes, stop } of bounds(window, start, end)) {
        WireError.at(`[${values.length}]`, () => {
          const value = header.decode(window, at + lengthSize, attributes) as Record<string, unknown>;
          set.decodeInto(value, window, attributes, stop);
          values.push(value as DecodedStruct<H> & DecodedAttributes<F>);
        });
      }
      return values;
    },
    encode(values: readonly Record<string, unknown>[], sink: Sink) {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) {
        WireError.at(`[${i}]`, () => {
          expectObject(value);
          const start = sink.reserve(lengthSize);
          header.write(value, sink);
          set.encode(value, sink, header.fields);
          sink.view.setUint16(start, sink.length - start, littleEndian);
          sink.align(4);
        });
      }
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      let index = 0;
      for (const { at, attributes, stop } of bounds(window, start, end)) {
        const note = `length ${stop - at}`;
        yield {
          name: `[${index++}]`,
          start: at + lengthSize,
          end: stop,
          lead: { start: at, note },
          type: {
            kind: 'record',
            size: undefined,
            decode: () => undefined,
            encode: () => {},
            *parts(): Generator<Part> {
              yield* header.parts!(window, at + lengthSize, attributes);
              yield* set.parts(window, attributes, stop, header.decode(window, at + lengthSize, attributes));
            },
          },
        };
      }
    },
  };

  function* bounds(window: Window, start: number, end: number) {
    let at = start;
    while (at < end) {
      const length = end - at < fixed ? 0 : window.view.getUint16(at, littleEndian);
      if (length < fixed || at + length > end) throw new WireError('a record that does not fit', at);
      yield { at, attributes: at + fixed, stop: at + length };
      at += align4(length);
    }
  }
}

const lengthSize = 2;
