import { type Chain, etherTypes, type Tfilter } from '../../../../netlink/route/index.js';
import { egressBlockHandle, ingressBlockHandle, parseHandle } from '../../../../netlink/route/tc/handle.js';
import { toHex } from '../../../../wire/index.js';
import { deviceName } from '../address.js';
import type { Format, FormatContext } from '../format.js';
import { filterPrinters } from './filter-kinds/index.js';
import { classText, etherTypeText } from './names.js';
import { Printout } from './printout.js';
import { addStatistics } from './statistics.js';

/** A filter as `tc filter show` and `tc monitor` print it. */
export const filterFormat: Format<Tfilter> = {
  text: (filter, context) => printed(filter, context, 'filter')?.text ?? '',
  json: (filter, context) => printed(filter, context, 'filter')?.json,
};

/** A chain of filters as `tc chain show` and `tc monitor` print it, with the template that its filters follow. */
export const chainFormat: Format<Chain> = {
  text: (chain, context) => printed(chain, context, 'chain')?.text ?? '',
  json: (chain, context) => printed(chain, context, 'chain')?.json,
};

/** TCM_IFINDEX_MAGIC_BLOCK (linux/rtnetlink.h): the filter is of a block that several share. */
const sharedBlock = -1;

function printed(
  filter: Tfilter | Chain,
  context: FormatContext,
  what: 'filter' | 'chain',
): Printout | undefined {
  const { kind, chain, options, stats, stats2 } = filter;
  if (kind === undefined && what === 'filter') return undefined;
  const out = new Printout(context);
  out.say(`${what} `);
  addPlace(out, filter);
  const protocol =
    typeof filter.protocol === 'number' ? filter.protocol : etherTypes.numbers[filter.protocol];
  if (what === 'filter') {
    if (protocol !== 0) {
      const name = etherTypeText(protocol, out);
      out.add('protocol', `protocol ${name} `, name);
    }
    if (filter.prio !== 0) out.number('pref', 'pref ', filter.prio, ' ');
  }
  if (kind !== undefined) out.add('kind', `${kind} `, kind);
  if (chain !== undefined) out.number('chain', 'chain ', chain, ' ');
  if (kind !== undefined && options !== undefined) {
    out.object('options', () => addOptions(out, kind, options, { handle: filter.handle, protocol }));
  }
  out.say('\n');
  if (out.statistics && (stats !== undefined || stats2 !== undefined)) {
    addStatistics(out, filter);
    out.say('\n');
  }
  return out;
}

function addPlace(out: Printout, { ifindex, parent }: Tfilter | Chain): void {
  if (ifindex === sharedBlock) {
    out.number('block', 'block ', parseHandle(parent), ' ');
    return;
  }
  if (!out.context.device) {
    const name = deviceName(ifindex, out.context);
    out.add('dev', `dev ${out.context.display.paint('ifname', `${name} `)}`, name);
  }
  if (parent === out.context.parent) return;
  if (parent === 'root') out.add('root', 'root ', true);
  else if (parent === ingressBlockHandle) out.add('ingress', 'ingress ', true);
  else if (parent === egressBlockHandle) out.add('egress', 'egress ', true);
  else out.add('parent', `parent ${classText(parent)} `, classText(parent));
}

function addOptions(
  out: Printout,
  kind: string,
  options: NonNullable<Tfilter['options']>,
  place: { readonly handle: number; readonly protocol: number },
): void {
  if (Object.hasOwn(filterPrinters, kind) && !(options instanceof Uint8Array)) {
    filterPrinters[kind as keyof typeof filterPrinters](out, options as never, place);
  } else if (options instanceof Uint8Array && options.length > 0) {
    const handle = place.handle.toString(16).padStart(8, '0');
    out.add('fh', `fh ${handle} [Unknown filter, optlen=${options.length}] `, handle);
    out.put('data', toHex(options));
  }
}
