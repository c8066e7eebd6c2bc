import { deviceName } from '../../address.js';
import { realmName } from '../../number-names.js';
import { printPolice } from '../action-kinds/police.js';
import { addActions } from '../actions.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

/** tc 6.1 writes it as text in the middle of its JSON: these are the members that it would have. */
export const printRoute: FilterPrinter<'route'> = (out, options, { handle }) => {
  const { classid, to, from, iif, police, act } = options;
  if (handle !== 0) {
    const number = `0x${handle.toString(16).padStart(8, '0')}`;
    out.add('fh', `fh ${number} `, number);
  }
  if ((handle & 0x7f00) !== 0) out.number('order', 'order ', (handle >> 8) & 0x7f, ' ');
  if (classid !== undefined) out.add('flowid', `flowid ${classText(classid)} `, classText(classid));
  const realm = (key: string, number: number | undefined) => {
    if (number === undefined) return;
    const name = realmName(number, out.context.names);
    out.add(key, `${key} ${name} `, name);
  };
  realm('to', to);
  realm('from', from);
  if (iif !== undefined) {
    const name = deviceName(iif, out.context);
    out.add('fromif', `fromif ${name}`, name);
  }
  if (police !== undefined) printPolice(out, police);
  if (act !== undefined) addActions(out, act);
};
