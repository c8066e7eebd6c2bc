import type { Wide } from '../../../../../wire/index.js';
import { jsonNumber } from '../../fields.js';
import { hexText } from '../../numbers.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { Printout } from '../printout.js';
import { clockName, nanosecondsText, sizeText } from '../units.js';
import type { ActionPrinter } from './printer.js';

export const printGate: ActionPrinter<'gate'> = (out, options) => {
  const {
    parms,
    tm,
    priority = -1,
    clockid,
    flags,
    baseTime = 0,
    cycleTime = 0,
    cycleTimeExt = 0,
  } = options ?? {};
  if (options === undefined || parms === undefined) return;
  out.say('\n');
  if (priority === -1) out.add('priority', '\tpriority wildcard', -1);
  else out.add('priority', `\tpriority ${String(priority).padEnd(8)}`, priority);
  const clock = clockid === undefined ? 'invalid' : clockName(clockid);
  out.add('clockid', `\tclockid ${clock}`, clock);
  if (flags !== undefined) out.add('flags', `\tflags ${hexText(flags)}`, hexText(flags));
  out.say('\n');
  const time = (key: string, word: string, value: Wide) =>
    out.add(key, `\t${word} ${nanosecondsText(value)}`, jsonNumber(value));
  time('base_time', 'base-time', baseTime);
  time('cycle_time', 'cycle-time', cycleTime);
  time('cycle_time_ext', 'cycle-time-ext', cycleTimeExt);
  if (options.entryList !== undefined) {
    out.say('\n\tschedule:\n');
    out.objects('schedule', options.entryList.oneEntry ?? [], entry => addEntry(out, entry));
  }
  addControlAction(out, parms.action, '\t');
  addReferences(out, parms, tm, '\n\t ');
  out.say('\n');
};

type Entries = NonNullable<NonNullable<Parameters<typeof printGate>[1]>['entryList']>['oneEntry'];
type Entry = NonNullable<Entries>[number];

function addEntry(out: Printout, { index = 0, gate, interval = 0, ipv = -1, maxOctets = -1 }: Entry): void {
  const state = gate ? 'open' : 'close';
  out.add('number', `\t number ${String(index).padStart(4)}`, index);
  out.add('gate_state', `\tgate-state ${state} `, state);
  out.add('interval', `\tinterval ${nanosecondsText(interval)}`, interval);
  if (ipv === -1) out.add('ipv', '\t ipv wildcard', -1);
  else out.add('ipv', `\t ipv ${String(ipv >>> 0).padEnd(10)}`, ipv >>> 0);
  if (maxOctets === -1) out.add('max_octets', '\t max-octets wildcard', -1);
  else out.add('max_octets', `\t max-octets ${sizeText(maxOctets)}`, maxOctets >>> 0);
  out.say('\n');
}
