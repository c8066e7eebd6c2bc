import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

/** tc 6.1 writes it as text in the middle of its JSON: these are the members that it would have. */
export const printFw: FilterPrinter<'fw'> = (out, { mask, classid, police, indev, act }, { handle }) => {
  if (handle !== 0 || mask !== undefined) {
    const number = `0x${handle.toString(16)}`;
    out.add('handle', `handle ${number}`, number);
    if (mask !== undefined && mask !== 0xffff_ffff) {
      const text = `0x${mask.toString(16)}`;
      out.add('mask', `/${text}`, text);
    }
    out.say(' ');
  }
  if (classid !== undefined) out.add('classid', `classid ${classText(classid)} `, classText(classid));
  if (police !== undefined) printPolice(out, police);
  if (indev !== undefined) out.add('indev', `input dev ${indev} `, indev);
  if (act !== undefined) {
    out.say('\n');
    addActions(out, act);
  }
};
