import type { ObjectEvent } from '../../netlink/event.js';
import type { RouteMessages } from '../../netlink/route/index.js';
import type { RouteMonitor } from '../../netlink/route/route-monitor.js';
import { eventKind } from './event-kind.js';
import type { ObjectName } from './object-names.js';
import type { Settings } from './settings.js';

type Event = ObjectEvent<RouteMessages>;

/** Whether an event is one that the command line asks for. */
export type EventFilter = (event: Event) => boolean;

/** What the kernel does not choose by itself: objects, address family, interface and table. */
export function eventFilter(settings: Settings, interfaces: RouteMonitor['interfaces']): EventFilter {
  const wanted = new Set<ObjectName | undefined>(settings.objects);
  const { family, device, table, parent } = settings;
  return event => {
    if (!wanted.has(eventKind(event)?.object)) return false;
    // ip leaves out what a lookup made: it is no entry of a table.
    if (event.object === 'route' && event.value.flags.includes('cloned')) return false;
    if (family !== undefined && event.object === 'neigh' && event.value.family !== family) return false;
    if (typeof table === 'number' && event.object === 'route' && event.value.table !== table) return false;
    if (
      parent !== undefined &&
      (event.object === 'filter' || event.object === 'chain') &&
      event.value.parent !== parent
    )
      return false;
    return device === undefined || concerns(event, device);
  };

  function concerns(event: Event, name: string): boolean {
    const is = (index: number | undefined): boolean =>
      index !== undefined && interfaces.name(index, event.nsid) === name;
    switch (event.object) {
      case 'link':
        return event.value.ifname === name || is(event.value.index);
      case 'addr':
        return is(event.value.index);
      case 'route':
        // Of multicast routes, as ip: those of packets that come in there.
        if (eventKind(event)?.label === 'mroute') return is(event.value.iif);
        return is(event.value.oif) || (event.value.multipath?.some(({ ifindex }) => is(ifindex)) ?? false);
      case 'neigh':
      case 'netconf':
      case 'prefix':
      case 'stats':
      case 'qdisc':
      case 'class':
      case 'filter':
      case 'chain':
        return is(event.value.ifindex);
      case 'nexthop':
        return is(event.value.oif);
      case 'rule':
        return event.value.iifname === name || event.value.oifname === name;
      default:
        return false;
    }
  }
}
