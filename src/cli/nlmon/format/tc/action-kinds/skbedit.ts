import { handleText } from '../../../../../netlink/route/tc/handle.js';
import { hexText } from '../../numbers.js';
import { addControlAction, addReferences } from '../control-action.js';
import { classText } from '../names.js';
import type { ActionPrinter } from './printer.js';

/** SKBEDIT_F_INHERITDSFIELD */
const inheritsDsField = 0x20n;

export const printSkbedit: ActionPrinter<'skbedit'> = (out, options) => {
  out.add('kind', 'skbedit ', 'skbedit');
  const { parms, tm, queueMapping, priority, mark, mask, ptype, flags } = options ?? {};
  if (parms === undefined) return;
  if (queueMapping !== undefined) out.number('queue_mapping', 'queue_mapping ', queueMapping);
  if (priority !== undefined) {
    const text = classText(handleText(priority));
    out.add('priority', ` priority ${text}`, text);
  }
  if (mark !== undefined) out.number('mark', ' mark ', mark);
  if (mask !== undefined) out.add('mask', `/${hexText(mask)}`, mask.toString(16));
  if (ptype !== undefined) out.add('ptype', ` ptype ${ptype}`, ptype);
  if (flags !== undefined && BigInt(flags) & inheritsDsField)
    out.add('inheritdsfield', ' inheritdsfield', null);
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
