import {
  expectObject,
  littleEndian,
  type Part,
  type Sink,
  shown,
  type Window,
  WireError,
} from '../wire/index.js';
import {
  type AttributeFields,
  type AttributeSet,
  type AttributeType,
  attributeHeaderSize,
  type DecodedAttributes,
  type EncodableAttributes,
  putAttribute,
} from './attributes.js';
import { align4 } from './header.js';
import { type Nested, nested } from './nested.js';

export interface Ordered<F extends AttributeFields>
  extends AttributeType<
    ({ order: number } & DecodedAttributes<F>)[],
    readonly ({ readonly order?: number } & EncodableAttributes<F>)[]
  > {
  readonly kind: 'indexed-array';
  readonly item: Nested<F>;
}

/**
 * Nests inside an attribute whose numbers are no names but their order: an array of objects with the number as their
 * `order`. Those that are written without one are numbered from 1. The actions of TCA_ACT_TAB stand like this.
 */
export function ordered<F extends AttributeFields>(set: AttributeSet<F>): Ordered<F> {
  if (Object.hasOwn(set.fields, 'order'))
    throw new TypeError(`${set.prefix} has an attribute 'order' of its own`);
  const item = nested(set);
  const others = { order: true };
  return {
    kind: 'indexed-array',
    size: undefined,
    item,
    decode(window: Window, start: number, end: number) {
      const values: ({ order: number } & DecodedAttributes<F>)[] = [];
      for (const { order, payload, stop } of bounds(window, start, end)) {
        WireError.at(`[${values.length}]`, () => {
          const value = { order };
          set.decodeInto(value, window, payload, stop);
          values.push(value as { order: number } & DecodedAttributes<F>);
        });
      }
      return values;
    },
    encode(values: readonly ({ readonly order?: number } & EncodableAttributes<F>)[], sink: Sink): void {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) {
        WireError.at(`[${i}]`, () => {
          expectObject(value);
          const { order = i + 1 } = value;
          if (!(Number.isInteger(order) && order >= 0 && order <= 0xffff))
            throw new WireError(`${shown(order)} is not a whole number from 0 to 65535`).within('order');
          const contents = { kind: 'nest', size: undefined, decode: item.decode, encode: putContents };
          putAttribute(sink, order, contents, value);
        });
      }
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      let index = 0;
      for (const { at, order, payload, stop } of bounds(window, start, end)) {
        const lead = { start: at, note: `length ${stop - at}, order ${order}` };
        yield { name: `[${index++}]`, start: payload, end: stop, type: item, lead };
      }
    },
  };

  function putContents(value: Readonly<Record<string, unknown>>, sink: Sink): void {
    set.encode(value, sink, others);
  }
}

function* bounds(window: Window, start: number, end: number) {
  const { view } = window;
  for (let at = start; at < end; ) {
    const length = end - at < attributeHeaderSize ? 0 : view.getUint16(at, littleEndian);
    const stop = at + length;
    if (length < attributeHeaderSize || stop > end) throw new WireError('an attribute that does not fit', at);
    yield { at, order: view.getUint16(at + 2, littleEndian), payload: at + attributeHeaderSize, stop };
    at += align4(length);
  }
}
