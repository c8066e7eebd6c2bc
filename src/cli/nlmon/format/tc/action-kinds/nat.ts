import { littleEndian, parseIp } from '../../../../../wire/index.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printNat: ActionPrinter<'nat'> = (out, options) => {
  out.add('type', ' nat ', 'nat');
  const { parms, tm } = options ?? {};
  if (parms === undefined) return;
  const direction = parms.flags.includes('egress') ? 'egress' : 'ingress';
  const old = `${parms.oldAddr}/${prefixLength(parms.mask)}`;
  out.add('direction', direction, direction);
  out.add('old_addr', ` ${old}`, old);
  out.add('new_addr', ` ${parms.newAddr}`, parms.newAddr);
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};

/** As tc counts it: from the lowest bit that is set in the word that the mask is on this machine. */
function prefixLength(mask: string): number {
  const bytes = parseIp(mask)!;
  const word = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, littleEndian);
  return word === 0 ? 0 : 32 - (31 - Math.clz32(word & -word));
}
