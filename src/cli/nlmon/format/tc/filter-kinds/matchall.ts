import { addActions } from '../actions.js';
import { addHardwareFlags } from '../hardware-flags.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

export const printMatchall: FilterPrinter<'matchall'> = (out, { classid, flags, pcnt, act }, { handle }) => {
  if (handle !== 0) out.add('handle', `handle 0x${handle.toString(16)} `, handle);
  if (classid !== undefined) out.add('flowid', `flowid ${classText(classid)} `, classText(classid));
  addHardwareFlags(out, flags, '\n  ', '');
  if (out.statistics && pcnt !== undefined) out.number('rule_hit', ' (rule hit ', pcnt.rhit, ')');
  if (act !== undefined) addActions(out, act);
};
