import { constants as system } from 'node:os';

/** The exit code of timeout(1). */
const timedOut = 124;

const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The reason of a signal's abort: the process was told to end. */
class Stopped extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

export interface Limits {
  /** Seconds that it may take. */
  readonly timeout?: number | undefined;
  /** Signals that end it; those that do not are the work's own. */
  readonly signals?: readonly NodeJS.Signals[];
}

/**
 * Does something until it is done, a signal ends the process, or the time is over: then the work's signal is aborted,
 * the work tidies up (files of sockets, say), and the process ends by that signal, or with 124.
 */
export async function untilStopped(
  { timeout, signals = stops }: Limits,
  work: (signal: AbortSignal) => Promise<number | undefined>,
): Promise<number | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const handlers = signals.map(name => [name, () => controller.abort(new Stopped(name))] as const);
  for (const [name, handler] of handlers) process.once(name, handler);
  const over = new Error('the time is over');
  const timer = timeout === undefined ? undefined : setTimeout(() => controller.abort(over), timeout * 1000);
  try {
    const code = await work(signal);
    return signal.reason instanceof Stopped ? endBy(signal.reason.signal) : code;
  } catch (error) {
    const { reason } = signal;
    if (reason instanceof Stopped) return endBy(reason.signal);
    if (error !== over) throw error;
    process.stderr.write(`unixctl: gave up after ${timeout} s\n`);
    return timedOut;
  } finally {
    clearTimeout(timer);
    for (const [name, handler] of handlers) process.off(name, handler);
  }
}

/** Has the process end as it would have without a handler, when what is around the work has tidied up too. */
function endBy(signal: NodeJS.Signals): number {
  process.removeAllListeners(signal);
  setImmediate(() => process.kill(process.pid, signal));
  return 128 + system.signals[signal];
}
