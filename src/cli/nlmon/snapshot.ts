import type { ObjectEvent } from '../../netlink/event.js';
import { type RouteMessages, routeMessages } from '../../netlink/route/index.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import { hasTable, type TableName } from './object-names.js';
import { objects } from './objects.js';
import { everything } from './selectors/selector.js';
import type { Settings } from './settings.js';
import { readTables } from './table-parts.js';

/** Address families that routes are read of; the kernel's dump of all also has multicast routes. */
const routeFamilies: ReadonlySet<unknown> = new Set<unknown>(['inet', 'inet6', 'mpls']);

/** As events tell it: of VLANs all that is known. */
const whole = { details: true, statistics: 0, oneline: false };

/** What is there, as events that say so. */
export async function* snapshot(
  rtnetlink: Rtnetlink,
  settings: Settings,
): AsyncGenerator<ObjectEvent<RouteMessages>> {
  const table = typeof settings.table === 'number' ? settings.table : undefined;
  for (const name of settings.objects) {
    // What /proc lists is of another form than what is multicast.
    if (!hasTable(name) || name === 'maddrs') continue;
    const { schema } = objects[name];
    const types: Readonly<Record<string, number>> = routeMessages[schema].types;
    const type = Object.entries(types).find(([constant]) => constant.startsWith('RTM_NEW'))![1];
    for (const family of familiesOf(name, settings.family)) {
      const selection = { family, table, ifindex: undefined, statistics: false };
      for await (const part of readTables(rtnetlink, name, selection, everything, whole)) {
        for (const value of await part.table.toArray()) {
          if (name === 'routes' && !routeFamilies.has(value.family)) continue;
          const event = {
            event: 'new',
            object: schema,
            value,
            time: Date.now(),
            type,
            flags: 0,
            sequence: 0,
            port: 0,
          };
          yield event as ObjectEvent<RouteMessages>;
        }
      }
    }
  }
}

/** The kernel has a table of multicast routes for each family, and none of both. */
function familiesOf(name: TableName, family: Settings['family']): readonly Settings['family'][] {
  return name === 'mroutes' && family === undefined ? ['inet', 'inet6'] : [family];
}
