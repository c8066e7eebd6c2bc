import { dashed, namesIn } from '../completion.js';
import { colorChoices } from './format/colors.js';
import { loadIprouteNames } from './format/iproute-names.js';
import { objectWords } from './object-names.js';
import { options } from './options.js';

/** What may follow an option. */
const values: Readonly<Record<string, () => string[]>> = {
  '--dev': () => namesIn('/sys/class/net'),
  '--netns': () => namesIn('/run/netns'),
  '--table': () => ['all', ...loadIprouteNames().tables.values()],
  '--color': () => [...colorChoices],
  '--speed': () => ['1', '10', 'max'],
  // The shell knows files better.
  '--record': () => [],
  '--replay': () => [],
};

/** The words that may stand in place of the last of a command line: `nlmon routes --d`. */
export function complete(line: readonly string[]): string[] {
  const current = line.at(-1) ?? '';
  const before = line.at(-2) ?? '';
  const candidates =
    values[before]?.() ??
    (current.startsWith('-')
      ? [...Object.keys(options), 'no-label', 'help', 'version'].map(dashed)
      : [...objectWords, ...(line.length <= 2 ? ['demo', 'explain', 'completion'] : [])]);
  return candidates.filter(word => word.startsWith(current));
}
