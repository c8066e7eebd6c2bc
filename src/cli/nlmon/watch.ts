import type { RouteGroup } from '../../netlink/route/index.js';
import { type RouteEvent, RouteMonitor } from '../../netlink/route/route-monitor.js';
import { Output } from '../output.js';
import { Contexts } from './contexts.js';
import { eventFilter } from './event-filter.js';
import { EventPrinter } from './event-printer.js';
import { objects } from './objects.js';
import type { Settings } from './settings.js';
import { snapshot } from './snapshot.js';

/** Prints events as they come, until there were enough of them, the time is up, or for ever. */
export async function watch(settings: Settings): Promise<void> {
  const { namespace, receiveBuffer, allNamespaces, timeout } = settings;
  const groups = new Set<RouteGroup>();
  for (const name of settings.objects) {
    const { any, ...families } = objects[name].groups;
    const chosen = settings.family === undefined ? any : (families[settings.family] ?? any);
    for (const group of chosen) groups.add(group);
  }
  await using monitor = await RouteMonitor.open(groups, { namespace, receiveBuffer, allNamespaces });
  const output = new Output('nlmon');
  const contexts = new Contexts(
    'monitor',
    { family: settings.family, device: settings.device },
    monitor.interfaces,
    nsid => monitor.namespaces.get(nsid),
  );
  const printer = new EventPrinter(settings, contexts, output);
  const accepts = eventFilter(settings, monitor.interfaces);
  const timer = timeout === undefined ? undefined : setTimeout(() => monitor.close(), timeout * 1000);

  let left = settings.count ?? Number.POSITIVE_INFINITY;
  if (settings.snapshot) {
    for await (const event of snapshot(monitor.rtnetlink, settings)) {
      if (accepts(event)) printer.print(event, true);
    }
    output.flush();
  }
  if (left > 0) {
    for await (const batch of monitor.batches()) {
      for (const event of batch) {
        if (left > 0 && take(event)) left--;
      }
      output.flush();
      if (left <= 0) break;
    }
  }
  clearTimeout(timer);

  /** Prints an event that is asked for; returns whether it counts. */
  function take(event: RouteEvent): boolean {
    if (event.event === 'gap') {
      output.flush();
      printer.printGap(event);
      return false;
    }
    if (event.event === 'unknown') return false;
    // A link that goes away has its name until then; a new one has it from now on.
    const before = event.event === 'del' && accepts(event);
    monitor.interfaces.observe(event);
    return (before || accepts(event)) && printer.print(event);
  }
}
