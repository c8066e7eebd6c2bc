import type { DecodedAttributes } from '../../../../netlink/attributes.js';
import type { extendedMatches, matchKinds } from '../../../../netlink/route/filter-kinds/extended-matches.js';
import { type Decoded, toHex, toJson } from '../../../../wire/index.js';
import { metaText } from './meta-match.js';
import { printable } from './printable.js';
import type { Printout } from './printout.js';

type Matches = DecodedAttributes<(typeof extendedMatches)['fields']>;
type Match = NonNullable<Matches['list']>[number];
type Data<Kind extends keyof typeof matchKinds> = Decoded<(typeof matchKinds)[Kind]>;

/** Extended matches. tc 6.1 writes them as text in the middle of its JSON, which has them as they are here. */
export function addExtendedMatches(out: Printout, { hdr, list = [] }: Matches): void {
  if (hdr === undefined || hdr.nmatches === 0 || list.length === 0) return;
  out.say(`\n  ${sequenceText(list, 0, 1)}`);
  out.put('ematches', toJson(list));
}

/** The matches from one on, up to the last that is joined to it. */
function sequenceText(list: readonly Match[], start: number, depth: number): string {
  let text = '';
  for (let i = start; i < list.length; i++) {
    const match = list[i]!;
    if (match.flags.includes('invert')) text += 'NOT ';
    if (match.kind === 'container') {
      const first = match.data as number;
      text += `(\n${'  '.repeat(depth + 1)}`;
      // What would lead back is no tree.
      if (first > i) text += sequenceText(list, first, depth + 1);
      text += `${'  '.repeat(depth)}) `;
    } else {
      text += matchText(match);
      if (relation(match) !== undefined || both(match)) text += '  '.repeat(depth);
    }
    const joined = relation(match);
    if (joined === undefined) break;
    text += `${joined} `;
  }
  return text;
}

const both = ({ flags }: Match): boolean => flags.includes('relAnd') && flags.includes('relOr');

function relation(match: Match): 'AND' | 'OR' | undefined {
  if (both(match)) return undefined;
  return match.flags.includes('relAnd') ? 'AND' : match.flags.includes('relOr') ? 'OR' : undefined;
}

const numbers: Readonly<Record<string, number>> = { text: 5, vlan: 6 };

function matchText({ kind, data }: Match): string {
  if (typeof kind === 'number' || !Object.hasOwn(texts, kind) || data instanceof Uint8Array)
    return `[unknown ematch ${numbers[kind] ?? kind}]\n`;
  return `${kind}(${texts[kind as keyof typeof texts](data as never)})\n`;
}

const operators = ['eq', 'gt', 'lt'];
const widths: Readonly<Record<number, string>> = { 1: 'u8 ', 2: 'u16 ', 4: 'u32 ' };

/** CAN_EFF_FLAG, CAN_EFF_MASK and CAN_SFF_MASK (linux/can.h). */
const extendedFrame = 0x8000_0000;
const extendedMask = 0x1fff_ffff;
const standardMask = 0x7ff;

/** What stands in the parentheses; tc has no words for searches of text. */
const texts = {
  cmp({ val, mask, off, how, where }: Data<'cmp'>): string {
    const width = widths[how.align] ?? '';
    const bits = mask === 0 ? '' : `mask 0x${mask.toString(16)} `;
    const swaps = (how.flags & 1) === 0 ? '' : 'trans ';
    const operator = operators[where.opnd] === undefined ? '' : `${operators[where.opnd]} `;
    return `${width}at ${off} layer ${where.layer} ${bits}${swaps}${operator}${val | 0}`;
  },
  nbyte({ off, where, needle }: Data<'nbyte'>): string {
    const wanted = needle.subarray(0, where.len);
    const hex = Array.from(wanted, byte => `${byte.toString(16).padStart(2, '0')} `).join('');
    return `${hex}"${printable(wanted)}" at ${off} layer ${where.layer}`;
  },
  u32({ val, mask, off, offmask }: Data<'u32'>): string {
    const digits = (word: number) => word.toString(16).padStart(8, '0');
    return `${digits(val)}/${digits(mask)} at ${offmask === 0 ? '' : 'nexthdr+'}${off}`;
  },
  meta: metaText,
  canid(rules: Data<'canid'>): string {
    const hex = (number: number) => `0x${(number >>> 0).toString(16).toUpperCase()}`;
    return rules
      .map(({ canId, canMask }) => {
        const extended = (canId & extendedFrame) !== 0;
        const ones = extended ? extendedMask : standardMask;
        const name = `${extended ? 'eff' : 'sff'} ${hex(canId & ones)}`;
        return canMask === (extendedFrame | ones) >>> 0 ? name : `${name}:${hex(canMask & ones)}`;
      })
      .join(' ');
  },
  /** tc asks the kernel for the name of the set. */
  ipset({ index, dim, flags }: Data<'ipset'>): string {
    const sides = Array.from({ length: dim }, (_, i) => ((flags >> (i + 1)) & 1 ? 'src' : 'dst'));
    return `index ${index}${sides.length === 0 ? '' : ` ${sides.join(',')}`}`;
  },
  /** What a match of iptables looks at is for its own libraries to say. */
  ipt({ matchName = '', matchData }: Data<'ipt'>): string {
    return matchData === undefined ? `-m ${matchName}` : `-m ${matchName} [${toHex(matchData)}]`;
  },
};
