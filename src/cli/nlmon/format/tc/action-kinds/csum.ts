import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

/** tc's words for TCA_CSUM_UPDATE_FLAG_…. */
const words: Readonly<Record<string, string>> = { ipv4hdr: 'iph' };

export const printCsum: ActionPrinter<'csum'> = (out, options) => {
  out.add('kind', 'csum ', 'csum');
  const { parms, tm } = options ?? {};
  if (parms === undefined) return;
  const known = parms.updateFlags.filter(flag => typeof flag === 'string');
  const text = known.length === 0 ? '?empty' : known.map(flag => words[flag] ?? flag).join(', ');
  out.add('csum', `(${text}) `, text);
  addControlAction(out, parms.action, 'action ', '\n');
  addReferences(out, parms, tm, '\t');
  out.say('\n');
};
