import type { ObjectEvent } from '../../netlink/event.js';
import type { RouteMessages } from '../../netlink/route/index.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import { objects } from './objects.js';
import type { Settings } from './settings.js';
import { readTable } from './tables.js';

/** Address families that routes are read of; the kernel's dump of all also has multicast routes. */
const routeFamilies = new Set<unknown>(['inet', 'inet6', 'mpls']);

/** What is there, as events that say so. */
export async function* snapshot(
  rtnetlink: Rtnetlink,
  settings: Settings,
): AsyncGenerator<ObjectEvent<RouteMessages>> {
  const { family } = settings;
  const table = typeof settings.table === 'number' ? settings.table : undefined;
  for (const name of settings.objects) {
    const { schema } = objects[name];
    const types = rtnetlink[name].schema.types;
    const type = Object.entries(types).find(([constant]) => constant.startsWith('RTM_NEW'))![1];
    for (const value of await readTable(rtnetlink, name, { family, table, ifindex: undefined }).toArray()) {
      if (schema === 'route' && !routeFamilies.has(value.family)) continue;
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
