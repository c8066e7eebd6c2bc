import { jsonNumber } from '../../fields.js';
import { hexText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { clockName } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

type Options = QdiscOptionsOf<'taprio'>;
type Schedule = NonNullable<Options['adminSched']>;

const flagBits = { txtimeAssist: 1, fullOffload: 2 } as const;

export function addTaprio(out: Printout, options: Options): void {
  const { priomap, schedClockid, flags, txtimeDelay, adminSched, tcEntry } = options;
  if (priomap === undefined) return;
  const { numTc, prioTcMap, count, offset } = priomap;
  out.number('tc', 'tc ', numTc, ' ');
  out.add('map', `map${prioTcMap.map(traffic => ` ${traffic}`).join('')}\n`, prioTcMap);
  out.say('queues');
  const classes = Array.from({ length: Math.min(numTc, count.length) }, (_, i) => i);
  out.objects('queues', classes, i => {
    out.number('offset', ' offset ', offset[i]!);
    out.number('count', ' count ', count[i]!);
  });
  out.say('\n');
  const clock = clockName(schedClockid ?? -1);
  out.add('clockid', `clockid ${clock}`, clock);
  if (flags !== undefined) {
    let bits = 0;
    for (const flag of flags) bits |= typeof flag === 'number' ? flag : flagBits[flag];
    out.add('flags', ` flags ${hexText(bits)}`, hexText(bits));
  }
  if (txtimeDelay !== undefined) out.add('txtime_delay', ` txtime delay ${txtimeDelay | 0}`, txtimeDelay);
  addSchedule(out, options);
  // tc's JSON has this object without a name, which is no JSON.
  if (adminSched !== undefined) out.object('admin_schedule', () => addSchedule(out, adminSched));
  addTrafficClasses(out, tcEntry ?? []);
}

function addSchedule(out: Printout, schedule: Schedule): void {
  const { schedBaseTime = 0, schedCycleTime = 0, schedCycleTimeExtension = 0, schedEntryList } = schedule;
  out.add('base_time', `\tbase-time ${schedBaseTime}`, jsonNumber(schedBaseTime));
  out.add('cycle_time', ` cycle-time ${schedCycleTime}`, jsonNumber(schedCycleTime));
  const extension = jsonNumber(schedCycleTimeExtension);
  out.add('cycle_time_extension', ` cycle-time-extension ${extension}`, extension);
  if (schedEntryList === undefined) return;
  out.say('\n');
  out.objects('schedule', schedEntryList.entry ?? [], entry => {
    const { index = 0, cmd = 'setGates', gateMask = 0, interval = 0 } = entry;
    out.number('index', '\tindex ', index);
    const command = cmd === 'setGates' ? 'S' : 'Invalid';
    out.add('cmd', ` cmd ${command}`, command);
    out.add('gatemask', ` gatemask ${hexText(gateMask)}`, hexText(gateMask));
    out.number('interval', ' interval ', interval, '\n');
  });
}

/** The largest packets, by traffic class: where there are none, the kernel says 0 of each. */
function addTrafficClasses(out: Printout, entries: NonNullable<Options['tcEntry']>): void {
  const sizes: number[] = [];
  for (const { index, maxSdu } of entries)
    if (index !== undefined && index < 16 && maxSdu !== undefined) sizes[index] = maxSdu;
  if (!sizes.some(size => size !== 0)) return;
  const all = Array.from(sizes, size => size ?? 0);
  out.add('max-sdu', `max-sdu${all.map(size => ` ${size}`).join('')}\n`, all);
}
