import { shown, WireError } from './error.js';
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
