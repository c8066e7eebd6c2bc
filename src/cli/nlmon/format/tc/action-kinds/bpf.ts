import { addInstructions, addProgram } from '../bpf-program.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printBpf: ActionPrinter<'bpf'> = (out, options) => {
  out.add('kind', 'bpf ', 'bpf');
  const { parms, tm, name, ops, opsLen } = options ?? {};
  if (options === undefined || parms === undefined) return;
  if (name !== undefined) out.add('bpf_name', `${name} `, name);
  if (ops !== undefined && opsLen !== undefined) {
    addInstructions(out, ops, opsLen);
    out.say(' ');
  }
  addProgram(out, options);
  addControlAction(out, parms.action, 'default-action ', '\n');
  addReferences(out, parms, tm);
  out.say('\n ');
};
