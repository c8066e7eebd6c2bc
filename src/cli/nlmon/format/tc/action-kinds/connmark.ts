import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printConnmark: ActionPrinter<'connmark'> = (out, options) => {
  out.add('kind', 'connmark ', 'connmark');
  const { parms, tm } = options ?? {};
  if (parms === undefined) return;
  out.number('zone', 'zone ', parms.zone);
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
