import type { Qdisc } from '../../../../netlink/route/index.js';
import { parseHandle } from '../../../../netlink/route/tc/handle.js';
import { deviceName } from '../address.js';
import type { Format, FormatContext } from '../format.js';
import { Printout } from './printout.js';
import { qdiscCounters, qdiscOptions } from './qdisc-kinds/index.js';
import { rawText } from './qdisc-kinds/rate.js';
import { addSizeTable } from './stab.js';
import { addStatistics } from './statistics.js';

/** A queueing discipline as `tc qdisc show` and `tc monitor` print it. */
export const qdiscFormat: Format<Qdisc> = {
  text: (qdisc, context) => printed(qdisc, context)?.text ?? '',
  json: (qdisc, context) => printed(qdisc, context)?.json,
};

function printed(qdisc: Qdisc, context: FormatContext): Printout | undefined {
  const { kind, handle, parent, info, hwOffload, ingressBlock, egressBlock, stab } = qdisc;
  if (kind === undefined) return undefined;
  const out = new Printout(context);
  const number = parseHandle(handle);
  out.add('kind', `qdisc ${kind}`, kind);
  const major = `${(number >>> 16).toString(16)}:`;
  out.add('handle', ` ${major}`, major);
  out.say(out.raw ? `${rawText(number)} ` : ' ');
  if (!context.device) addDevice(out, qdisc.ifindex);
  if (parent === 'root') out.add('root', 'root ', true);
  else if (parent !== '0:') out.add('parent', `parent ${parent} `, parent);
  if (info !== 1) out.number('refcnt', 'refcnt ', info, ' ');
  if (hwOffload) out.add('offloaded', 'offloaded ', true);
  if (ingressBlock) out.number('ingress_block', 'ingress_block ', ingressBlock, ' ');
  if (egressBlock) out.number('egress_block', 'egress_block ', egressBlock, ' ');
  out.object('options', () => addOptions(out, kind, qdisc.options));
  out.say('\n');
  if (out.details && stab !== undefined) {
    addSizeTable(out, stab);
    out.say('\n');
  }
  if (out.statistics) addCounters(out, kind, qdisc);
  return out;
}

function addDevice(out: Printout, ifindex: number): void {
  const name = deviceName(ifindex, out.context);
  out.add('dev', `dev ${out.context.display.paint('ifname', `${name} `)}`, name);
}

function addOptions(out: Printout, kind: string, options: Qdisc['options']): void {
  if (options === undefined) return;
  if (Object.hasOwn(qdiscOptions, kind) && !(options instanceof Uint8Array)) {
    qdiscOptions[kind as keyof typeof qdiscOptions](out, options as never);
  } else if (options instanceof Uint8Array && options.length > 0 && !Object.hasOwn(qdiscOptions, kind)) {
    out.say(`[Unknown qdisc, optlen=${options.length}] `);
  }
}

function addCounters(out: Printout, kind: string, qdisc: Qdisc): void {
  const { stats, stats2, xstats } = qdisc;
  if (stats === undefined && stats2 === undefined && xstats === undefined) return;
  addStatistics(out, qdisc);
  out.say('\n');
  const own = stats2?.app ?? xstats;
  if (own === undefined || own instanceof Uint8Array || !Object.hasOwn(qdiscCounters, kind)) return;
  qdiscCounters[kind as keyof typeof qdiscCounters](out, own as never);
  out.say('\n');
}
