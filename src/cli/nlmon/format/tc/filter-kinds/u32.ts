import type { Wide } from '../../../../../wire/index.js';
import { hexText } from '../../numbers.js';
import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { addHardwareFlags } from '../hardware-flags.js';
import { classText } from '../names.js';
import type { Printout } from '../printout.js';
import { addKey } from '../u32-key.js';
import type { FilterPrinter } from './printer.js';

type Options = Parameters<FilterPrinter<'u32'>>[1];
type Selector = NonNullable<Options['sel']>;

export const printU32: FilterPrinter<'u32'> = (out, options, { handle, protocol }) => {
  const { sel, divisor, hash, classid, link, flags, pcnt, mark, police, indev, act } = options;
  if (handle !== 0) out.add('fh', `fh ${nodeText(handle, out.raw)} `, nodeText(handle, out.raw));
  if ((handle & 0xfff) !== 0) out.number('order', 'order ', handle & 0xfff, ' ');
  if (divisor !== undefined) out.number('ht_divisor', 'ht divisor ', divisor | 0, ' ');
  else if (hash !== undefined) {
    const [table, bucket] = [(hash >>> 20).toString(16), ((hash >>> 12) & 0xff).toString(16)];
    out.add('key_ht', `key ht ${table} `, table);
    out.add('bkt', `bkt ${bucket} `, bucket);
  }
  const terminal = sel?.flags.includes('terminal') ?? false;
  if (classid !== undefined)
    out.add('flowid', `${terminal ? '*' : ''}flowid ${classText(classid)} `, classText(classid));
  else if (terminal) out.say('terminal flowid ');
  if (link !== undefined) out.add('link', `link ${nodeText(link, out.raw)} `, nodeText(link, out.raw));
  addHardwareFlags(out, flags);
  const counters = out.statistics ? pcnt : undefined;
  if (sel !== undefined && counters !== undefined) {
    out.number('rule_hit', '(rule hit ', counters.rcnt, ' ');
    out.number('success', 'success ', counters.rhit, ')');
  }
  if (mark !== undefined) {
    out.add('fwmark_value', `\n  mark ${fourDigits(mark.val)} `, hexText(mark.val));
    out.add('fwmark_mask', `${fourDigits(mark.mask)} `, hexText(mark.mask));
    out.number('fwmark_success', '(success ', mark.success | 0, ')');
  }
  if (sel !== undefined)
    addSelector(out, sel, counters?.kcnts, out.context.display.pretty ? protocol : undefined);
  if (police !== undefined) {
    out.say('\n');
    printPolice(out, police);
  }
  if (indev !== undefined) out.add('input_dev', `\n  input dev ${indev}\n`, indev);
  if (act !== undefined) addActions(out, act);
};

function addSelector(
  out: Printout,
  sel: Selector,
  counters: readonly Wide[] | undefined,
  protocol: number | undefined,
): void {
  for (const [i, key] of sel.keys.slice(0, sel.nkeys).entries()) {
    addKey(out, key, protocol);
    if (counters !== undefined) out.number('success', ' (success ', counters[i] ?? 0, ' ) ');
  }
  const varies = sel.flags.includes('varoffset');
  if (varies || sel.flags.includes('offset')) {
    out.say('\n    offset ');
    if (varies) {
      const mask = sel.offmask.toString(16);
      out.add('offset_mask', mask.padStart(4, '0'), mask);
      out.number('offset_shift', '>>', sel.offshift, ' ');
      out.number('offset_off', 'at ', sel.offoff, ' ');
    }
    if (sel.off !== 0) out.number('plus', 'plus ', sel.off, ' ');
  }
  if (sel.flags.includes('eat')) out.say(' eat ');
  if (sel.hmask !== 0) {
    const mask = sel.hmask.toString(16);
    out.add('hash_mask', `\n    hash mask ${mask.padStart(8, '0')} `, mask);
    out.number('hash_off', 'at ', sel.hoff, ' ');
  }
}

/** The number of a table, a bucket or a filter: `800:`, `800:1:`, `800::800`. */
function nodeText(handle: number, raw: boolean): string {
  if (handle === 0) return 'none';
  const [table, bucket, node] = [handle >>> 20, (handle >>> 12) & 0xff, handle & 0xfff];
  let text = table === 0 ? '' : `${table.toString(16)}:`;
  if (bucket !== 0) text += bucket.toString(16);
  if (node !== 0) text += `:${node.toString(16)}`;
  return raw ? `${text}[${handle.toString(16).padStart(8, '0')}]` : text;
}

/** printf's 0x%04x of %#x's number. */
const fourDigits = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
