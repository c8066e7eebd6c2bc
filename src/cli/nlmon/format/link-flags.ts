import type { Link } from '../../../netlink/route/index.js';

type FlagName = Extract<Link['flags'][number], string>;

/** The names that ip gives to flags, in its order. RUNNING is not among them: ip prints NO-CARRIER for its absence. */
const names: readonly (readonly [FlagName, string])[] = [
  ['loopback', 'LOOPBACK'],
  ['broadcast', 'BROADCAST'],
  ['pointopoint', 'POINTOPOINT'],
  ['multicast', 'MULTICAST'],
  ['noarp', 'NOARP'],
  ['allmulti', 'ALLMULTI'],
  ['promisc', 'PROMISC'],
  ['master', 'MASTER'],
  ['slave', 'SLAVE'],
  ['debug', 'DEBUG'],
  ['dynamic', 'DYNAMIC'],
  ['automedia', 'AUTOMEDIA'],
  ['portsel', 'PORTSEL'],
  ['notrailers', 'NOTRAILERS'],
  ['up', 'UP'],
  ['lowerUp', 'LOWER_UP'],
  ['dormant', 'DORMANT'],
  ['echo', 'ECHO'],
];

interface Printed {
  readonly names: readonly string[];
  readonly text: string;
}

// Decoding shares one list between all messages with the same flags, so few are ever put into words.
const printed = new WeakMap<Link['flags'], Printed>();

function print(flags: Link['flags']): Printed {
  const known = printed.get(flags);
  if (known !== undefined) return known;
  const words: string[] = [];
  if (flags.includes('up') && !flags.includes('running')) words.push('NO-CARRIER');
  for (const [flag, word] of names) if (flags.includes(flag)) words.push(word);
  for (const flag of flags) if (typeof flag === 'number') words.push(flag.toString(16));
  const result = { names: Object.freeze(words), text: `<${words.join(',')}` };
  if (Object.isFrozen(flags)) printed.set(flags, result);
  return result;
}

/** The flags between angle brackets, with ip's blank behind. `lowerDown`: the interface below is not up. */
export function linkFlagsText(flags: Link['flags'], lowerDown: boolean): string {
  const { text } = print(flags);
  return lowerDown ? `${text},M-DOWN> ` : `${text}> `;
}

/** The flags as `ip -j` lists them. */
export function linkFlagsJson(flags: Link['flags'], lowerDown: boolean): readonly string[] {
  const words = print(flags).names;
  return lowerDown ? [...words, 'M-DOWN'] : words;
}
