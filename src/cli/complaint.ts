/** The option parser's complaints about a command line, in the words of this project. */
import type { Options } from 'yargs';
import { nearest } from '../wire/nearest.js';
import { type Command, nameOf } from './command.js';
import { dashed } from './completion.js';
import type { Program } from './program.js';

/** A complaint about too few words says which a command takes; one about an option that there is not, which may be meant. */
export function complaint(message: string, { name, commands }: Program, args: readonly string[]): string {
  const [word] = args;
  const named = (wanted: string | undefined) => commands.find(command => nameOf(command) === wanted);
  const command = named(word);
  if (command !== undefined && message.startsWith('Not enough non-option arguments'))
    return `${message}: ${name} ${command.usage}`;
  const given = /^Unknown arguments?: (.*)$/.exec(message)?.[1]?.split(', ');
  if (given === undefined) return message;
  // The parser counts --all-nsdi as allNsdi too.
  const unknown = given.filter(one => !/[A-Z]/.test(one) || !given.includes(withDashes(one)));
  const taken = command ?? (word === 'completion' ? undefined : named('$0'));
  const what = unknown.length > 1 ? 'Unknown arguments' : 'Unknown argument';
  return `${what}: ${unknown.join(', ')}${optionMeant(unknown, taken, args)}`;
}

const withDashes = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** The option that the first mistyped one most likely stands for. One letter is near to any other, and no hint. */
function optionMeant(
  unknown: readonly string[],
  command: Command | undefined,
  args: readonly string[],
): string {
  const declared: Readonly<Record<string, Options>> = command?.options ?? {};
  const names = Object.entries(declared).flatMap(([option, { alias = [] }]) => [option, ...[alias].flat()]);
  const candidates = [...names, 'help', 'version'].filter(option => option.length > 1);
  for (const word of unknown) {
    if (!args.some(arg => arg.split('=', 1)[0] === `--${word}`)) continue;
    const near = nearest(word, candidates);
    if (near !== undefined) return `. Did you mean ${dashed(near)}?`;
  }
  return '';
}
