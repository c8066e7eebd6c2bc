import { neighbourStates, routeProtocols } from '../../../netlink/route/common.js';
import type { Neigh } from '../../../netlink/route/index.js';
import { bitsOf } from '../format/number-names.js';
import { numberIn } from './routes.js';
import type { Selector, Selectors } from './selector.js';
import { type AddressPrefix, beginsWith, namedNumber, oneOf, prefixOf } from './values.js';

/** What stands for no state at all, beside the bits of states. */
const noState = 0x100;
const everyState = 0x1ff;

const stateWords = [...Object.keys(neighbourStates.numbers), 'none', 'all'];

function stateBits(word: string): number {
  if (word === 'none') return noState;
  return word === 'all' ? everyState : (neighbourStates.numbers as Record<string, number>)[word]!;
}

const master: Selector<Neigh, string> = {
  describe: 'entries of ports of this bridge or VRF',
  takes: 'NAME',
  read: name => name,
  ask: (name, { indexOf }) => ({ master: indexOf(name) }),
};

/** What `ip neighbour show` chooses by. */
export const neighSelectors: Selectors<Neigh> = {
  nud: {
    describe: 'entries in this state: reachable, stale, permanent, …, none, all',
    takes: 'STATE',
    read: (word: string) => stateBits(oneOf('state of neighbours', stateWords)(word)),
    merge: (before: number, value: number) => before | value,
    accepts: (states: number, { state, flags }: Neigh) =>
      flags.includes('proxy') ||
      flags.includes('extLearned') ||
      ((bitsOf(state, neighbourStates) || noState) & states) !== 0,
    context: (states: number) => ({ states }),
  },
  to: {
    describe: 'entries for addresses inside this prefix',
    takes: 'PREFIX',
    read: prefixOf,
    accepts: (prefix: AddressPrefix, { family, dst }: Neigh) =>
      family === prefix.family && beginsWith(dst, prefix),
  },
  proxy: {
    describe: 'addresses that are answered for others',
    ask: () => ({ flags: ['proxy'] }),
    accepts: (_, { flags }: Neigh) => flags.includes('proxy'),
  },
  unused: {
    describe: 'entries that nobody uses',
    accepts: (_, { cacheinfo }: Neigh) => !cacheinfo?.refcnt,
  },
  proto: {
    describe: 'entries that this installed',
    takes: 'PROTOCOL',
    read: namedNumber('protocol', ({ protocols }) => protocols),
    accepts: (protocol: number, neigh: Neigh) =>
      neigh.protocol !== undefined && numberIn(routeProtocols.numbers, neigh.protocol) === protocol,
  },
  master,
  vrf: { ...master, describe: 'entries of interfaces of this VRF' },
};
