import { hexText } from '../../numbers.js';
import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { addInstructions, addProgram } from '../bpf-program.js';
import { addHardwareFlags } from '../hardware-flags.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

export const printBpf: FilterPrinter<'bpf'> = (out, options, { handle }) => {
  const { classid, name, flags = [], flagsGen, ops, opsLen, police, act } = options;
  if (handle !== 0) out.add('handle', `handle ${hexText(handle)} `, hexText(handle));
  if (classid !== undefined) out.add('flowid', `flowid ${classText(classid)} `, classText(classid));
  if (name !== undefined) out.add('bpf_name', `${name} `, name);
  if (flags.includes('actDirect')) out.add('direct-action', 'direct-action ', true);
  addHardwareFlags(out, flagsGen);
  if (ops !== undefined && opsLen !== undefined) addInstructions(out, ops, opsLen);
  addProgram(out, options);
  if (police !== undefined) {
    out.say('\n');
    printPolice(out, police);
  }
  if (act !== undefined) addActions(out, act);
};
