import { UsageError } from '../../errors.js';
import { findObjects, meansSeveral, type ObjectName, unknownObject } from '../object-names.js';
import { selectorsOf, selectorWord } from './index.js';
import { Chosen, type Selections } from './selector.js';
import { isPrefix } from './values.js';

export interface Understood {
  readonly objects: ObjectName[];
  /** Those that a word of their own asks for. */
  readonly named: ReadonlySet<ObjectName>;
  readonly selections: Selections;
}

/** Objects to which a prefix may be said without a word. */
const byPrefix: Readonly<Partial<Record<ObjectName, string>>> = { routes: 'to', neighs: 'to', addrs: 'to' };

/**
 * The objects of a command line, each with the words behind it that choose among them: `links up type vlan addrs`. Throws
 * UsageError, with what may have been meant.
 */
export function understandWords(given: readonly string[]): Understood {
  const objects = new Set<ObjectName>();
  const named = new Set<ObjectName>();
  const selections = new Map<ObjectName, Chosen>();
  let current: readonly ObjectName[] = [];
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!;
    const next = (): string => {
      const value = given[++i];
      if (value !== undefined) return value;
      throw new UsageError(`'${word}' of ${current.join(', ')} takes ${takenBy(current, word)}`);
    };
    const knowing = current.filter(object => selectorWord(object, word) !== undefined);
    const values = knowing.length > 0 && takenBy(knowing, word) !== undefined;
    if (knowing.length > 0 && !(values && i + 1 === given.length && findObjects(word) !== undefined)) {
      select(selections, knowing, word, next);
      continue;
    }
    const prefixed = current.find(object => byPrefix[object] !== undefined);
    if (prefixed !== undefined && (isPrefix(word) || (word === 'default' && prefixed === 'routes'))) {
      select(selections, [prefixed], byPrefix[prefixed]!, () => word);
      continue;
    }
    const found = findObjects(word);
    if (found === undefined) throw unknownObject(word, current.join(', '), wordsOf(current));
    current = found;
    for (const name of current) objects.add(name);
    if (!meansSeveral(word)) named.add(current[0]!);
  }
  return { objects: [...objects], named, selections };
}

/** Says to objects what a word and what follows it say. Throws UsageError. */
export function select(
  selections: Map<ObjectName, Chosen>,
  objects: readonly ObjectName[],
  word: string,
  next: () => string,
): void {
  // What follows is read once, also where several objects are told.
  const taken: string[] = [];
  for (const object of objects) {
    const name = selectorWord(object, word)!;
    const selector = selectorsOf(object)[name]!;
    const chosen = selections.get(object) ?? new Chosen();
    selections.set(object, chosen);
    if (chosen.has(name) && selector.merge === undefined)
      throw new UsageError(`'${word}' of ${object} is given more than once`);
    let at = 0;
    const value = (): string => {
      if (at === taken.length) taken.push(next());
      return taken[at++]!;
    };
    chosen.add(name, selector, selector.read === undefined ? true : selector.read(value(), value));
  }
}

function takenBy(objects: readonly ObjectName[], word: string): string | undefined {
  for (const object of objects) {
    const name = selectorWord(object, word);
    if (name !== undefined) return selectorsOf(object)[name]!.takes;
  }
  return undefined;
}

/** What may stand behind objects. */
export function wordsOf(objects: readonly ObjectName[]): string[] {
  return [...new Set(objects.flatMap(object => Object.keys(selectorsOf(object))))];
}
