import { shown, WireError } from './error.js';
import type { Integer } from './integer.js';
import { expectSize, type Type } from './type.js';

/** A value that says all by being there: no bytes, `true`. */
export const presence: Type<true> & { size: 0 } = {
  kind: 'flag',
  size: 0,
  decode(_window, start, end) {
    expectSize(start, end, 0, 'a flag');
    return true;
  },
  encode(value) {
    if (value !== true) throw new WireError(`${shown(value)} given; a flag is true, or left out`);
  },
  source: () => 'true',
};

/** A number, or no bytes, which is `true`: what the kernel writes as the one and takes as the other. */
export function presenceOr(integer: Integer): Type<number | true> {
  return {
    kind: integer.kind,
    size: undefined,
    decode: (window, start, end) => (end === start ? true : integer.decode(window, start, end)),
    encode(value, sink) {
      if (value !== true) integer.encode(value, sink);
    },
    source: (place, length, code) =>
      length === 0 ? 'true' : length === integer.size ? integer.source?.(place, length, code) : undefined,
  };
}
