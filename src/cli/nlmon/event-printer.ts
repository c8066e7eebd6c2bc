import type { GapEvent, ObjectEvent } from '../../netlink/event.js';
import type { RouteMessages } from '../../netlink/route/index.js';
import type { Output } from '../output.js';
import type { Contexts } from './contexts.js';
import { eventKind, familyOf } from './event-kind.js';
import { eventPrefix } from './format/event-prefix.js';
import type { FormatContext } from './format/format.js';
import type { Formats } from './formats.js';
import type { ObjectName } from './object-names.js';
import { jsonLine, jsonObjects, rendered } from './rendering.js';
import type { Settings } from './settings.js';

type Event = ObjectEvent<RouteMessages>;

/** Prints events as `ip monitor` does, or as a JSON object a line. */
export class EventPrinter {
  readonly #settings: Settings;
  readonly #contexts: Contexts;
  readonly #output: Output;
  readonly #formats: Formats;
  readonly #wanted: ReadonlySet<ObjectName>;
  /** What words behind objects change in the print of these. */
  readonly #further: ReadonlyMap<ObjectName, Partial<FormatContext>>;
  readonly #prefix: { timestamp: Settings['timestamp']; namespace: boolean; label: boolean };

  constructor(settings: Settings, contexts: Contexts, output: Output, formats: Formats) {
    this.#settings = settings;
    this.#wanted = new Set(settings.objects);
    this.#further = new Map(
      [...(settings.selections ?? [])].map(([name, chosen]) => [
        name,
        { ...chosen.context(), ...(chosen.has('dev') ? { device: true } : {}) },
      ]),
    );
    this.#contexts = contexts;
    this.#output = output;
    this.#formats = formats;
    this.#prefix = {
      timestamp: settings.timestamp,
      namespace: settings.allNamespaces,
      label: settings.label,
    };
  }

  /** Prints an event, or what was there before them; returns whether there was something to print. */
  print(event: Event, snapshot = false): boolean {
    const kind = eventKind(event, this.#wanted);
    if (kind === undefined) return false;
    const format = this.#formats.get(kind.format);
    if (format === undefined) return false;
    const { label } = kind;
    const place = this.#contexts.for(event.nsid, event.event === 'del');
    const further = this.#further.get(kind.object);
    const shared = further === undefined ? place : { ...place, ...further };
    const context = label === 'action' ? { ...shared, messageFlags: event.flags } : shared;
    if (this.#settings.json) {
      const list = jsonObjects(format, event.value, context);
      const { event: what, time, nsid } = event;
      for (const { event: linkEvent, ...rest } of list) {
        const head: Record<string, unknown> = { event: what, object: label, time: seconds(time) };
        if (nsid !== undefined) head.nsid = nsid;
        // ip -j leaves it to the reader to know which family was asked for.
        const family = familyOf(event);
        if (family !== 'unspec') head.family = family;
        const marked = snapshot ? { snapshot } : {};
        const renamed = linkEvent === undefined ? {} : { link_event: linkEvent };
        this.#output.write(jsonLine({ ...head, ...marked, ...rest, ...renamed }, this.#settings.display));
      }
      return list.length > 0;
    }
    const text = rendered(format, event.value, context);
    if (text === '') return false;
    this.#output.write(eventPrefix({ ...event, object: label }, this.#prefix) + text);
    return true;
  }

  /** Says that events were lost: in the stream for programs, beside it for people, as `ip monitor` does. */
  printGap({ reason, time }: GapEvent): void {
    if (this.#settings.json) {
      this.#output.write(jsonLine({ event: 'gap', reason, time: seconds(time) }, this.#settings.display));
      return;
    }
    const why =
      reason === 'overrun'
        ? 'the receive buffer was full (a larger one: --rcvbuf)'
        : 'a datagram was longer than any the kernel is known to send';
    process.stderr.write(`nlmon: events were lost here: ${why}\n`);
  }
}

/** Seconds since 1970, to the microsecond. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1_000_000;
}
