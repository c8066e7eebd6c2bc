import { deviceName } from '../../address.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

/** What is printed of TCA_EGRESS_… and TCA_INGRESS_…: in text, what is done, and where. */
const directions: Readonly<Record<string, readonly [text: string, action: string, direction: string]>> = {
  egressRedir: ['Egress Redirect', 'redirect', 'egress'],
  egressMirror: ['Egress Mirror', 'mirror', 'egress'],
  ingressRedir: ['Ingress Redirect', 'redirect', 'ingress'],
  ingressMirror: ['Ingress Mirror', 'mirror', 'ingress'],
};

export const printMirred: ActionPrinter<'mirred'> = (out, options) => {
  out.add('kind', 'mirred ', 'mirred');
  const { parms, tm, blockid } = options ?? {};
  if (parms === undefined) return;
  const [text, action, direction] = directions[parms.eaction] ?? ['unknown', 'unknown', 'unknown'];
  out.say(`(${text}`);
  out.put('mirred_action', action);
  out.put('direction', direction);
  // tc 6.1 does not know blocks: later ones print this.
  if (blockid !== undefined) out.number('to_blockid', ' to blockid ', blockid, ')');
  else {
    const name = deviceName(parms.ifindex, out.context);
    out.add('to_dev', ` to device ${name})`, name);
  }
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm, '\t');
  out.say('\n');
};
