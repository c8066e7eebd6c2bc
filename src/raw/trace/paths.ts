/**
 * Finds the equal-cost paths to a host: routers send each flow one way, so that many flows show all ways. How many flows
 * it takes to have missed none, with a probability of 95 %, is known (multipath detection; Veitch et al., 2009).
 */
import type { Exchange, TimedAnswer } from './exchange.js';
import { openExchange } from './open.js';
import type { TraceOptions, TraceSettings } from './options.js';

/** A router, or the destination, at a distance. */
export interface PathNode {
  readonly ttl: number;
  /** Absent where nobody answered: `*`. */
  readonly address?: string;
  /** Flows that went through. */
  readonly flows: readonly number[];
  readonly reached: boolean;
  /** The least round trip, in milliseconds. */
  readonly time?: number;
  readonly answer?: TimedAnswer;
}

export interface PathLink {
  /** Places in `nodes`. The first is this host when it is −1. */
  readonly from: number;
  readonly to: number;
}

export interface PathGraph {
  readonly source: string;
  readonly socket: 'raw' | 'datagram';
  readonly nodes: readonly PathNode[];
  readonly links: readonly PathLink[];
  /** How many flows were traced, and probes sent. */
  readonly flows: number;
  readonly probes: number;
  /** Whether enough flows went through every router to have found, as likely as 95 %, all its ways on. */
  readonly complete: boolean;
}

export interface PathOptions extends TraceOptions {
  /** The most flows: 256. */
  readonly maxFlows?: number;
}

/** Flows that must have gone through a router whose ways on are this many, lest there be one more: index is their number. */
const enough = [1, 6, 11, 16, 21, 27, 33, 38, 44, 51, 57, 63, 70, 76, 83, 90, 96];

/** How many flows show, as likely as 95 %, that there are not more than `known` ways. */
export function flowsFor(known: number): number {
  return enough[known] ?? Math.ceil(known * 6.1);
}

/** Attempts for a probe that is not answered where others are not either. */
const attempts = 3;
/**
 * Routers tell of only so many probes in a second (Linux: six, then one). Where they answer others, a probe is asked again after
 * about a second, for as long as any is answered at its distance.
 */
const again = { after: 1050, most: 60 } as const;

/** Hops of a flow that are asked at once where it is not known how long its way is. */
const pace = 4;

/** What all flows together have found. */
interface Progress {
  /** Hops that every flow goes through: they are not asked again. */
  settled: ReadonlyMap<number, TimedAnswer>;
  /** When a probe was last answered at each distance, and how long the longest took. */
  readonly answered: Map<number, { at: number; slowest: number }>;
}

/** A flow's way: what answered at each hop. */
type Way = (TimedAnswer | undefined)[];

/** Traces flows until the ways are known. Takes a while where routers answer seldom. */
export async function equalCostPaths(target: string, options: PathOptions = {}): Promise<PathGraph> {
  const { exchange, settings, source } = openExchange(target, { ...options, paris: true });
  const { maxFlows = 256 } = options;
  const { signal } = settings;
  const close = () => exchange.close();
  signal?.addEventListener('abort', close);
  try {
    // The first flow tells how far it is.
    const progress: Progress = { settled: new Map(), answered: new Map() };
    const ways: Way[] = [await follow(exchange, 0, settings, pace, progress)];
    const expected = Math.max(1, trimmed(ways[0]!).length);
    for (let wanted = flowsFor(1); ; ) {
      const from = ways.length;
      const count = Math.min(wanted, maxFlows) - from;
      const more = await Promise.all(
        Array.from({ length: count }, (_, i) => follow(exchange, from + i, settings, expected, progress)),
      );
      signal?.throwIfAborted();
      ways.push(...more);
      const graph = graphOf(ways, settings.firstHop);
      progress.settled = settledHops(graph.nodes);
      const missing = missingFlows(graph);
      if (missing === 0 || ways.length >= maxFlows) {
        return {
          ...graph,
          source,
          socket: exchange.prober.kind,
          flows: ways.length,
          probes: exchange.sent,
          complete: missing === 0,
        };
      }
      wanted = ways.length + missing;
    }
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

/**
 * Follows one flow hop by hop.
 *
 * @param expected how long the way is likely to be: so many hops are asked at once, and more if the end is not among them
 */
async function follow(
  exchange: Exchange,
  flow: number,
  { firstHop, maxHops, timeout: patience }: TraceSettings,
  expected: number,
  { settled, answered }: Progress,
): Promise<Way> {
  let end = maxHops;
  const ask = async (ttl: number): Promise<TimedAnswer | undefined> => {
    const known = settled.get(ttl);
    if (known !== undefined) {
      if (known.kind !== 'expired') end = Math.min(end, ttl);
      return known;
    }
    for (let attempt = 1; attempt <= again.most && ttl <= end; attempt++) {
      const others = answered.get(ttl);
      const timeout =
        others === undefined ? undefined : Math.min(patience, Math.max(again.after, 4 * others.slowest));
      const answer = await exchange.ask({ ttl, flow, timeout }, () => ttl <= end);
      const latest = answered.get(ttl);
      if (answer === undefined) {
        const heard = latest !== undefined && performance.now() - latest.at < 3 * (timeout ?? patience);
        if (attempt >= attempts && !heard) return undefined;
        continue;
      }
      answered.set(ttl, { at: performance.now(), slowest: Math.max(answer.time, latest?.slowest ?? 0) });
      if (answer.kind !== 'expired') end = Math.min(end, ttl);
      return answer;
    }
    return undefined;
  };
  const way: Way = [];
  for (let next = firstHop, many = expected; next <= end; ) {
    const ttls = Array.from({ length: Math.min(many, maxHops - next + 1) }, (_, i) => next + i);
    way.push(...(await Promise.all(ttls.map(ask))));
    next += ttls.length;
    many = pace;
  }
  return way.slice(0, end - firstHop + 1);
}

/** Hops at which enough flows have met one router, and none another. */
function settledHops(nodes: readonly PathNode[]): Map<number, TimedAnswer> {
  const settled = new Map<number, TimedAnswer>();
  for (const { ttl, answer, flows } of nodes) {
    const alone = nodes.every(node => node.ttl !== ttl || node.answer === answer);
    if (answer !== undefined && alone && flows.length >= flowsFor(1)) settled.set(ttl, answer);
  }
  return settled;
}

interface Draft {
  ttl: number;
  address?: string;
  flows: number[];
  reached: boolean;
  time?: number;
  answer?: TimedAnswer;
}

/** The nodes and links that flows went by. */
function graphOf(ways: readonly Way[], firstHop: number): { nodes: PathNode[]; links: PathLink[] } {
  const nodes: Draft[] = [];
  const places = new Map<string, number>();
  const links = new Map<string, PathLink>();
  // Where some are answered, a flow that was not says nothing: its router is one of those, or one that was busy.
  const heard = new Set(ways.flatMap(way => [...way.keys()].filter(i => way[i] !== undefined)));
  for (const [flow, way] of ways.entries()) {
    let from: number | undefined = -1;
    for (const [i, answer] of trimmed(way).entries()) {
      if (answer === undefined && heard.has(i)) {
        from = undefined;
        continue;
      }
      const key = `${firstHop + i} ${answer?.from ?? '*'}`;
      let place = places.get(key);
      if (place === undefined) {
        place = nodes.length;
        places.set(key, place);
        nodes.push({ ttl: firstHop + i, flows: [], reached: false });
      }
      add(nodes[place]!, flow, answer);
      if (from !== undefined) links.set(`${from} ${place}`, { from, to: place });
      from = place;
    }
  }
  return { nodes, links: [...links.values()] };
}

/** Without the hops behind the last that answered. */
function trimmed(way: Way): Way {
  return way.slice(0, way.findLastIndex(answer => answer !== undefined) + 1);
}

function add(node: Draft, flow: number, answer: TimedAnswer | undefined): void {
  node.flows.push(flow);
  if (answer === undefined) return;
  node.address = answer.from;
  node.reached ||= answer.kind === 'reached';
  node.answer ??= answer;
  if (node.time === undefined || answer.time < node.time) node.time = answer.time;
}

/** How many more flows to trace: as many as the router lacks that lacks most, counted for all flows. */
function missingFlows({ nodes, links }: { nodes: readonly PathNode[]; links: readonly PathLink[] }): number {
  const total = nodes.length === 0 ? 0 : new Set(nodes.flatMap(({ flows }) => flows)).size;
  let most = 0;
  for (const place of [-1, ...nodes.keys()]) {
    const ways = links.filter(({ from }) => from === place).length;
    const through = place < 0 ? total : nodes[place]!.flows.length;
    const lacking = ways === 0 ? 0 : flowsFor(ways) - through;
    // Of the flows to come this router sees the share that it has seen so far.
    if (lacking > 0) most = Math.max(most, Math.ceil((lacking * total) / Math.max(1, through)));
  }
  return most;
}
