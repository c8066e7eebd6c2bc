import type { Tclass } from '../../../../netlink/route/index.js';
import { parseHandle } from '../../../../netlink/route/tc/handle.js';
import { deviceName } from '../address.js';
import type { Format, FormatContext } from '../format.js';
import { Printout } from './printout.js';
import { classCounters, classOptions } from './qdisc-kinds/index.js';
import { addStatistics } from './statistics.js';

/**
 * A class as `tc class show` and `tc monitor` print it. tc 6.1 has no JSON of classes; that is what later ones have,
 * with the options as members of the class.
 */
export const classFormat: Format<Tclass> = {
  text: (tclass, context) => printed(tclass, context)?.text ?? '',
  json: (tclass, context) => printed(tclass, context)?.json,
};

/** tc's text for handles, where 0 has a name. */
const handleName = (handle: string): string => (handle === '0:' ? 'none' : handle);

function printed(tclass: Tclass, context: FormatContext): Printout | undefined {
  const { kind, handle, parent, info } = tclass;
  if (kind === undefined) return undefined;
  const out = new Printout(context);
  const name = handle === '0:' ? '' : handle;
  out.add('class', `class ${kind} `, kind);
  out.add('handle', `${name} `, name);
  // Of classes tc does not paint it.
  const device = deviceName(tclass.ifindex, context);
  if (!context.device) out.add('dev', `dev ${device} `, device);
  if (parent === 'root') out.add('root', 'root ', true);
  else out.add('parent', `parent ${handleName(parent)} `, handleName(parent));
  if (info !== '0:') {
    const leaf = `${(parseHandle(info) >>> 16).toString(16)}:`;
    out.add('leaf', `leaf ${leaf} `, leaf);
  }
  addOptions(out, kind, tclass.options);
  out.say('\n');
  if (out.statistics) addCounters(out, kind, tclass);
  return out;
}

function addOptions(out: Printout, kind: string, options: Tclass['options']): void {
  if (options === undefined || options instanceof Uint8Array || !Object.hasOwn(classOptions, kind)) return;
  classOptions[kind as keyof typeof classOptions](out, options as never);
}

function addCounters(out: Printout, kind: string, tclass: Tclass): void {
  const { stats, stats2, xstats } = tclass;
  if (stats !== undefined || stats2 !== undefined) {
    addStatistics(out, tclass);
    out.say('\n');
  }
  const own = stats2?.app ?? xstats;
  if (own === undefined || own instanceof Uint8Array || !Object.hasOwn(classCounters, kind)) return;
  classCounters[kind as keyof typeof classCounters](out, own as never);
  out.say('\n');
}
