import type { Addr } from '../../../netlink/route/index.js';

type FlagList = Addr['flags8'];
type FlagName = Extract<FlagList[number], string>;

/** The words of flags, in ip's order. `permanent` has a word for its absence. */
const words: readonly (readonly [FlagName, string])[] = [
  ['secondary', 'secondary'],
  ['nodad', 'nodad'],
  ['optimistic', 'optimistic'],
  ['dadfailed', 'dadfailed'],
  ['homeaddress', 'home'],
  ['deprecated', 'deprecated'],
  ['tentative', 'tentative'],
  ['permanent', 'dynamic'],
  ['managetempaddr', 'mngtmpaddr'],
  ['noprefixroute', 'noprefixroute'],
  ['mcautojoin', 'autojoin'],
  ['stablePrivacy', 'stable-privacy'],
];

interface Printed {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

// Decoding shares one list between all messages with the same flags, so few are ever put into words.
const printed = { inet6: new WeakMap<FlagList, Printed>(), other: new WeakMap<FlagList, Printed>() };

/** What ip prints for an address's flags, as text with a blank behind each and as the fields of its object. */
export function printedFlags(flags: FlagList, family: Addr['family']): Printed {
  const cache = family === 'inet6' ? printed.inet6 : printed.other;
  let result = cache.get(flags);
  if (result === undefined) {
    result = print(flags, family === 'inet6');
    if (Object.isFrozen(flags)) cache.set(flags, result);
  }
  return result;
}

function print(flags: FlagList, inet6: boolean): Printed {
  let text = '';
  const json: Record<string, unknown> = {};
  for (const [flag, usual] of words) {
    if (flags.includes(flag) === (flag === 'permanent')) continue;
    // The bit of IFA_F_SECONDARY is IFA_F_TEMPORARY in IPv6.
    const word = flag === 'secondary' && inet6 ? 'temporary' : usual;
    text += `${word} `;
    json[word] = true;
  }
  for (const flag of flags) {
    if (typeof flag !== 'number') continue;
    const hex = flag.toString(16).padStart(2, '0');
    text += `flags ${hex} `;
    json.ifa_flags = hex;
  }
  return { text, json: Object.freeze(json) };
}
