import type { GapEvent } from '../../netlink/event.js';
import { RouteMonitor } from '../../netlink/route/route-monitor.js';
import type { ReplayedEvent } from '../../netlink/route/route-replay.js';
import { Output } from '../output.js';
import { Contexts } from './contexts.js';
import { eventFilter } from './event-filter.js';
import { EventPrinter } from './event-printer.js';
import { loadFormats } from './formats.js';
import { HostNames } from './host-names.js';
import { KnownNexthops, wantsNexthops } from './known-nexthops.js';
import { Recorder } from './recorder.js';
import type { Settings } from './settings.js';
import { snapshot } from './snapshot.js';
import { openSource, replayError, wouldCome } from './source.js';

/** Prints events as they come, until there were enough of them, the time is up, or for ever. */
export async function watch(settings: Settings): Promise<void> {
  const { record, replay, timeout } = settings;
  using recorder = record === undefined ? undefined : new Recorder(record);
  await using source = await openSource(settings, recorder);
  recorder?.open();
  if (recorder !== undefined) endWhole(recorder);
  const { display } = settings;
  // Names that take longer are printed as addresses: events are not to wait for a server that does not answer.
  const hosts = display.resolve ? new HostNames(process.stdout, 3000) : undefined;
  const output = new Output(hosts);
  const nexthops = wantsNexthops(settings) ? new KnownNexthops() : undefined;
  if (source instanceof RouteMonitor) await nexthops?.load(source.rtnetlink);
  const contexts = new Contexts(
    'monitor',
    { display, family: settings.family, device: settings.device },
    source.interfaces,
    nsid => source.namespaces.get(nsid),
    {
      ...(hosts === undefined ? {} : { hostName: hosts.name }),
      ...(nexthops === undefined ? {} : { nexthop: nexthops.get }),
    },
  );
  const printer = new EventPrinter(settings, contexts, output, await loadFormats(settings.objects));
  const accepts = eventFilter(settings, source.interfaces);
  const comes = replay === undefined ? () => true : wouldCome(settings);
  let over = false;
  const end = (): void => {
    over = true;
    source.close();
  };
  const timer = timeout === undefined ? undefined : setTimeout(end, timeout * 1000);
  const flush = () => {
    recorder?.flush();
    output.flush();
  };

  let left = settings.count ?? Number.POSITIVE_INFINITY;
  if (settings.snapshot && source instanceof RouteMonitor) {
    try {
      for await (const event of snapshot(source.rtnetlink, settings)) {
        if (accepts(event) && printer.print(event, true)) recorder?.event(event, true);
      }
    } catch (error) {
      // What was being read when the time was up.
      if (!over) throw error;
    }
    flush();
  }
  try {
    if (left > 0) {
      for await (const batch of source.batches() as AsyncGenerator<ReplayedEvent[]>) {
        for (const event of batch) {
          if (left > 0 && take(event)) left--;
        }
        flush();
        if (left <= 0) break;
        if (nexthops !== undefined && source instanceof RouteMonitor && batch.some(isGap)) {
          await nexthops.load(source.rtnetlink);
        }
      }
    }
  } catch (error) {
    throw replayError(replay, error);
  } finally {
    clearTimeout(timer);
  }

  /** Prints an event that is asked for; returns whether it counts. */
  function take(event: ReplayedEvent): boolean {
    nexthops?.observe(event);
    if (!comes(event)) return false;
    if (isGap(event)) {
      output.flush();
      printer.printGap(event);
      recorder?.event(event, false);
      return false;
    }
    if (event.event === 'unknown') return false;
    const { present = false } = event;
    // A link that goes away has its name until then; a new one has it from now on.
    const before = event.event === 'del' && accepts(event);
    source.observe(event);
    const wanted = (before || accepts(event)) && (!present || settings.snapshot);
    const printed = wanted && printer.print(event, present);
    // What a link is called is needed to tell of other things, asked for or not.
    if (printed || (event.object === 'link' && event.event !== 'del')) {
      recorder?.event(event, present || !printed);
    }
    return printed && !present;
  }
}

const isGap = (event: ReplayedEvent): event is GapEvent => event.event === 'gap';

/** Has a signal that ends the process leave a recording of whole messages. */
function endWhole(recorder: Recorder): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      recorder.close();
      process.kill(process.pid, signal);
    });
  }
}
