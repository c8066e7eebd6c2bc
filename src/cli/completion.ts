import { readdirSync } from 'node:fs';
import type { Options } from 'yargs';
import { type Command, nameOf } from './command.js';

/** What may follow an option wherever it is taken. */
const common: Readonly<Record<string, () => readonly string[]>> = {
  netns: () => namesIn('/run/netns'),
};

/**
 * The words that may stand in place of the last of a command line, from the declarations: `unixctl ls --j`. Nothing
 * where a file is meant, which the shell completes better.
 */
export async function completions(commands: readonly Command[], line: readonly string[]): Promise<string[]> {
  const current = line.at(-1) ?? '';
  const startingSo = (words: readonly string[]): string[] => words.filter(word => word.startsWith(current));
  if (line.slice(0, -1).includes('--')) return [];
  if (line.length <= 2 && !current.startsWith('-'))
    return startingSo([...commands.filter(({ describe }) => describe !== false).map(nameOf), 'completion']);

  const command = commands.find(command => nameOf(command) === line[1]);
  if (command === undefined) return current.startsWith('-') ? startingSo(['--help', '--version']) : [];
  const options: Readonly<Record<string, Options>> = command.options ?? {};
  const offers = (name: string): readonly string[] | Promise<readonly string[]> | undefined =>
    command.completions?.[name]?.(current) ?? common[name]?.();

  const before = optionNamed(options, line.at(-2));
  if (before !== undefined && options[before]!.type !== 'boolean') {
    const choices = options[before]!.choices?.map(String);
    return startingSo((await offers(before)) ?? choices ?? []);
  }
  if (current.startsWith('-')) return startingSo([...Object.keys(options), 'help', 'version'].map(dashed));

  const given = line.slice(2, -1).filter((word, index, words) => {
    const option = optionNamed(options, words[index - 1]);
    return !word.startsWith('-') && (option === undefined || options[option]!.type === 'boolean');
  });
  const names = command.usage.match(/(?<=[<[])[\w-]+/g) ?? [];
  const positional = names[given.length] ?? (/\.\.[\]>]$/.test(command.usage) ? names.at(-1) : undefined);
  return startingSo((positional === undefined ? undefined : await offers(positional)) ?? []);
}

/** The option that a word of the command line is: `-j` as json. */
function optionNamed(
  options: Readonly<Record<string, Options>>,
  word: string | undefined,
): string | undefined {
  const name = word?.match(/^--?([^=]+)$/)?.[1];
  if (name === undefined || Object.hasOwn(options, name)) return name;
  return Object.keys(options).find(option => [options[option]!.alias].flat().includes(name));
}

/** An option as it is written: `-4`, `--json`. */
export const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

/** The names in a directory; none when it cannot be read. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
