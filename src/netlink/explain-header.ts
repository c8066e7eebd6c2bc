import type { Part, Window } from '../wire/index.js';
import { controlTypes, messageFlags, readHeader } from './header.js';
import { NLMSG_TSTAMP } from './rtmon.js';

const commonFlags = [
  'NLM_F_REQUEST',
  'NLM_F_MULTI',
  'NLM_F_ACK',
  'NLM_F_ECHO',
  'NLM_F_DUMP_INTR',
  'NLM_F_DUMP_FILTERED',
] as const;

/** The bits whose meaning hangs on what the message's constant says is done. */
const actionFlags: readonly (readonly [RegExp, readonly (keyof typeof messageFlags)[]])[] = [
  [/_NEW|_SET/, ['NLM_F_REPLACE', 'NLM_F_EXCL', 'NLM_F_CREATE', 'NLM_F_APPEND']],
  [/_GET/, ['NLM_F_DUMP', 'NLM_F_ROOT', 'NLM_F_MATCH', 'NLM_F_ATOMIC']],
  [/_DEL/, ['NLM_F_NONREC', 'NLM_F_BULK']],
  [/^NLMSG_(ERROR|DONE)$/, ['NLM_F_CAPPED', 'NLM_F_ACK_TLVS']],
];

/** The constants of the message types that are the same in every protocol. */
export const controlConstants: Readonly<Record<string, number>> = { ...controlTypes, NLMSG_TSTAMP };

/**
 * The fields of the struct nlmsghdr at `start`. `types` are the message types by their constants; `there` is how many
 * bytes of the message are at hand, where that may be other than what its length says.
 */
export function headerParts(
  window: Window,
  start: number,
  types: Readonly<Record<string, number>>,
  there: number | undefined,
  prefix = '',
): Part[] {
  const { length, type, flags, sequence, port } = readHeader(window, start);
  const [constant = ''] = Object.entries(types).find(([, number]) => number === type) ?? [];
  const part = (name: string, from: number, to: number, note: string): Part => {
    return { name: prefix + name, start: start + from, end: start + to, type: undefined, note };
  };
  const missing = there === undefined || there === length ? '' : `, ${there} bytes are there`;
  return [
    part('length', 0, 4, `${length}${missing}`),
    part('type', 4, 6, constant === '' ? String(type) : `${constant} (${type})`),
    part('flags', 6, 8, flagsText(flags, constant)),
    part('sequence', 8, 12, String(sequence)),
    part('port', 12, 16, String(port)),
  ];
}

function flagsText(flags: number, constant: string): string {
  const [, own = []] = actionFlags.find(([action]) => action.test(constant)) ?? [];
  const words: string[] = [];
  let rest = flags;
  for (const name of [...commonFlags, ...own]) {
    const bits = messageFlags[name];
    if ((rest & bits) !== bits) continue;
    words.push(name);
    rest &= ~bits;
  }
  const hex = (bits: number) => `0x${bits.toString(16)}`;
  if (rest !== 0) words.push(hex(rest));
  return words.length === 0 ? 'none (0)' : `${words.join(' | ')} (${hex(flags)})`;
}
