import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

const nothing = { ptype: 'none', pval: 0, paction: 'ok' } as const;

export const printGact: ActionPrinter<'gact'> = (out, options) => {
  out.add('kind', 'gact ', 'gact');
  const { parms, tm, prob = nothing } = options ?? {};
  if (parms === undefined) return;
  addControlAction(out, parms.action, 'action ');
  out.object('prob', () => {
    const type = typeof prob.ptype === 'number' ? 'none' : prob.ptype;
    out.add('random_type', `\n\t random type ${type}`, type);
    addControlAction(out, prob.paction, ' ', ' ');
    out.number('val', 'val ', prob.pval);
  });
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
