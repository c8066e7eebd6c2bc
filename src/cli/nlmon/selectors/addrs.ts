import { addressFlags, routeScopes } from '../../../netlink/route/common.js';
import type { Addr } from '../../../netlink/route/index.js';
import { bitsOf } from '../format/number-names.js';
import type { Selector, Selectors } from './selector.js';
import { type AddressPrefix, beginsWith, namedNumber, prefixOf } from './values.js';

const flagsOf = ({ flags, flags8 }: Addr): number => bitsOf(flags ?? flags8, addressFlags);

/** Addresses with these bits, or without. */
const flagged = (describe: string, bits: number, set = true): Selector<Addr, true> => ({
  describe,
  accepts: (_, addr) => (flagsOf(addr) & bits) === (set ? bits : 0),
});

const { numbers } = addressFlags;

/** What `ip address show` chooses addresses by. */
export const addrSelectors: Selectors<Addr> = {
  scope: {
    describe: 'addresses of this scope: global, link, host, a number',
    takes: 'SCOPE',
    read: namedNumber('scope', ({ scopes }) => scopes),
    accepts: (scope: number, addr: Addr) => scopeNumber(addr.scope) === scope,
  },
  to: {
    describe: 'addresses inside this prefix',
    takes: 'PREFIX',
    read: prefixOf,
    accepts: (prefix: AddressPrefix, { family, local, address }: Addr) =>
      family === prefix.family && beginsWith(local ?? address, prefix),
    context: ({ family }: AddressPrefix) => ({ family }),
  },
  label: {
    describe: 'addresses with this label, which may have * and ?',
    takes: 'PATTERN',
    read: (pattern: string) => pattern,
    accepts: (pattern: string, { label, index }: Addr, { nameOf }) =>
      labelPattern(pattern).test(label ?? nameOf(index)),
  },
  dynamic: flagged('addresses that routers or DHCP gave', numbers.permanent, false),
  permanent: flagged('addresses that stay', numbers.permanent),
  primary: flagged('addresses that are not secondary', numbers.secondary, false),
  secondary: flagged('secondary addresses', numbers.secondary),
  temporary: flagged('temporary IPv6 addresses', numbers.secondary),
  tentative: flagged('addresses that duplicates are looked for of', numbers.tentative),
  deprecated: flagged('addresses that new connections do not use', numbers.deprecated),
  dadfailed: flagged('addresses that others have too', numbers.dadfailed),
  home: flagged('home addresses', numbers.homeaddress),
  nodad: flagged('addresses that no duplicates are looked for of', numbers.nodad),
  mngtmpaddr: flagged('addresses that temporary ones are made of', numbers.managetempaddr),
  noprefixroute: flagged('addresses without a route of their own', numbers.noprefixroute),
  autojoin: flagged('addresses whose groups are joined', numbers.mcautojoin),
};

export function scopeNumber(scope: string | number): number {
  return typeof scope === 'number' ? scope : (routeScopes.numbers as Record<string, number>)[scope]!;
}

/** fnmatch(3)'s * and ?. */
function labelPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
