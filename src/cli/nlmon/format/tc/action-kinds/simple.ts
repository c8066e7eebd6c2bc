import { addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

/** tc 6.1 writes it as text in the middle of its JSON: these are the members that it would have. */
export const printSimple: ActionPrinter<'simple'> = (out, options) => {
  const { parms, tm, data } = options ?? {};
  if (parms === undefined || data === undefined) return;
  out.put('kind', 'simple');
  out.add('sdata', `Simple <${data}>\n`, data);
  addReferences(out, parms, tm);
  out.say('\n');
};
