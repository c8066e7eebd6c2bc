/**
 * Finds the equal-cost paths to a host: routers send each flow one way, so that many flows show all ways. How many flows
 * it takes to have missed none, with a probability of 95 %, is known (multipath detection; Veitch et al., 2009).
 */
import type { Exchange, TimedAnswer } from './exchange.js';
import { openExchange } from './open.js';
import type { TraceOptions } from './options.js';

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

/** Attempts for a probe that is not answered: routers tell of only so many in a second. */
const attempts = 3;

/** Hops of a flow that are asked at once where it is not known how long its way is. */
const pace = 4;

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
    const ways: Way[] = [await follow(exchange, 0, settings, pace)];
    const expected = Math.max(1, trimmed(ways[0]!).length);
    for (let wanted = flowsFor(1); ; ) {
      const from = ways.length;
      const count = Math.min(wanted, maxFlows) - from;
      const more = await Promise.all(
        Array.from({ length: count }, (_, i) => follow(exchange, from + i, settings, expected)),
      );
      signal?.throwIfAborted();
      ways.push(...more);
      const graph = graphOf(ways, settings.firstHop);
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
  { firstHop, maxHops }: { firstHop: number; maxHops: number },
  expected: number,
): Promise<Way> {
  let end = maxHops;
  const ask = async (ttl: number): Promise<TimedAnswer | undefined> => {
    for (let attempt = 0; attempt < attempts && ttl <= end; attempt++) {
      const answer = await exchange.ask({ ttl, flow }, () => ttl <= end);
      if (answer === undefined) continue;
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
  for (const [flow, way] of ways.entries()) {
    let from = -1;
    for (const [i, answer] of trimmed(way).entries()) {
      const key = `${firstHop + i} ${answer?.from ?? '*'}`;
      let place = places.get(key);
      if (place === undefined) {
        place = nodes.length;
        places.set(key, place);
        nodes.push({ ttl: firstHop + i, flows: [], reached: false });
      }
      add(nodes[place]!, flow, answer);
      links.set(`${from} ${place}`, { from, to: place });
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
