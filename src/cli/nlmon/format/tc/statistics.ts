import type { Qdisc } from '../../../../netlink/route/index.js';
import type { Wide } from '../../../../wire/index.js';
import type { Printout } from './printout.js';
import { rateText, sizeText } from './units.js';

type Counted = Pick<Qdisc, 'stats' | 'stats2'>;
type Statistics = NonNullable<Qdisc['stats2']>;

/**
 * What qdiscs, classes and actions count, as `tc -s` prints it; `prefix` begins its lines. Behind it stands the end of a
 * line.
 */
export function addStatistics(out: Printout, { stats, stats2 }: Counted, prefix = ' '): void {
  if (stats2 !== undefined) addStatistics2(out, stats2, prefix);
  else if (stats !== undefined) addOldStatistics(out, stats, prefix);
}

/** TCA_STATS2 alone. */
export function addStatistics2(out: Printout, stats: Statistics, prefix: string): void {
  const { basic, basicHw, queue, rateEst, rateEst64, pkt64 } = stats;
  if (basic !== undefined) {
    out.number('bytes', `${prefix}Sent `, basic.bytes, ' bytes');
    out.number('packets', ' ', pkt64 || basic.packets, ' pkt');
  }
  if (queue !== undefined) {
    out.number('drops', ' (dropped ', queue.drops);
    out.number('overlimits', ', overlimits ', queue.overlimits);
    out.number('requeues', ' requeues ', queue.requeues, ') ');
  }
  if (basicHw !== undefined) addHardware(out, basic, basicHw, prefix);
  const rate = rateEst64 ?? rateEst;
  if (rate !== undefined) {
    out.add('rate', `\n${prefix}rate ${rateText(rate.bps, out.context.display)}`, rateNumber(rate.bps));
    out.number('pps', ' ', rate.pps, 'pps');
  }
  if (queue !== undefined) {
    // tc looks only for the older attribute here.
    if (rateEst === undefined) out.say('\n');
    out.add('backlog', `${prefix}backlog ${sizeText(queue.backlog)}`, queue.backlog);
    out.number('qlen', ' ', queue.qlen, 'p');
    out.say(` requeues ${queue.requeues}`);
  }
}

const rateNumber = (rate: Wide): number | string => (typeof rate === 'bigint' ? String(rate) : rate);

function addHardware(
  out: Printout,
  basic: Statistics['basic'],
  hardware: NonNullable<Statistics['basicHw']>,
  prefix: string,
): void {
  if (BigInt(hardware.bytes) === 0n && hardware.packets === 0) return;
  if (basic !== undefined && basic.bytes >= hardware.bytes && basic.packets >= hardware.packets) {
    const bytes = BigInt(basic.bytes) - BigInt(hardware.bytes);
    out.add('sw_bytes', `\n${prefix}Sent software ${bytes} bytes`, exact(bytes));
    out.number('sw_packets', ' ', basic.packets - hardware.packets, ' pkt');
  }
  out.number('hw_bytes', `\n${prefix}Sent hardware `, hardware.bytes, ' bytes');
  out.number('hw_packets', ' ', hardware.packets, ' pkt');
}

const exact = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);

/** TCA_STATS, of kernels that have no other. tc has it in the text alone; JSON gets the names of the other. */
function addOldStatistics(out: Printout, stats: NonNullable<Qdisc['stats']>, prefix: string): void {
  const { bytes, packets, drops, overlimits, bps, pps, qlen, backlog } = stats;
  out.number('bytes', `${prefix}Sent `, bytes, ' bytes');
  out.number('packets', ' ', packets, ' pkts');
  out.number('drops', ' (dropped ', drops);
  out.number('overlimits', ', overlimits ', overlimits, ') ');
  if (bps || pps || qlen || backlog) out.say(`\n${prefix}`);
  if (bps || pps) {
    out.say('rate ');
    if (bps) out.say(`${rateText(bps, out.context.display)} `);
    if (pps) out.say(`${pps}pps `);
  }
  if (qlen || backlog) {
    out.say('backlog ');
    if (backlog) out.say(`${sizeText(backlog)} `);
    if (qlen) out.say(`${qlen}p `);
  }
}
