import { type ExplainedRow, explainParts, type Part, Window } from '../wire/index.js';
import { messageFlags, messageHeaderSize, readHeader } from './header.js';
import type { Message } from './message.js';

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
];

/**
 * What each byte of a netlink message means, its struct nlmsghdr included. Never throws for what the bytes are:
 * what cannot be read is a row that says why.
 */
export function explain(schema: Message<any, any>, message: Uint8Array): ExplainedRow[] {
  const window = new Window(message);
  const size = message.length;
  if (size < messageHeaderSize) {
    const note = `a message has at least ${messageHeaderSize} bytes`;
    return explainParts([{ name: '#rest', start: 0, end: size, type: undefined, note }], window, 0, size);
  }
  const { length } = readHeader(window, 0);
  const end = Math.min(Math.max(length, messageHeaderSize), size);
  const rows = explainParts(headerParts(schema, window, size), window, 0, messageHeaderSize);
  rows.push(...explainParts(schema.parts(window, messageHeaderSize, end), window, messageHeaderSize, end));
  const note = 'beyond the message';
  rows.push(
    ...explainParts([{ name: '#rest', start: end, end: size, type: undefined, note }], window, end, size),
  );
  return rows;
}

function headerParts(schema: Message<any, any>, window: Window, size: number): Part[] {
  const { length, type, flags, sequence, port } = readHeader(window, 0);
  const [constant = ''] = Object.entries(schema.types).find(([, number]) => number === type) ?? [];
  const part = (name: string, start: number, end: number, note: string): Part => {
    return { name, start, end, type: undefined, note };
  };
  const there = length === size ? '' : `, ${size} bytes are there`;
  return [
    part('length', 0, 4, `${length}${there}`),
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
