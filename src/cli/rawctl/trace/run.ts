/** Runs trace, and prints what it finds. */
import { writeFileSync } from 'node:fs';
import { type ResolvedHost, ReverseNames, resolveHost, UnknownHostError } from '../../../raw/resolve.js';
import { pathMtu } from '../../../raw/trace/path-mtu.js';
import { equalCostPaths, type PathGraph } from '../../../raw/trace/paths.js';
import { type TraceHop, trace } from '../../../raw/trace/trace.js';
import { NetworkNamespace } from '../../../socket/index.js';
import { report } from '../../errors.js';
import { Output } from '../../output.js';
import { inSandbox } from '../../sandbox.js';
import { loopbackUp } from '../loopback.js';
import { classicHeading, classicLine, heading, hopLine, mtuLine } from './lines.js';
import { pathPicture } from './picture.js';
import type { TraceCommandSettings } from './settings.js';
import { pathSvg } from './svg.js';

/** As traceroute has it for a host that does not exist. */
const unknownHost = 2;

export async function run(settings: TraceCommandSettings): Promise<number> {
  let namespace: NetworkNamespace | undefined;
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    if (inSandbox) await loopbackUp();
    if (settings.namespace !== undefined) namespace = NetworkNamespace.open(settings.namespace);
    const host = await resolveHost(settings.host, settings.family);
    const command = new TraceCommand(host, settings, { namespace, signal: controller.signal });
    await command[settings.what]();
    return 0;
  } catch (error) {
    if (controller.signal.aborted) return 0;
    const code = report('rawctl', error);
    return error instanceof UnknownHostError ? unknownHost : code;
  } finally {
    process.off('SIGINT', stop);
    namespace?.close();
  }
}

class TraceCommand {
  readonly #host: ResolvedHost;
  readonly #settings: TraceCommandSettings;
  readonly #options: TraceCommandSettings['options'];
  readonly #names = new ReverseNames();
  readonly #output = new Output();

  constructor(
    host: ResolvedHost,
    settings: TraceCommandSettings,
    more: { namespace: NetworkNamespace | undefined; signal: AbortSignal },
  ) {
    this.#host = host;
    this.#settings = settings;
    this.#options = { ...settings.options, ...more };
  }

  async hops(): Promise<void> {
    const { json, classic, back } = this.#settings;
    const { maxHops = 30, size = 0 } = this.#options;
    const { name, address } = this.#host;
    using running = trace(address, this.#options);
    this.#tell(running.reason);
    if (json)
      this.#object({ event: 'start', host: name, address, source: running.source, socket: running.socket });
    else if (classic) this.#line(classicHeading(name, address, maxHops, size));
    else this.#line(heading(name, address, { maxHops, packetSize: this.#packetSize() }));
    for await (const hop of running) {
      const names = await this.#naming(hop.answers.map(answer => answer?.from));
      if (json) this.#object(hopObject(hop, names));
      // Nobody was asked: a * would say that a hop is silent.
      else if (hop.refusal !== undefined && hop.answers.every(answer => answer === undefined))
        throw hop.refusal;
      else if (classic)
        this.#line(
          classicLine(hop, from => (this.#settings.numeric ? undefined : (names.get(from) ?? from))),
        );
      else this.#line(hopLine(hop, from => shown(from, names, this.#settings.numeric), { back }));
      if (hop.refusal !== undefined) throw hop.refusal;
    }
  }

  async mtu(): Promise<void> {
    const { json, numeric } = this.#settings;
    const { name, address } = this.#host;
    if (!json)
      this.#line(`traceroute to ${name} (${address}), ${this.#options.maxHops} hops max, path MTU discovery`);
    for await (const hop of pathMtu(address, this.#options)) {
      const names = await this.#naming([hop.answer?.from]);
      const { ttl, mtu, answer, last } = hop;
      if (json)
        this.#object({
          event: 'hop',
          hop: ttl,
          mtu,
          ...(answer === undefined ? {} : answerObject(answer, names)),
        });
      else this.#line(mtuLine(hop, from => shown(from, names, numeric)));
      if (last && !json) this.#line(`path MTU ${mtu}`);
    }
  }

  async paths(): Promise<void> {
    const { json, draw, svg, numeric } = this.#settings;
    const graph = await equalCostPaths(this.#host.address, this.#options);
    const names = await this.#naming(graph.nodes.map(({ address }) => address));
    const label = (address: string) => names.get(address) ?? address;
    if (svg !== undefined) writeFileSync(svg, pathSvg(graph, label));
    if (json) {
      this.#object({
        event: 'paths',
        host: this.#host.name,
        ...graph,
        nodes: graph.nodes.map(node => nodeObject(node, names)),
      });
    } else if (draw) {
      this.#output.write(pathPicture(graph, label));
    } else {
      this.#pathLines(graph, address => shown(address, names, numeric));
    }
    if (!json) this.#summary(graph);
    this.#output.flush();
  }

  #pathLines({ nodes, links }: PathGraph, name: (address: string) => string): void {
    for (const [place, { ttl, address, time, flows }] of nodes.entries()) {
      const from = links
        .filter(({ to }) => to === place)
        .map(({ from }) => (from < 0 ? 'this host' : (nodes[from]!.address ?? '*')));
      const took = time === undefined ? '' : `  ${time.toFixed(3)} ms`;
      const who = address === undefined ? '*' : name(address);
      this.#output.write(
        `${String(ttl).padStart(2)}  ${who}${took}  from ${from.join(', ')}  (${flows.length} flows)\n`,
      );
    }
  }

  #summary({ flows, probes, complete }: PathGraph): void {
    const sure = complete ? '' : '; not enough flows to be sure that there are no others: raise --flows';
    this.#output.write(`${flows} flows, ${probes} probes${sure}\n`);
  }

  #packetSize(): number {
    const { method, size = 0 } = this.#options;
    const ip = this.#host.family === 'inet' ? 20 : 40;
    return method === 'tcp' ? ip + 24 : ip + 8 + size;
  }

  #tell(reason: string | undefined): void {
    if (reason === undefined || this.#settings.json) return;
    process.stderr.write(`rawctl: ${reason}: through ordinary sockets and their error queues\n`);
  }

  /** The names of addresses, looked up all at once. */
  async #naming(addresses: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    if (this.#settings.numeric) return names;
    const distinct = [...new Set(addresses)].filter(address => address !== undefined);
    const found = await Promise.all(distinct.map(address => this.#names.of(address)));
    for (const [i, name] of found.entries()) if (name !== undefined) names.set(distinct[i]!, name);
    return names;
  }

  #line(text: string): void {
    this.#output.write(`${text}\n`);
    this.#output.flush();
  }

  #object(object: object): void {
    this.#line(JSON.stringify(object));
  }
}

/** As traceroute: name and address, where names are looked up; the address twice where it has none. */
function shown(address: string, names: ReadonlyMap<string, string>, numeric: boolean): string {
  return numeric ? address : `${names.get(address) ?? address} (${address})`;
}

function hopObject(
  { ttl, answers, returnHops, refusal }: TraceHop,
  names: ReadonlyMap<string, string>,
): object {
  return {
    event: 'hop',
    hop: ttl,
    answers: answers.map(answer => (answer === undefined ? null : answerObject(answer, names))),
    ...(returnHops === undefined ? {} : { returnHops }),
    ...(refusal === undefined ? {} : { error: refusal.message }),
  };
}

function answerObject(
  answer: NonNullable<TraceHop['answers'][number]>,
  names: ReadonlyMap<string, string>,
): object {
  const name = names.get(answer.from);
  const { from, at, time, ...rest } = answer;
  return { from, ...(name === undefined ? {} : { name }), at: micro(at), time: micro(time), ...rest };
}

function nodeObject(
  { answer, time, address, ...node }: PathGraph['nodes'][number],
  names: ReadonlyMap<string, string>,
): object {
  const name = address === undefined ? undefined : names.get(address);
  const labels = answer?.labels === undefined ? {} : { labels: answer.labels };
  return {
    address,
    ...(name === undefined ? {} : { name }),
    ...node,
    ...(time === undefined ? {} : { time: micro(time) }),
    ...labels,
  };
}

/** Nothing is known to better than a microsecond. */
const micro = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
