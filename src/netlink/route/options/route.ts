import { WireError } from '../../../wire/index.js';
import type { RouteInput } from '../route.js';
import { familyOf, parsePrefix } from './prefix.js';
import type { ToValue } from './verb.js';

type Hop = NonNullable<RouteInput['multipath']>[number];

/** One of several ways that a route offers. */
export interface HopOptions extends Omit<Hop, 'ifindex' | 'hops'> {
  /** The interface, by name or number. */
  readonly dev?: string | number;
  /** Its share of the traffic, 1 to 256; 1 unless given. */
  readonly weight?: number;
}

/** A route: the schema's own fields, with destinations as prefixes and interfaces by name. */
export interface RouteOptions extends Omit<RouteInput, 'dst' | 'src' | 'oif' | 'multipath'> {
  /** `10.0.0.0/24`, `10.0.0.10`, `default`; of family `mpls` a label, `100`. */
  readonly dst?: string;
  /** `2001:db8::/32`: only for packets from there (IPv6). */
  readonly src?: string;
  /** The interface, by name or number. */
  readonly dev?: string | number;
  readonly multipath?: readonly HopOptions[];
}

/** As ip-route(8): the table and scope that suit the type, protocol boot, unless given. */
export const routeValue: ToValue<RouteOptions, RouteInput> = (options, verb, indexOf) => {
  const { dst, src, dev, multipath, ...fields } = options;
  const to = dst === undefined || dst === 'default' ? undefined : destinationOf(dst, fields.family);
  const from = src === undefined ? undefined : parsePrefix(src);
  const family = fields.family ?? to?.family ?? from?.family ?? hopFamily(options);
  if (family === undefined) {
    throw new WireError(
      "give 'dst', 'gateway' or 'family': without one it is not known whether the route is IPv4 or IPv6",
    );
  }
  const value: RouteInput = {
    family,
    ...(verb === 'get' ? {} : family === 'mpls' ? labelled : { table: tableOf(options) }),
    ...(verb === 'add' || verb === 'replace' || verb === 'append' || verb === 'set'
      ? { protocol: 'boot', type: 'unicast' }
      : {}),
    ...fields,
    ...(to === undefined ? {} : { dst: to.address, dstLen: to.length }),
    ...(from === undefined ? {} : { src: from.address, srcLen: from.length }),
    ...(dev === undefined ? {} : { oif: indexOf(dev) }),
  };
  if (verb === 'get' && family === 'inet') value.flags = flagsToGet(fields.flags);
  if (multipath !== undefined) {
    value.multipath = multipath.map(({ dev: hopDev, weight = 1, ...hop }) => ({
      ...hop,
      ...(hopDev === undefined ? {} : { ifindex: indexOf(hopDev) }),
      hops: hopsOf(weight),
    }));
  }
  if (value.scope === undefined && verb !== 'get')
    value.scope = scopeOf(options, verb === 'delete', family === 'inet');
  return value;
};
routeValue.own = ['dev'];

/** What the kernel wants of every route for labels: table main, in the header. */
const labelled = { table8: 254, type: 'unicast', scope: 'universe' } as const;

/** Bits of an MPLS label. */
const labelBits = 20;

function destinationOf(dst: string, family: RouteInput['family']) {
  if (family === 'mpls') return { family, address: dst, length: labelBits } as const;
  return parsePrefix(dst);
}

function hopFamily({ gateway, multipath }: RouteOptions): 'inet' | 'inet6' | undefined {
  const via = gateway ?? multipath?.[0]?.gateway;
  return typeof via === 'string' ? familyOf(via) : undefined;
}

/** Where the kernel keeps routes of that type: local, or main. */
function tableOf({ type = 'unicast' }: RouteOptions): number {
  return type === 'local' || type === 'broadcast' || type === 'nat' || type === 'anycast' ? 255 : 254;
}

/**
 * Without RTM_F_LOOKUP_TABLE the answer says table main whatever the table is. Of IPv6 the kernel takes no such flag,
 * and tells the table anyway.
 */
function flagsToGet(flags: RouteInput['flags'] = []): RouteInput['flags'] {
  return typeof flags === 'number' ? flags : [...flags, 'lookupTable'];
}

/** rtnh_hops: one less than the weight. */
function hopsOf(weight: number): number {
  if (Number.isInteger(weight) && weight >= 1 && weight <= 256) return weight - 1;
  throw new WireError(`${weight} is not a weight: a whole number from 1 to 256`, undefined, 'multipath');
}

/** How far the destination is when nobody says so: one hop away without a gateway, here for a local address. */
function scopeOf(
  { type = 'unicast', gateway, via, multipath, nhId }: RouteOptions,
  deleting: boolean,
  ipv4: boolean,
) {
  if (deleting) return 'nowhere';
  if (!ipv4) return 'universe';
  if (type === 'local' || type === 'nat') return 'host';
  if (type === 'broadcast' || type === 'multicast' || type === 'anycast') return 'link';
  const direct = gateway === undefined && via === undefined && multipath === undefined && nhId === undefined;
  return type === 'unicast' && direct ? 'link' : 'universe';
}
