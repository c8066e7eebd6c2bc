import { neighbourStates } from '../../netlink/route/common.js';
import { dashed, namesIn } from '../completion.js';
import { colorChoices } from './format/colors.js';
import { loadIprouteNames } from './format/iproute-names.js';
import { findObjects, objectWords } from './object-names.js';
import { families, options, selectorOptions } from './options.js';
import { wordsOf } from './selectors/words.js';

const interfaces = (): string[] => namesIn('/sys/class/net');
const tables = (): string[] => ['all', ...loadIprouteNames().tables.values()];

/** What may follow a word behind an object. */
const afterWords: Readonly<Record<string, () => string[]>> = {
  dev: interfaces,
  master: interfaces,
  vrf: interfaces,
  br: interfaces,
  brport: interfaces,
  iif: interfaces,
  oif: interfaces,
  table: tables,
  scope: () => [...loadIprouteNames().scopes.values()],
  proto: () => [...loadIprouteNames().protocols.values()],
  nud: () => [...Object.keys(neighbourStates.numbers), 'none', 'all'],
};

/** What may follow an option. */
const values: Readonly<Record<string, () => string[]>> = {
  ...Object.fromEntries(
    selectorOptions.flatMap(word =>
      Object.hasOwn(afterWords, word) ? [[`--${word}`, afterWords[word]!]] : [],
    ),
  ),
  '--family': () => [...families],
  '--dev': interfaces,
  '--netns': () => namesIn('/run/netns'),
  '--table': tables,
  '--color': () => [...colorChoices],
  '--speed': () => ['1', '10', 'max'],
  // The shell knows files better.
  '--record': () => [],
  '--replay': () => [],
};

/** The words that may stand in place of the last of a command line: `nlmon routes --d`, `nlmon routes ta`. */
export function complete(line: readonly string[]): string[] {
  const current = line.at(-1) ?? '';
  const before = line.at(-2) ?? '';
  const object = line.slice(1, -1).findLast(word => findObjects(word) !== undefined && !word.startsWith('-'));
  const behind = object === undefined ? [] : wordsOf(findObjects(object)!);
  const candidates =
    values[before]?.() ??
    (behind.includes(before) ? afterWords[before]?.() : undefined) ??
    (current.startsWith('-')
      ? [...Object.keys(options), 'no-label', 'help', 'version'].map(dashed)
      : [...objectWords, ...behind, ...(line.length <= 2 ? ['demo', 'explain', 'completion'] : [])]);
  return candidates.filter(word => word.startsWith(current));
}
