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
  const { family, selections, parent } = settings;
  return event => {
    const kind = eventKind(event, wanted);
    if (kind === undefined || !wanted.has(kind.object)) return false;
    // ip leaves out what a lookup made: it is no entry of a table.
    if (event.object === 'route' && event.value.flags.includes('cloned')) return false;
    if (family !== undefined && kind.object === 'neighs' && event.value.family !== family) return false;
    const chosen = selections?.get(kind.object);
    const table = chosen?.value('table') ?? settings.table;
    if (typeof table === 'number' && event.object === 'route' && event.value.table !== table) return false;
    if (
      parent !== undefined &&
      (event.object === 'filter' || event.object === 'chain') &&
      event.value.parent !== parent
    )
      return false;
    const device = (chosen?.value('dev') as string | undefined) ?? settings.device;
    if (device !== undefined && !concerns(event, device)) return false;
    return (
      chosen === undefined ||
      chosen.accepts(event.value, {
        live: true,
        is: (index, name) => isNamed(event, index, name),
        nameOf: index => interfaces.name(index, event.nsid),
      })
    );
  };

  function isNamed({ nsid }: Event, index: number | undefined, name: string): boolean {
    return index !== undefined && interfaces.name(index, nsid) === name;
  }

  function concerns(event: Event, name: string): boolean {
    const is = (index: number | undefined): boolean => isNamed(event, index, name);
    switch (event.object) {
      case 'link':
        return event.value.ifname === name || is(event.value.index);
      case 'addr':
      case 'maddr':
        return is(event.value.index);
      case 'route':
        // Of multicast routes, as ip: those of packets that come in there.
        if (eventKind(event, wanted)?.label === 'mroute') return is(event.value.iif);
        return is(event.value.oif) || (event.value.multipath?.some(({ ifindex }) => is(ifindex)) ?? false);
      case 'neigh':
      case 'mdb':
      case 'vlan':
      case 'tunnel':
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
