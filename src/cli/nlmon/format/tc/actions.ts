import { type ActionEntry, hardwareStatistics } from '../../../../netlink/route/action-kinds/actions.js';
import { toHex } from '../../../../wire/index.js';
import { bitsOf } from '../number-names.js';
import { actionPrinters } from './action-kinds/index.js';
import type { Printout } from './printout.js';
import { addStatistics2 } from './statistics.js';

/** TCA_ACT_MAX_PRIO: a filter has no more actions. */
const mostOfFilter = 32;

/** The actions of a filter. */
export function addActions(out: Printout, list: readonly ActionEntry[]): void {
  addList(out, list, mostOfFilter, true);
}

/**
 * Actions by their order, up to the highest that tc looks at.
 *
 * @param bound whether a filter has them: what a device does is then told of the filter
 */
export function addList(out: Printout, list: readonly ActionEntry[], highest: number, bound: boolean): void {
  const shown = list.filter(({ order }) => order <= highest).sort((a, b) => a.order - b.order);
  out.objects('actions', shown, action => {
    out.number('order', '\n\taction order ', action.order, ': ');
    addAction(out, action, bound);
  });
}

function addAction(out: Printout, action: ActionEntry, bound: boolean): void {
  const { kind, options, index, stats, cookie, hwStats, usedHwStats } = action;
  if (kind === undefined) return;
  addOptions(out, kind, options);
  if (out.context.display.brief && index !== undefined) out.number('index', '\t index ', index, '\n');
  if (out.statistics && stats !== undefined) {
    out.say('\tAction statistics:\n');
    out.object('stats', () => addStatistics2(out, stats as Parameters<typeof addStatistics2>[1], '\t'));
    out.say('\n');
  }
  if (cookie !== undefined) out.add('cookie', `\tcookie ${toHex(cookie)}\n`, toHex(cookie));
  addFlags(out, action, bound);
  if (hwStats !== undefined) addHardwareStatistics(out, 'hw_stats', hwStats);
  if (usedHwStats !== undefined) addHardwareStatistics(out, 'used_hw_stats', usedHwStats);
}

/** Of a kind that we do not know, how much there is; tc 6.1 takes it for gact. */
function addOptions(out: Printout, kind: string, options: ActionEntry['options']): void {
  if (Object.hasOwn(actionPrinters, kind) && !(options instanceof Uint8Array)) {
    actionPrinters[kind as keyof typeof actionPrinters](out, options as never);
    return;
  }
  out.add('kind', `${kind} `, kind);
  if (options instanceof Uint8Array) {
    out.say(`[Unknown action, optlen=${options.length}] \n`);
    out.put('options', toHex(options));
  }
}

function addFlags(out: Printout, { flags, inHwCount }: ActionEntry, bound: boolean): void {
  let text = false;
  const add = (key: string, name: 'noPercpuStats' | 'skipHw' | 'skipSw'): boolean => {
    if (!flags?.selector.includes(name)) return false;
    text = true;
    const value = flags.value.includes(name);
    out.add(key, `\t${key}`, value);
    return value;
  };
  add('no_percpu', 'noPercpuStats');
  const skipHw = !bound && add('skip_hw', 'skipHw');
  if (!bound) add('skip_sw', 'skipSw');
  if (inHwCount !== undefined && !bound && !skipHw) {
    text = true;
    if (inHwCount === 0) out.add('not_in_hw', '\tnot_in_hw', true);
    else {
      out.add('in_hw', '\tin_hw', true);
      out.number('in_hw_count', ' in_hw_count ', inHwCount);
    }
  }
  if (text) out.say('\n');
}

function addHardwareStatistics(
  out: Printout,
  key: string,
  { value, selector }: NonNullable<ActionEntry['hwStats']>,
): void {
  const bits = bitsOf(value, hardwareStatistics) & bitsOf(selector, hardwareStatistics) & 0xff;
  const { numbers } = hardwareStatistics;
  const kinds = (['immediate', 'delayed'] as const).filter(kind => (bits & numbers[kind]) !== 0);
  // Bits besides are not looked at, and yet none of them is set where it is disabled.
  const words = bits === 0 ? ['disabled'] : kinds;
  out.add(key, `\t${key}${words.map(word => ` ${word}`).join('')}\n`, words);
}
