import type { Printout } from './printout.js';

/** Where a filter works: in software, in a device, or both. */
export function addHardwareFlags(
  out: Printout,
  flags: readonly (string | number)[] | undefined,
  before = '',
  behind = ' ',
): void {
  if (flags === undefined) return;
  const add = (word: string) => out.add(word, `${before}${word}${behind}`, true);
  if (flags.includes('skipHw')) add('skip_hw');
  if (flags.includes('skipSw')) add('skip_sw');
  if (flags.includes('inHw')) add('in_hw');
  else if (flags.includes('notInHw')) add('not_in_hw');
}
