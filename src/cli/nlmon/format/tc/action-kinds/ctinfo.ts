import { hexText } from '../../numbers.js';
import { addControlAction, addTimes } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

export const printCtinfo: ActionPrinter<'ctinfo'> = (out, options) => {
  out.add('kind', 'ctinfo ', 'ctinfo');
  const { act, tm, zone = 0, parmsDscpMask, parmsDscpStatemask = 0, parmsCpmarkMask } = options ?? {};
  if (options === undefined || act === undefined) return;
  out.number('zone', 'zone ', zone);
  addControlAction(out, act.action, ' ');
  out.say('\n');
  out.number('index', '\t index ', act.index);
  out.number('ref', ' ref ', act.refcnt);
  out.number('bind', ' bind ', act.bindcnt);
  if (parmsDscpMask !== undefined) {
    out.add('dscpmask', ` dscp ${tenDigits(parmsDscpMask)}`, hexText(parmsDscpMask));
    out.add('dscpstatemask', ` ${tenDigits(parmsDscpStatemask)}`, hexText(parmsDscpStatemask));
  }
  if (parmsCpmarkMask !== undefined)
    out.add('cpmark', ` cpmark ${tenDigits(parmsCpmarkMask)}`, hexText(parmsCpmarkMask));
  if (out.statistics) {
    const { statsDscpSet, statsDscpError, statsCpmarkSet } = options;
    addTimes(out, tm);
    if (statsDscpSet !== undefined) out.number('dscpset', ' DSCP set ', statsDscpSet);
    if (statsDscpError !== undefined) out.number('dscperror', ' error ', statsDscpError);
    if (statsCpmarkSet !== undefined) out.number('cpmarkset', ' CPMARK set ', statsCpmarkSet);
  }
  out.say('\n');
};

/** printf's %#010x: zero has no 0x. */
function tenDigits(value: number): string {
  return value === 0 ? '0000000000' : `0x${value.toString(16).padStart(8, '0')}`;
}
