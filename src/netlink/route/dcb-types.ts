import { type Sink, shown, u8, type Window, WireError } from '../../wire/index.js';
import { type AttributeType, attributeHeaderSize, putAttribute } from '../attributes.js';
import { align4 } from '../header.js';
import { nestFlags } from '../nested.js';

/** What a command did, as the kernel answers: one byte in the place of the attributes that were asked for. */
export function resultOr<Out, In>(type: AttributeType<Out, In>): AttributeType<number | Out, number | In> {
  return {
    ...type,
    size: undefined,
    decode: (window: Window, start: number, end: number) =>
      end - start === 1 ? u8.decode(window, start, end) : type.decode(window, start, end),
    encode: (value: number | In, sink: Sink) =>
      typeof value === 'number' ? u8.encode(value, sink) : type.encode(value, sink),
    *parts(window: Window, start: number, end: number) {
      if (end - start > 1) yield* type.parts?.(window, start, end) ?? [];
    },
  };
}

const numberMask = 0x3fff;
const ieeeApplication = 1;
const dcbApplication = 2;
/** The selectors of the standard end here; those behind are the kernel's own. */
const lastOfIeee = 7;

/**
 * Applications, or selectors of them, one attribute each, in their order: DCB_ATTR_IEEE_APP, or DCB_ATTR_DCB_APP for
 * what only the kernel selects by (priorities of frames: 255).
 */
export function applications<Out, In>(
  item: AttributeType<Out, In>,
  selectorAt: number,
): AttributeType<Out[], readonly In[]> {
  return {
    kind: 'applications',
    size: undefined,
    ...nestFlags('in requests'),
    decode: (window: Window, start: number, end: number) =>
      Array.from(bounds(window, start, end), ({ payload, stop }, i) =>
        WireError.at(`[${i}]`, () => item.decode(window, payload, stop)),
      ),
    encode(values: readonly In[], sink: Sink): void {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries())
        WireError.at(`[${i}]`, () => {
          const start = sink.length;
          putAttribute(sink, ieeeApplication, item, value);
          if (sink.bytes()[start + attributeHeaderSize + selectorAt]! > lastOfIeee)
            sink.view.setUint16(start + 2, dcbApplication, true);
        });
    },
    *parts(window: Window, start: number, end: number) {
      for (const { number, at, payload, stop } of bounds(window, start, end)) {
        const constant = number === dcbApplication ? 'DCB_ATTR_DCB_APP' : 'DCB_ATTR_IEEE_APP';
        const lead = { start: at, note: `length ${stop - at}, ${constant}` };
        yield { name: constant, start: payload, end: stop, type: item, lead };
      }
    },
  };
}

function* bounds(window: Window, start: number, end: number) {
  for (let at = start; at < end; ) {
    const length = end - at < attributeHeaderSize ? 0 : window.view.getUint16(at, true);
    const stop = at + length;
    if (length < attributeHeaderSize || stop > end) throw new WireError('an attribute that does not fit', at);
    const number = window.view.getUint16(at + 2, true) & numberMask;
    yield { number, at, payload: at + attributeHeaderSize, stop };
    at += align4(length);
  }
}
