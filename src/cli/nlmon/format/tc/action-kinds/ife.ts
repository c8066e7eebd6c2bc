import { hexText } from '../../numbers.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printIfe: ActionPrinter<'ife'> = (out, options) => {
  out.add('kind', 'ife ', 'ife');
  const { parms, tm, type, metalst, dmac, smac } = options ?? {};
  if (parms === undefined) return;
  const mode = parms.flags.includes('encode') ? 'encode' : 'decode';
  out.add('mode', `${mode} `, mode);
  addControlAction(out, parms.action, 'action ', ' ');
  if (type !== undefined) {
    out.add('type', `type ${hexText(type).toUpperCase()} `, hexText(type));
    out.say('\n\t');
  }
  const metadata = (key: string, value: number | true | undefined) => {
    if (value === true) out.add(key, `allow ${key} `, 'allow');
    else if (value !== undefined) out.number(key, `use ${key} `, value, ' ');
  };
  metadata('mark', metalst?.skbmark);
  metadata('tcindex', metalst?.tcindex);
  metadata('prio', metalst?.prio);
  if (dmac !== undefined) out.add('dst', `dst ${dmac} `, dmac);
  if (smac !== undefined) out.add('src', `src ${smac} `, smac);
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
