import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { addExtendedMatches } from '../extended-matches.js';
import type { FilterPrinter } from './printer.js';

export const printCgroup: FilterPrinter<'cgroup'> = (out, { ematches, police, act }, { handle }) => {
  if (handle !== 0) {
    const number = `0x${handle.toString(16)}`;
    out.add('handle', `handle ${number} `, number);
  }
  if (ematches !== undefined) addExtendedMatches(out, ematches);
  if (police !== undefined) {
    out.say('\n');
    printPolice(out, police);
  }
  if (act !== undefined) addActions(out, act);
};
