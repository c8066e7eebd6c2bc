/** Traces the way to a host: probes that expire one hop further each, all under way together. */
import type { SocketError } from '../../socket/index.js';
import type { TimedAnswer } from './exchange.js';
import { openExchange } from './open.js';
import type { TraceOptions } from './options.js';

/** What a hop said: for each probe an answer, nothing in time, or this host's kernel refusing it. */
export interface TraceHop {
  readonly ttl: number;
  readonly answers: readonly (TimedAnswer | undefined)[];
  /** The kernel would not send. */
  readonly refusal?: SocketError;
  /** Whether the way ends here: the destination answered, or every answer says that it cannot be reached. */
  readonly last: boolean;
  /** How many hops the answers' own time to live says that they have come, when that is not `ttl`. */
  readonly returnHops?: number;
}

/** A trace that is under way. */
export interface Trace extends AsyncIterable<TraceHop>, Disposable {
  readonly source: string;
  readonly socket: 'raw' | 'datagram';
  /** Why the sockets are not raw ones. */
  readonly reason?: string;
  close(): void;
}

/**
 * Opens a trace to an address. Its hops come in order, each when its probes are answered or given up; probes for later
 * hops are under way meanwhile.
 */
export function trace(target: string, options: TraceOptions = {}): Trace {
  const { exchange, settings, source, reason } = openExchange(target, options);
  const { firstHop, maxHops, probes, signal } = settings;
  const close = () => exchange.close();
  signal?.addEventListener('abort', close);

  async function* hops(): AsyncGenerator<TraceHop, void, undefined> {
    /** The first hop that was found to be the last. */
    let end = maxHops;
    const asked = Array.from({ length: Math.max(0, maxHops - firstHop + 1) }, (_, i) => {
      const ttl = firstHop + i;
      return Array.from({ length: probes }, async (): Promise<TimedAnswer | SocketError | undefined> => {
        try {
          const answer = await exchange.ask({ ttl, flow: 0 }, () => ttl <= end && !signal?.aborted);
          if (answer?.kind === 'reached') end = Math.min(end, ttl);
          return answer;
        } catch (error) {
          return error as SocketError;
        }
      });
    });
    try {
      for (const [i, questions] of asked.entries()) {
        signal?.throwIfAborted();
        const results = await Promise.all(questions);
        signal?.throwIfAborted();
        const hop = hopOf(firstHop + i, results, maxHops);
        if (hop.last) end = Math.min(end, hop.ttl);
        yield hop;
        if (hop.last) return;
      }
    } finally {
      signal?.removeEventListener('abort', close);
      exchange.close();
    }
  }

  const running = hops();
  return {
    source,
    socket: exchange.prober.kind,
    ...(reason === undefined ? {} : { reason }),
    close,
    [Symbol.dispose]: close,
    [Symbol.asyncIterator]: () => running,
  };
}

function hopOf(
  ttl: number,
  results: readonly (TimedAnswer | Error | undefined)[],
  maxHops: number,
): TraceHop {
  const refusal = results.find(result => result instanceof Error) as SocketError | undefined;
  const answers = results.map(result => (result instanceof Error ? undefined : result));
  const heard = answers.filter(answer => answer !== undefined);
  const reached = heard.some(({ kind }) => kind === 'reached');
  const refused = heard.length > 0 && heard.every(({ kind }) => kind === 'unreachable');
  const returnHops = returnDistance(heard);
  return {
    ttl,
    answers,
    ...(refusal === undefined ? {} : { refusal }),
    last: reached || refused || refusal !== undefined || ttl === maxHops,
    ...(returnHops === undefined || returnHops === ttl ? {} : { returnHops }),
  };
}

/** The times to live that hosts send with. */
const usual = [64, 128, 255];

/** How many hops away a host is, by what was left of the usual time to live of its answer. */
function returnDistance(answers: readonly { readonly ttl?: number }[]): number | undefined {
  const ttl = answers.find(answer => answer.ttl !== undefined)?.ttl;
  const initial = ttl === undefined ? undefined : usual.find(value => value >= ttl);
  return initial === undefined || ttl === undefined ? undefined : initial - ttl + 1;
}
