import { type Part, type Sink, type Window, WireError } from '../wire/index.js';
import type { AttributeSet, AttributeType } from './attributes.js';

/** Itself inside itself inside itself, …: deeper than any that means something, and what the stack has room for. */
const deepest = 4;

/**
 * A type that is asked for when it is needed first, so that a set may hold itself: the other end of a veth pair is a
 * link, whose attributes may be those of a veth. Bytes that go deeper than four levels are a WireError.
 */
export function lazy<Out, In>(resolve: () => AttributeType<Out, In>): AttributeType<Out, In> {
  let resolved: AttributeType<Out, In> | undefined;
  let depth = 0;
  const type = () => {
    resolved ??= resolve();
    return resolved;
  };
  const decode = (window: Window, start: number, end: number): Out => {
    if (depth === deepest) throw new WireError('goes too deep', start);
    depth++;
    try {
      return type().decode(window, start, end);
    } finally {
      depth--;
    }
  };
  return {
    get kind() {
      return type().kind;
    },
    size: undefined,
    get attributeFlags() {
      return type().attributeFlags ?? 0;
    },
    get set() {
      return (type() as { set?: AttributeSet }).set;
    },
    decode,
    encode: (value: In, sink: Sink) => type().encode(value, sink),
    *parts(window: Window, start: number, end: number): Generator<Part> {
      // What can be read is no deeper than that; for the rest this says why it cannot.
      decode(window, start, end);
      yield* type().parts?.(window, start, end) ?? [];
    },
  } as AttributeType<Out, In>;
}
