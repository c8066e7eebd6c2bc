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
import { type NestedOptions, nestFlags } from './nested.js';

export interface Repeated<F extends AttributeFields>
  extends AttributeType<DecodedAttributes<F>[], readonly EncodableAttributes<F>[]> {
  readonly kind: 'nest';
  readonly set: AttributeSet<F>;
}

/**
 * Attributes inside an attribute that are there again and again, one set behind the other: an array of objects. A new
 * one begins where a number comes for the second time. The options of TCA_FLOWER_KEY_ENC_OPTS_GENEVE stand like this.
 */
export function repeated<F extends AttributeFields>(
  set: AttributeSet<F>,
  { flag = false }: NestedOptions = {},
): Repeated<F> {
  return {
    kind: 'nest',
    size: undefined,
    set,
    ...nestFlags(flag),
    decode(window: Window, start: number, end: number): DecodedAttributes<F>[] {
      const values: DecodedAttributes<F>[] = [];
      for (const [from, to] of runs(window, start, end)) {
        const value = {};
        WireError.at(`[${values.length}]`, () => set.decodeInto(value, window, from, to));
        values.push(value as DecodedAttributes<F>);
      }
      return values;
    },
    encode(values: readonly EncodableAttributes<F>[], sink: Sink): void {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) WireError.at(`[${i}]`, () => set.encode(value, sink));
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      let index = 0;
      for (const [from, to] of runs(window, start, end)) {
        for (const part of set.parts(window, from, to, {}))
          yield { ...part, name: `[${index}].${part.name}` };
        index++;
      }
    },
  };
}

/** Where each set begins and ends. What cannot be read belongs to the last. */
function* runs(window: Window, start: number, end: number): Generator<[from: number, to: number]> {
  const { view } = window;
  let from = start;
  let seen = new Set<number>();
  for (let at = start; end - at >= attributeHeaderSize; ) {
    const length = view.getUint16(at, littleEndian);
    if (length < attributeHeaderSize || at + length > end) break;
    const number = view.getUint16(at + 2, littleEndian);
    if (seen.has(number)) {
      yield [from, at];
      from = at;
      seen = new Set();
    }
    seen.add(number);
    at += align4(length);
  }
  if (from < end) yield [from, end];
}
