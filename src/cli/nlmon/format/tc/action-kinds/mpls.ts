import { addControlAction, addReferences } from '../control-action.js';
import { etherTypeText } from '../names.js';
import type { ActionPrinter } from './printer.js';

const actions: Readonly<Record<string, string>> = {
  pop: 'pop',
  push: 'push',
  modify: 'modify',
  decTtl: 'dec_ttl',
  macPush: 'mac_push',
};

export const printMpls: ActionPrinter<'mpls'> = (out, options) => {
  out.add('kind', 'mpls ', 'mpls');
  const { parms, tm, proto, label, tc, bos, ttl } = options ?? {};
  if (parms === undefined) return;
  const action = actions[parms.mAction] ?? String(parms.mAction);
  const pushes = action === 'push' || action === 'mac_push';
  out.add('mpls_action', ` ${action}`, action);
  if (proto !== undefined && (pushes || action === 'pop')) {
    const protocol = etherTypeText(proto, out);
    out.add('protocol', ` protocol ${protocol}`, protocol);
  }
  if (pushes || action === 'modify') {
    if (label !== undefined) out.number('label', ' label ', label);
    if (tc !== undefined) out.number('tc', ' tc ', tc);
    if (bos !== undefined) out.number('bos', ' bos ', bos);
    if (ttl !== undefined) out.number('ttl', ' ttl ', ttl);
  }
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
