import type { ObjectEvent } from '../../netlink/event.js';
import type { RouteMessages } from '../../netlink/route/index.js';
import type { EventObject } from './format/event-prefix.js';
import type { FormatName } from './formats.js';
import { type ObjectName, objectNames } from './object-names.js';
import { objects } from './objects.js';

export interface EventKind {
  /** What ip's labels and our JSON call it. */
  readonly label: EventObject;
  /** The object of the command line whose events are of this kind. */
  readonly object: ObjectName;
  readonly format: FormatName;
}

const kindOf = (object: ObjectName): EventKind => ({ label: objects[object].label, object, format: object });

/** Kinds by the name of their schema; of those that several objects are of, the first one's. */
const bySchema: ReadonlyMap<string, EventKind> = new Map(
  objectNames.toReversed().map(name => [objects[name].schema, kindOf(name)]),
);

const multicastRoute = kindOf('mroutes');
const bridgeEntry = kindOf('fdb');
const bridgePort = kindOf('ports');
const nexthopBucket: EventKind = { label: 'nexthopBucket', object: 'nexthops', format: 'nexthopBuckets' };

/**
 * What an event is about, as ip sees it, or bridge where its objects are wanted; undefined for what neither prints.
 * Entries of forwarding databases are neighbours to ip, and ports of bridges are links.
 */
export function eventKind(
  event: ObjectEvent<RouteMessages>,
  wanted: ReadonlySet<ObjectName | undefined>,
): EventKind | undefined {
  const ofBridge = event.value.family === 'bridge';
  switch (event.object) {
    case 'route':
      return multicastFamily(event.value.family) === undefined ? bySchema.get('route') : multicastRoute;
    case 'nexthopBucket':
      return nexthopBucket;
    case 'neigh':
      return ofBridge && wanted.has('fdb') ? bridgeEntry : bySchema.get('neigh');
    case 'link':
      return wanted.has('ports') && (ofBridge || !wanted.has('links')) ? bridgePort : bySchema.get('link');
    default:
      return bySchema.get(event.object);
  }
}

/** The address family of an event: of entries of multicast forwarding, the one that they are for. */
export function familyOf(event: ObjectEvent<RouteMessages>): string | number {
  return multicastFamily(event.value.family) ?? event.value.family;
}

function multicastFamily(family: string | number): 'inet' | 'inet6' | undefined {
  return family === 'ipmr' ? 'inet' : family === 'ip6mr' ? 'inet6' : undefined;
}
