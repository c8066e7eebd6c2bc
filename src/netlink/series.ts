import { littleEndian, type Part, type Sink, shown, type Window, WireError } from '../wire/index.js';
import {
  type AttributeFields,
  type AttributeSet,
  type AttributeType,
  attributeHeaderSize,
  type DecodedAttributes,
  type EncodableAttributes,
} from './attributes.js';
import { align4 } from './header.js';

export interface Series<F extends AttributeFields>
  extends AttributeType<DecodedAttributes<F>[], readonly EncodableAttributes<F>[]> {
  readonly set: AttributeSet<F>;
}

/**
 * Several objects in one attribute without anything between them: the attributes of the next follow those of the one
 * before, and it begins where a number is not above the last. The kernel writes options of GENEVE so.
 */
export function series<F extends AttributeFields>(set: AttributeSet<F>): Series<F> {
  return {
    kind: 'nest',
    size: undefined,
    set,
    decode(window: Window, start: number, end: number) {
      return Array.from(bounds(window, start, end), ({ at, stop }, index) =>
        WireError.at(`[${index}]`, () => {
          const value = {};
          set.decodeInto(value, window, at, stop);
          return value as DecodedAttributes<F>;
        }),
      );
    },
    encode(values: readonly EncodableAttributes<F>[], sink: Sink): void {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) WireError.at(`[${i}]`, () => set.encode(value, sink));
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      for (const { at, stop } of bounds(window, start, end)) yield* set.parts(window, at, stop, {});
    },
  };
}

/** Where each object begins and ends. */
function* bounds(window: Window, start: number, end: number) {
  let begin = start;
  let last = -1;
  for (let at = start; end - at >= attributeHeaderSize; ) {
    const length = window.view.getUint16(at, littleEndian);
    if (length < attributeHeaderSize || at + length > end) break;
    const number = window.view.getUint16(at + 2, littleEndian);
    if (number <= last) {
      yield { at: begin, stop: at };
      begin = at;
    }
    last = number;
    at += align4(length);
  }
  if (begin < end) yield { at: begin, stop: end };
}
