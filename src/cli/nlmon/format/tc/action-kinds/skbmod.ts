import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

/** SKBMOD_F_SWAPMAC and SKBMOD_F_ECN (linux/tc_act/tc_skbmod.h). */
const swapsAddresses = 0x8n;
const marksCongestion = 0x10n;

/** tc 6.1 writes most of it as text in the middle of its JSON: these are the members that it would have. */
export const printSkbmod: ActionPrinter<'skbmod'> = (out, options) => {
  const { parms, tm, etype, dmac, smac } = options ?? {};
  if (parms === undefined) return;
  const flags = BigInt(parms.flags);
  out.add('kind', 'skbmod ', 'skbmod');
  addControlAction(out, parms.action, '', ' ');
  // A type of 0 is printed too, as what it takes to have none.
  if (etype !== undefined)
    out.add('etype', `set etype 0x${etype.toString(16).toUpperCase()} \n\t `, `0x${etype.toString(16)}`);
  if (dmac !== undefined) out.add('dmac', `set dmac ${dmac} `, dmac);
  if (smac !== undefined) out.add('smac', `set smac ${smac} `, smac);
  if (flags & swapsAddresses) out.add('swap_mac', 'swap mac ', true);
  if (flags & marksCongestion) out.add('ecn', 'ecn ', true);
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
