import { routeProtocols } from '../../../netlink/route/common.js';
import type { Rule } from '../../../netlink/route/index.js';
import { numberIn } from './routes.js';
import type { Selector, Selectors } from './selector.js';
import { type AddressPrefix, beginsWith, namedNumber, numberOf, prefixOf } from './values.js';

const prefixed = (describe: string, end: 'src' | 'dst'): Selector<Rule, AddressPrefix> => ({
  describe,
  takes: 'PREFIX',
  read: prefixOf,
  accepts: (prefix, rule) =>
    (prefix.length === 0 || rule.family === prefix.family) &&
    (end === 'src' ? rule.srcLen : rule.dstLen) === prefix.length &&
    (prefix.length === 0 || beginsWith(rule[end], prefix)),
});

const named = (describe: string, of: (rule: Rule) => string | undefined): Selector<Rule, string> => ({
  describe,
  takes: 'NAME',
  read: name => name,
  accepts: (name, rule) => of(rule) === name,
});

const numbered = (
  describe: string,
  read: (text: string) => number,
  of: (rule: Rule) => number | undefined,
): Selector<Rule, number> => ({
  describe,
  takes: 'NUMBER',
  read,
  accepts: (number, rule) => of(rule) === number,
});

/** What `ip rule show` chooses by. */
export const ruleSelectors: Selectors<Rule> = {
  from: prefixed('rules for packets from this prefix', 'src'),
  to: prefixed('rules for packets to this prefix', 'dst'),
  iif: named('rules for packets that come in here', ({ iifname }) => iifname),
  oif: named('rules for packets that go out here', ({ oifname }) => oifname),
  priority: numbered('the rules of this priority', numberOf('priority'), ({ priority }) => priority ?? 0),
  fwmark: numbered('rules for this mark', numberOf('fwmark'), ({ fwmark }) => fwmark ?? 0),
  tos: numbered(
    'rules for this type of service',
    namedNumber('type of service', ({ dsfields }) => dsfields),
    ({ tos }) => tos,
  ),
  proto: numbered(
    'rules that this installed',
    namedNumber('protocol', ({ protocols }) => protocols),
    ({ protocol }) => (protocol === undefined ? undefined : numberIn(routeProtocols.numbers, protocol)),
  ),
};
