import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { addExtendedMatches } from '../extended-matches.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

export const printBasic: FilterPrinter<'basic'> = (out, { classid, ematches, police, act }, { handle }) => {
  if (handle !== 0) {
    const number = handle.toString(16);
    out.add('handle', `handle 0x${number} `, number);
  }
  if (classid !== undefined) out.add('flowid', `flowid ${classText(classid)} `, classText(classid));
  if (ematches !== undefined) addExtendedMatches(out, ematches);
  if (police !== undefined) {
    out.say('\n');
    printPolice(out, police);
  }
  if (act !== undefined) addActions(out, act);
};
