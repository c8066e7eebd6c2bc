/** Prints what a pinger tells, in the form that was asked for. */
import type { PingEvent } from '../../../raw/ping/events.js';
import type { PingSocketKind } from '../../../raw/ping/options.js';
import type { PingStatistics } from '../../../raw/ping/statistics.js';
import { type ResolvedHost, ReverseNames } from '../../../raw/resolve.js';
import { Output } from '../../output.js';
import { classicHeading, classicLine } from './classic.js';
import { eventLine, heading, interimText, localText, routeIn, statisticsText } from './lines.js';
import { LiveLine } from './live-line.js';
import type { PingSettings } from './settings.js';

export interface Destination extends ResolvedHost {
  /** The address of this host that it is pinged from. */
  readonly source: string;
  /** Whether it is a broadcast address. */
  readonly broadcast: boolean;
}

export class Printer {
  readonly #settings: PingSettings;
  readonly #destinations: readonly Destination[];
  readonly #optionsLength: number;
  readonly #output = new Output();
  readonly #names = new ReverseNames();
  readonly #live: LiveLine | undefined;
  /** Lines wait for the names in them, and for the lines before them; sending does not. */
  #tail: Promise<void> = Promise.resolve();
  readonly #numeric: boolean;
  /** The route that the last answer of a host recorded. */
  readonly #routes = new Map<string, string>();
  /** Dots on the terminal that no answer has taken back. */
  #dots = 0;

  constructor(settings: PingSettings, destinations: readonly Destination[], optionsLength: number) {
    this.#settings = settings;
    this.#destinations = destinations;
    this.#optionsLength = optionsLength;
    this.#numeric = settings.numeric || destinations.every(({ name, address }) => name === address);
    const { form, quiet, flood } = settings;
    if (process.stdout.isTTY && form === 'ping' && !quiet && !flood) {
      this.#live = new LiveLine(() => process.stdout.columns ?? 80);
    }
  }

  begin(sockets: readonly PingSocketKind[]): void {
    const { form, size, options, pattern } = this.#settings;
    const fallback = sockets.find(({ reason }) => reason !== undefined);
    if (fallback !== undefined && form !== 'json') {
      process.stderr.write(`rawctl: ${fallback.reason}: through a datagram socket\n`);
    } else if (options.verbose) {
      const kinds = sockets.map(({ family, type }) => `${family} ${type}`).join(', ');
      process.stderr.write(`rawctl: sockets: ${kinds}\n`);
    }
    if (this.#destinations.some(({ broadcast }) => broadcast) && form !== 'json')
      process.stderr.write('rawctl: pinging a broadcast address\n');
    if (pattern !== undefined && form !== 'json') this.#output.write(`PATTERN: 0x${pattern}\n`);
    for (const destination of this.#destinations) this.#head(destination, size, sockets);
    this.#output.flush();
  }

  #head(destination: Destination, size: number, sockets: readonly PingSocketKind[]): void {
    const { form, options } = this.#settings;
    const { name, address, family, source } = destination;
    if (form === 'json') {
      const socket = sockets.find(kind => kind.family === family)?.type;
      this.#output.write(
        `${JSON.stringify({ event: 'start', host: name, address, source, size, socket })}\n`,
      );
    } else if (form === 'classic') {
      this.#output.write(`${classicHeading(name, address, size)}\n`);
    } else {
      const device = options.interface;
      const shown = device !== undefined || options.source !== undefined ? source : undefined;
      const line = heading(
        { ...destination, source: shown, device, options: this.#optionsLength, flowLabel: options.flowLabel },
        size,
      );
      this.#output.write(`${line}\n`);
    }
  }

  events(events: readonly PingEvent[]): void {
    for (const event of events) this.#event(event);
    this.#output.flush();
  }

  #event(event: PingEvent): void {
    const { form, quiet, flood } = this.#settings;
    if (form === 'json') {
      this.#output.write(`${jsonLine(event)}\n`);
      return;
    }
    if (event.event === 'error' && event.origin === 'local') {
      if (!(flood && quiet)) process.stderr.write(`rawctl: ${event.target.name}: ${localText(event)}\n`);
      return;
    }
    if (quiet) return;
    if (form === 'classic') {
      const family = 'target' in event ? this.#familyOf(event.target.address) : 'inet';
      const line = classicLine(event, family, this.#settings.options.verbose ?? false);
      if (line !== undefined) this.#output.write(`${line}\n`);
      return;
    }
    if (flood && event.event !== 'other') {
      this.#dot(event);
      return;
    }
    const from = 'from' in event ? event.from : undefined;
    if (from === undefined || this.#numeric) this.#print(event, from ?? '');
    else this.#tail = this.#tail.then(async () => this.#printNamed(event, from));
  }

  /** A flood shows a dot for each probe, and an answer takes one back. */
  #dot(event: PingEvent): void {
    if (event.event === 'sent') {
      this.#dots++;
      this.#output.write('.');
    } else if (event.event === 'error') {
      this.#output.write('\bE');
    } else if (event.event === 'reply' && this.#dots > 0) {
      this.#dots--;
      this.#output.write('\b \b');
    }
  }

  async #printNamed(event: PingEvent, from: string): Promise<void> {
    const asked = this.#destinations.find(({ name, address }) => address === from && name !== address);
    const name = (await this.#names.of(from)) ?? asked?.name;
    this.#print(event, name === undefined ? from : `${name} (${from})`);
    this.#output.flush();
  }

  #print(event: PingEvent, who: string): void {
    const line = eventLine(event, who, this.#settings, this.#hasSameRoute(event));
    const live = this.#live;
    if (event.event === 'reply' && !event.duplicate) live?.add(event.time);
    if (event.event === 'unanswered') live?.add(undefined);
    if (line === undefined && live === undefined) return;
    const { printTime, audible } = this.#settings;
    const time = printTime ? `[${(event.at / 1000).toFixed(6)}] ` : '';
    const bell = audible && event.event === 'reply' ? '\x07' : '';
    this.#output.write(live?.cleared ?? '');
    if (line !== undefined) this.#output.write(`${bell}${time}${line}\n`);
    this.#output.write(live?.drawn ?? '');
  }

  #hasSameRoute(event: PingEvent): boolean {
    if (event.event !== 'reply' || event.options === undefined) return false;
    const { address } = event.target;
    const [former, route] = [this.#routes.get(address), routeIn(event.options)];
    if (route !== undefined) this.#routes.set(address, route);
    return route !== undefined && route === former;
  }

  #familyOf(address: string): 'inet' | 'inet6' {
    return address.includes(':') ? 'inet6' : 'inet';
  }

  /** The line for SIGQUIT. */
  interim(of: (index: number) => PingStatistics): void {
    for (const index of this.#destinations.keys()) process.stderr.write(interimText(of(index)));
  }

  /** What it all came to. */
  async end(statistics: readonly PingStatistics[]): Promise<void> {
    await this.#tail;
    const { form, flood, options } = this.#settings;
    this.#output.write(this.#live?.cleared ?? '');
    for (const [index, { name, address }] of this.#destinations.entries()) {
      const of = statistics[index]!;
      if (form === 'json') {
        this.#output.write(
          `${JSON.stringify({ event: 'statistics', host: name, address, ...(rounded(of) as object) })}\n`,
        );
      } else {
        this.#output.write(statisticsText(name, of, { ...options, flood }));
      }
    }
    this.#output.flush();
  }
}

/** An event as a line of JSON: the host by its name, times in milliseconds. */
function jsonLine(event: PingEvent): string {
  const { event: kind, ...rest } = event;
  const { target, options, ...fields } = rest as typeof rest & {
    target?: { name: string };
    options?: Uint8Array;
  };
  const host = target === undefined ? {} : { host: target.name };
  const shown = options === undefined ? {} : { options: Buffer.from(options).toString('hex') };
  return JSON.stringify({ event: kind, ...host, ...(rounded(fields) as object), ...shown });
}

/** Nothing is known to better than a microsecond. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 1000) / 1000;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
