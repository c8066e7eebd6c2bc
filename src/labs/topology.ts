/** Hosts and the links between them, as data. */
import { parsePrefix } from '../netlink/route/options/prefix.js';
import { parseIp } from '../wire/index.js';

export interface HostDeclaration {
  /** Forwards IPv4 and IPv6. */
  readonly forwarding?: boolean;
  /** As `ip route add` has them: `10.9.3.0/24 via 10.9.2.2`. */
  readonly routes?: readonly string[];
  /** Rules for nft(8), the whole file. */
  readonly nft?: string;
  readonly sysctls?: Readonly<Record<string, string | number>>;
}

/** A cable: two hosts, and for each its addresses on it, as in `10.9.1.1/24`. */
export type LinkDeclaration = Readonly<Record<string, readonly string[]>>;

export interface Topology<H extends string = string> {
  readonly hosts: Readonly<Record<H, HostDeclaration>>;
  readonly links: readonly LinkDeclaration[];
}

/** What is no topology, or what the kernel does not let be one: what is wrong, and where. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
}

/** Declares a topology. Throws RangeError where a link is not between two of its hosts. */
export function topology<const H extends string>(
  hosts: Readonly<Record<H, HostDeclaration>>,
  links: readonly LinkDeclaration[] = [],
): Topology<H> {
  for (const link of links) {
    const ends = Object.keys(link);
    if (ends.length !== 2)
      throw new RangeError(`a link has two ends, not ${ends.length}: ${ends.join(', ')}`);
    for (const end of ends) {
      if (!Object.hasOwn(hosts, end)) throw new RangeError(`a link ends at '${end}', which is no host`);
    }
  }
  return { hosts, links };
}

/** The name of a host's interface towards another, which fits into 15 bytes. */
export function interfaceTowards(host: string): string {
  return `to-${host}`.slice(0, 15);
}

/** Reads `PREFIX via GATEWAY` or `PREFIX dev INTERFACE`; PREFIX may be `default`. Throws RangeError or WireError. */
export function parseRoute(text: string): { dst: string; gateway?: string; dev?: string } {
  const [dst, how, value, ...more] = text.split(' ');
  if (dst === undefined || value === undefined || more.length > 0 || (how !== 'via' && how !== 'dev')) {
    throw new RangeError(`a route is 'PREFIX via GATEWAY' or 'PREFIX dev INTERFACE', not '${text}'`);
  }
  if (dst !== 'default') parsePrefix(dst);
  if (how === 'dev') return { dst, dev: value };
  if (parseIp(value) === undefined) throw new RangeError(`the gateway '${value}' is not an IP address`);
  return { dst, gateway: value };
}

/** One host with lo. */
export const alone: Topology<'h1'> = topology({ h1: {} });

/** Two hosts on a cable. */
export const pair: Topology<'h1' | 'h2'> = topology({ h1: {}, h2: {} }, [
  { h1: ['10.9.1.1/24', 'fd09:1::1/64'], h2: ['10.9.1.2/24', 'fd09:1::2/64'] },
]);

/** Two hosts with two routers between them: h1 – r1 – r2 – h2. */
export const routed: Topology<'h1' | 'r1' | 'r2' | 'h2'> = topology(
  {
    h1: { routes: ['10.9.0.0/16 via 10.9.1.2', 'fd09::/16 via fd09:1::2'] },
    r1: { forwarding: true, routes: ['10.9.3.0/24 via 10.9.2.2', 'fd09:3::/64 via fd09:2::2'] },
    r2: { forwarding: true, routes: ['10.9.1.0/24 via 10.9.2.1', 'fd09:1::/64 via fd09:2::1'] },
    h2: { routes: ['10.9.0.0/16 via 10.9.3.1', 'fd09::/16 via fd09:3::1'] },
  },
  [
    { h1: ['10.9.1.1/24', 'fd09:1::1/64'], r1: ['10.9.1.2/24', 'fd09:1::2/64'] },
    { r1: ['10.9.2.1/24', 'fd09:2::1/64'], r2: ['10.9.2.2/24', 'fd09:2::2/64'] },
    { r2: ['10.9.3.1/24', 'fd09:3::1/64'], h2: ['10.9.3.2/24', 'fd09:3::2/64'] },
  ],
);
