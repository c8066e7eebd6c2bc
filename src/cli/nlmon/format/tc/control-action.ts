import {
  type ControlAction,
  controlActions,
  type times,
} from '../../../../netlink/route/action-kinds/general.js';
import type { Decoded, Wide } from '../../../../wire/index.js';
import { ticksPerSecond } from '../numbers.js';
import type { Printout } from './printout.js';

/** What tc calls them; those that are not here go by their numbers. */
const words: Readonly<Record<string, string>> = {
  unspec: 'continue',
  ok: 'pass',
  shot: 'drop',
  reclassify: 'reclassify',
  pipe: 'pipe',
  stolen: 'stolen',
  trap: 'trap',
};

/** What becomes of packets. */
export function addControlAction(out: Printout, action: ControlAction, before = '', behind = ''): void {
  out.say(before);
  out.object('control_action', () => {
    if (typeof action !== 'object') {
      const number = typeof action === 'number' ? action : controlActions.numbers[action];
      const word = typeof action === 'number' ? String(number) : (words[action] ?? String(number));
      out.add('type', word, word);
    } else if ('gotoChain' in action) {
      out.add('type', 'goto', 'goto');
      out.number('chain', ' chain ', action.gotoChain);
    } else {
      out.add('type', 'jump', 'jump');
      out.number('jump', ' ', action.jump);
    }
  });
  out.say(behind);
}

interface Counted {
  readonly index: number;
  readonly refcnt: number;
  readonly bindcnt: number;
}

type Times = Decoded<typeof times>;

/** The action's number, who holds it and, with -s, how old it is. */
export function addReferences(
  out: Printout,
  { index, refcnt, bindcnt }: Counted,
  tm: Times | undefined,
  before = '\t ',
): void {
  out.number('index', `${before}index `, index);
  out.number('ref', ' ref ', refcnt);
  out.number('bind', ' bind ', bindcnt);
  addTimes(out, tm);
}

/** With -s. */
export function addTimes(out: Printout, tm: Times | undefined): void {
  if (!out.statistics || tm === undefined) return;
  const time = (key: string, word: string, ticks: Wide | undefined) => {
    if (ticks === undefined || BigInt(ticks) === 0n) return;
    const seconds = Number(BigInt.asUintN(32, BigInt(ticks) / BigInt(ticksPerSecond)));
    out.number(key, ` ${word} `, seconds, ' sec');
  };
  time('installed', 'installed', tm.install);
  time('last_used', 'used', tm.lastuse);
  time('first_used', 'firstused', tm.firstuse);
  time('expires', 'expires', tm.expires);
}
