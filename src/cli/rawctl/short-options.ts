import type { Options } from 'yargs';
import { type Command, nameOf } from '../command.js';

/**
 * A command line as getopt(3) takes it, with the values of short options as words of their own: `-c3` is `-c 3`, `-i.2`
 * is `-i .2`, and `-qc3` is `-q -c 3`.
 */
export function separateValues(commands: readonly Command[], args: readonly string[]): string[] {
  const command = commands.find(command => nameOf(command) === args[0]);
  if (command === undefined) return [...args];
  const options: Readonly<Record<string, Options>> = command.options ?? {};
  const takesValue = new Map<string, boolean>();
  for (const [name, { alias, type }] of Object.entries(options)) {
    for (const short of [name, ...[alias ?? []].flat()]) {
      if (short.length === 1) takesValue.set(short, type !== 'boolean' && type !== 'count');
    }
  }
  const words: string[] = [];
  const end = args.indexOf('--');
  const rest = end < 0 ? [] : args.slice(end);
  for (let i = 0; i < args.length - rest.length; i++) {
    const word = args[i]!;
    const split = separate(word, takesValue);
    words.push(...split);
    // The word behind an option that takes one is its value, whatever it looks like.
    const last = split.at(-1)!;
    if (i > 0 && takesValue.get(last.slice(1)) && last.length === 2 && i + 1 < args.length - rest.length) {
      if (last.startsWith('-') && split.length > 0) words.push(args[++i]!);
    }
  }
  return [...words, ...rest];
}

function separate(word: string, takesValue: ReadonlyMap<string, boolean>): string[] {
  if (!/^-[^-]/.test(word)) return [word];
  const words: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]!;
    const takes = takesValue.get(letter);
    if (takes === undefined) return [word];
    words.push(`-${letter}`);
    if (takes && i + 1 < word.length) return [...words, word.slice(i + 1).replace(/^=/, '')];
  }
  return words;
}
