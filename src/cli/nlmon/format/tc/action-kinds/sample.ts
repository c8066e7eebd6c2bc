import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printSample: ActionPrinter<'sample'> = (out, options) => {
  out.add('kind', 'sample ', 'sample');
  const { parms, tm, rate, truncSize, psampleGroup } = options ?? {};
  if (parms === undefined || rate === undefined || psampleGroup === undefined) return;
  out.number('rate', 'rate 1/', rate, ' ');
  out.number('group', 'group ', psampleGroup);
  if (truncSize !== undefined) out.number('trunc_size', ' trunc_size ', truncSize);
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
