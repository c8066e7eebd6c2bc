import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { addExtendedMatches } from '../extended-matches.js';
import { classText } from '../names.js';
import type { Printout } from '../printout.js';
import type { FilterPrinter } from './printer.js';

/** tc's words for FLOW_KEY_…, where they are not those of the constants. */
const words: Readonly<Record<string, string>> = {
  protoSrc: 'proto-src',
  protoDst: 'proto-dst',
  nfctSrc: 'nfct-src',
  nfctDst: 'nfct-dst',
  nfctProtoSrc: 'nfct-proto-src',
  nfctProtoDst: 'nfct-proto-dst',
  rtclassid: 'rt-classid',
  skuid: 'sk-uid',
  skgid: 'sk-gid',
  vlanTag: 'vlan-tag',
};

/** tc 6.1 writes it as text in the middle of its JSON: these are the members that it would have. */
export const printFlow: FilterPrinter<'flow'> = (out, options, { handle }) => {
  const { mode, keys, rshift, addend, divisor, baseclass, perturb, ematches, police, act } = options;
  const number = `0x${handle.toString(16)}`;
  out.add('handle', `handle ${number} `, number);
  if (typeof mode === 'string') out.add('mode', `${mode} `, mode);
  if (keys !== undefined) {
    const list = keys.filter(key => typeof key === 'string').map(key => words[key] ?? key);
    out.add('keys', `keys ${list.join(',')} `, list);
  }
  addChanges(out, options);
  if (rshift !== undefined) out.number('rshift', 'rshift ', rshift, ' ');
  if (addend !== undefined) {
    const text = `0x${addend.toString(16)}`;
    out.add('addend', `addend ${text} `, text);
  }
  if (divisor !== undefined) out.number('divisor', 'divisor ', divisor, ' ');
  if (baseclass !== undefined)
    out.add('baseclass', `baseclass ${classText(baseclass)} `, classText(baseclass));
  if (perturb !== undefined) out.number('perturb', 'perturb ', perturb, 'sec ');
  if (ematches !== undefined) addExtendedMatches(out, ematches);
  if (police !== undefined) printPolice(out, police);
  if (act !== undefined) {
    out.say('\n');
    addActions(out, act);
  }
};

/** What the key is and-ed, xor-ed and or-ed with, of which the kernel knows the first two. */
function addChanges(out: Printout, options: { readonly mask?: number; readonly xor?: number }): void {
  const mask = options.mask ?? 0xffff_ffff;
  const value = options.xor ?? 0;
  const part = (key: string, number: number) => {
    const text = `0x${(number >>> 0).toString(16).padStart(8, '0')}`;
    out.add(key, `${key} ${text} `, text);
  };
  if (mask !== 0xffff_ffff) part('and', mask);
  if ((mask & value) !== 0) part('xor', mask & value);
  if (((mask & value) ^ value) !== 0) part('or', (mask & value) ^ value);
}
