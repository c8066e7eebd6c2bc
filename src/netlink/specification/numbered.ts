import { littleEndian, type Part, type Sink, shown, type Window, WireError } from '../../wire/index.js';
import { type AttributeType, attributeHeaderSize, putAttribute } from '../attributes.js';
import { align4 } from '../header.js';

/** Values by the numbers of their attributes. */
export type ByNumber<T> = Readonly<Record<string, T>>;

/**
 * Attributes inside an attribute whose numbers are no names (`indexed-array`): an array where they count from 0, and
 * otherwise an object by number, for families count from 0, from 1, or by something that has a number.
 */
export function numbered<Out, In>(
  item: AttributeType<Out, In>,
): AttributeType<Out[] | ByNumber<Out>, readonly In[] | ByNumber<In>> {
  return {
    kind: 'indexed-array',
    size: undefined,
    decode(window: Window, start: number, end: number) {
      const found: [number, Out][] = [];
      for (const { number, payload, stop } of bounds(window, start, end))
        found.push([number, WireError.at(`[${number}]`, () => item.decode(window, payload, stop))]);
      if (found.every(([number], i) => number === i)) return found.map(([, value]) => value);
      if (new Set(found.map(([number]) => number)).size < found.length)
        throw new WireError('two attributes of one number in an array', start);
      return Object.fromEntries(found);
    },
    encode(values: readonly In[] | ByNumber<In>, sink: Sink): void {
      if (typeof values !== 'object' || values === null)
        throw new WireError(`${shown(values)} given; takes an array, or an object by number`);
      for (const [number, value] of Object.entries(values)) {
        if (!/^\d{1,5}$/.test(number) || Number(number) > 0x3fff)
          throw new WireError(`'${number}' is no number of an attribute`);
        WireError.at(`[${number}]`, () =>
          putAttribute(sink, Number(number) | (item.attributeFlags ?? 0), item, value),
        );
      }
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      for (const { number, at, payload, stop } of bounds(window, start, end)) {
        const lead = { start: at, note: `length ${stop - at}, number ${number}` };
        yield { name: `[${number}]`, start: payload, end: stop, type: item, lead };
      }
    },
  };
}

const numberMask = 0x3fff;

function* bounds(window: Window, start: number, end: number) {
  for (let at = start; at < end; ) {
    const length = end - at < attributeHeaderSize ? 0 : window.view.getUint16(at, littleEndian);
    const stop = at + length;
    if (length < attributeHeaderSize || stop > end) throw new WireError('an attribute that does not fit', at);
    const number = window.view.getUint16(at + 2, littleEndian) & numberMask;
    yield { number, at, payload: at + attributeHeaderSize, stop };
    at += align4(length);
  }
}
