import { littleEndian, type Part, type Sink, shown, type Window, WireError } from '../wire/index.js';
import { type AttributeType, attributeHeaderSize, NLA_F_NESTED, putAttribute } from './attributes.js';
import { align4 } from './header.js';

export interface Indexed<Out, In> extends AttributeType<Out[], readonly In[]> {
  readonly kind: 'indexed-array';
  readonly item: AttributeType<Out, In>;
}

/**
 * Attributes inside an attribute whose numbers are no names but count, from 0 unless told otherwise: an array of their
 * values. The addresses of IFLA_BOND_ARP_IP_TARGET stand like this; the actions of a filter count from 1.
 * `flag` says that the kernel marks them with NLA_F_NESTED, which ip(8) does not.
 */
export function indexed<Out, In>(
  item: AttributeType<Out, In>,
  { from = 0, flag = false } = {},
): Indexed<Out, In> {
  return {
    kind: 'indexed-array',
    size: undefined,
    item,
    ...(flag ? { attributeFlags: NLA_F_NESTED, requestFlags: 0 } : {}),
    decode(window: Window, start: number, end: number): Out[] {
      const values: Out[] = [];
      for (const { payload, stop } of bounds(window, start, end, from)) {
        WireError.at(`[${values.length}]`, () => values.push(item.decode(window, payload, stop)));
      }
      return values;
    },
    encode(values: readonly In[], sink: Sink): void {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) {
        WireError.at(`[${i}]`, () => putAttribute(sink, from + i, item, value));
      }
    },
    *parts(window: Window, start: number, end: number): Generator<Part> {
      let index = 0;
      for (const { at, payload, stop } of bounds(window, start, end, from)) {
        const lead = { start: at, note: `length ${stop - at}, index ${from + index}` };
        yield { name: `[${index++}]`, start: payload, end: stop, type: item, lead };
      }
    },
  };
}

function* bounds(window: Window, start: number, end: number, from: number) {
  const { view } = window;
  for (let at = start, index = from; at < end; index++) {
    const length = end - at < attributeHeaderSize ? 0 : view.getUint16(at, littleEndian);
    const stop = at + length;
    if (length < attributeHeaderSize || stop > end) throw new WireError('an attribute that does not fit', at);
    const number = view.getUint16(at + 2, littleEndian);
    if (number !== index) throw new WireError(`number ${number} where ${index} is next`, at);
    yield { at, payload: at + attributeHeaderSize, stop };
    at += align4(length);
  }
}
