import type { ObjectEvent } from '../../netlink/event.js';
import type { RouteMessages } from '../../netlink/route/index.js';
import type { EventObject } from './format/event-prefix.js';
import type { Format } from './format/format.js';
import { multicastRouteFormat } from './format/multicast-route.js';
import { nexthopBucketFormat } from './format/nexthop-bucket.js';
import { type ObjectName, objectNames } from './object-names.js';
import { objects } from './objects.js';

export interface EventKind {
  /** What ip's labels and our JSON call it. */
  readonly label: EventObject;
  /** The object of the command line whose events are of this kind. */
  readonly object: ObjectName;
  readonly format: Format<any>;
}

/** Kinds by the name of their schema, where an object has only one. */
const bySchema: ReadonlyMap<string, EventKind> = new Map(
  objectNames
    .filter(name => name !== 'mroutes')
    .map(name => {
      const { schema, format } = objects[name];
      return [schema, { label: schema, object: name, format }];
    }),
);

const multicastRoute: EventKind = { label: 'mroute', object: 'mroutes', format: multicastRouteFormat };
const nexthopBucket: EventKind = { label: 'nexthopBucket', object: 'nexthops', format: nexthopBucketFormat };

/** What an event is about, as ip sees it; undefined for what it does not print. */
export function eventKind(event: ObjectEvent<RouteMessages>): EventKind | undefined {
  if (event.object === 'route' && multicastFamily(event.value.family) !== undefined) return multicastRoute;
  return event.object === 'nexthopBucket' ? nexthopBucket : bySchema.get(event.object);
}

/** The address family of an event: of entries of multicast forwarding, the one that they are for. */
export function familyOf(event: ObjectEvent<RouteMessages>): string | number {
  return multicastFamily(event.value.family) ?? event.value.family;
}

function multicastFamily(family: string | number): 'inet' | 'inet6' | undefined {
  return family === 'ipmr' ? 'inet' : family === 'ip6mr' ? 'inet6' : undefined;
}
