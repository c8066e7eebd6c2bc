/** Protocols as people give them: by the name of their constant or by number. */
import { constants } from '../socket/index.js';
import { unknownWord } from './socket-option.js';

/**
 * The number itself, or that of the constant `prefix` + `given` in capitals.
 *
 * @param what what the number is and from where to where, for the error
 * @throws RangeError for a number outside 0 to 65535, or a name that there is not, with the one that may be meant
 */
export function constantNumber(prefix: string, given: string | number, what: string): number {
  if (typeof given === 'number') {
    if (Number.isInteger(given) && given >= 0 && given <= 0xffff) return given;
    throw new RangeError(`${what}, not ${given}`);
  }
  const number = (constants as Readonly<Record<string, number>>)[prefix + given.toUpperCase()];
  if (number !== undefined) return number;
  const known = Object.keys(constants).filter(name => name.startsWith(prefix));
  throw unknownWord(
    given,
    known.map(name => name.slice(prefix.length).toLowerCase()),
  );
}
