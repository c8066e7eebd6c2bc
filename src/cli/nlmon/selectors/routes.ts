import { routeProtocols, routeTypes } from '../../../netlink/route/common.js';
import type { Route } from '../../../netlink/route/index.js';
import { scopeNumber } from './addrs.js';
import type { Selector, Selectors } from './selector.js';
import { type AddressPrefix, beginsWith, namedNumber, numberOf, oneOf, prefixOf } from './values.js';

type End = 'dst' | 'src';

/** The prefix behind `root`, `match` or `exact`; exact without. */
interface Wanted {
  readonly how: 'root' | 'match' | 'exact';
  readonly prefix: AddressPrefix;
}

const ways = ['root', 'match', 'exact'] as const;

function wanted(first: string, next: () => string): Wanted {
  const how = ways.find(way => way === first);
  return { how: how ?? 'exact', prefix: prefixOf(how === undefined ? first : next()) };
}

/** `root`: as long or longer; `match`: as long or shorter; `exact`: both. */
function matches(end: End, { how, prefix }: Wanted, route: Route): boolean {
  const length = end === 'dst' ? route.dstLen : route.srcLen;
  const address = end === 'dst' ? route.dst : route.src;
  if (route.family !== prefix.family) return false;
  if (how !== 'match' && length < prefix.length) return false;
  if (how !== 'root' && length > prefix.length) return false;
  return beginsWith(address, prefix, Math.min(length, prefix.length));
}

const prefixed = (end: End, describe: string): Selector<Route, Wanted> => ({
  describe,
  takes: '[root|match|exact] PREFIX',
  read: wanted,
  accepts: (given, route) => matches(end, given, route),
  context: ({ prefix }) => ({ family: prefix.family }),
});

const way = (how: Wanted['how'], describe: string): Selector<Route, Wanted> => ({
  ...prefixed('dst', describe),
  takes: 'PREFIX',
  read: text => ({ how, prefix: prefixOf(text) }),
});

const addressed = (
  describe: string,
  part: string,
  addressOf: (route: Route) => string | Uint8Array | undefined,
): Selector<Route, AddressPrefix> => ({
  describe,
  takes: 'PREFIX',
  read: prefixOf,
  accepts(prefix, route) {
    const address = addressOf(route);
    return address !== undefined && beginsWith(address, prefix);
  },
  // Whoever knows the whole address need not be told.
  context: ({ bytes, length }) => (length === bytes.length * 8 ? { omit: new Set([part]) } : {}),
});

const numbered = (
  describe: string,
  part: string,
  read: (text: string) => number,
  numberOfRoute: (route: Route) => number | undefined,
  ask?: (number: number) => Record<string, unknown>,
): Selector<Route, number> => ({
  describe,
  takes: 'NUMBER',
  read,
  ...(ask === undefined ? {} : { ask }),
  accepts: (number, route) => numberOfRoute(route) === number,
  context: () => ({ omit: new Set([part]) }),
});

/** The number of a value that may have a name. */
export const numberIn = (numbers: Readonly<Record<string, number>>, value: string | number): number =>
  typeof value === 'number' ? value : numbers[value]!;

const typeWords = Object.keys(routeTypes.numbers).filter(
  name => name !== 'unspec',
) as (keyof typeof routeTypes.numbers)[];

/** What `ip route show` chooses by. */
export const routeSelectors: Selectors<Route> = {
  to: prefixed('dst', 'routes to this prefix; with root those inside it too, with match those around it'),
  root: way('root', 'routes to this prefix and inside it'),
  match: way('match', 'routes to this prefix and around it'),
  exact: way('exact', 'routes to this prefix'),
  from: prefixed('src', 'routes for packets from this prefix'),
  proto: numbered(
    'routes that this installed: kernel, static, bird, …',
    'proto',
    namedNumber('protocol', ({ protocols }) => protocols),
    ({ protocol }) => numberIn(routeProtocols.numbers, protocol),
    protocol => ({ protocol }),
  ),
  scope: numbered(
    'routes of this scope: global, link, host',
    'scope',
    namedNumber('scope', ({ scopes }) => scopes),
    ({ scope }) => scopeNumber(scope),
  ),
  type: {
    describe: 'routes of this type: unicast, local, blackhole, …',
    takes: 'TYPE',
    read: oneOf('type of routes', typeWords),
    ask: (type: string) => ({ type }),
    accepts: (type: string, route: Route) => route.type === type,
  },
  tos: numbered(
    'routes for this type of service',
    'tos',
    namedNumber('type of service', ({ dsfields }) => dsfields),
    ({ tos }) => tos,
  ),
  metric: numbered('routes of this metric', 'metric', numberOf('metric'), ({ priority }) => priority ?? 0),
  via: addressed('routes by way of this gateway', 'via', ({ gateway }) => gateway),
  src: addressed('routes that prefer this source', 'src', ({ prefsrc }) => prefsrc),
  iif: {
    describe: 'routes for packets that come in here',
    takes: 'NAME',
    read: (name: string) => name,
    accepts: (name: string, { iif }: Route, { is }) => is(iif, name),
    context: () => ({ omit: new Set(['iif']) }),
  },
};
