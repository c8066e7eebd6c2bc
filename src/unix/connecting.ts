/** Connecting to a listener that may be busy, or not there yet. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import type { UnixAddress } from './address.js';
import { ECANCELED, ECONNREFUSED, ENOENT, EPROTOTYPE, ETIMEDOUT } from './errno.js';
import { Target } from './paths.js';

export interface RetryOptions {
  /** Whether to try again, at growing intervals, while nobody listens (ENOENT, ECONNREFUSED): a server may restart. */
  retry?: boolean | undefined;
}

const nobodyListens = new Set([ENOENT, ECONNREFUSED]);

/** Milliseconds between attempts: doubled from the first to the last. */
const firstPause = 1;
const lastPause = 64;

export async function connectSocket(
  socket: Socket,
  address: UnixAddress,
  { retry = false, signal, timeout }: RetryOptions & WaitOptions = {},
): Promise<void> {
  const text = address.toString();
  const end = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
  for await (const left of attempts(end, signal)) {
    try {
      using target = new Target(address, 'connect');
      const wait = { signal, timeout: timeout === undefined ? undefined : left };
      await socket.connectAsync(target.bytes, wait, text);
      return;
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      if (!retry || !nobodyListens.has(error.errno)) throw explained(error, text);
      if (performance.now() >= end) throw gaveUp(error, timeout!, text);
      if (socket.closed) throw canceled(text);
    }
  }
}

/** The milliseconds that are left, again and again with a pause between. */
async function* attempts(end: number, signal?: AbortSignal | undefined): AsyncGenerator<number, never> {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, lastPause)) {
    const left = Math.max(0, end - performance.now());
    yield left;
    const rest = Math.max(0, end - performance.now());
    await sleep(Math.min(pause, rest), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

function explained(error: SocketError, address: string): SocketError {
  const { syscall, errno } = error;
  const explanations: Record<number, string> = {
    [ECONNREFUSED]: address.startsWith('@')
      ? 'nobody listens there: an abstract name is known in its own network namespace only'
      : 'nobody listens there: the socket of this file is gone, does not listen, or it is no socket',
    [EPROTOTYPE]: 'the socket there is of another type (stream, datagram, seqpacket)',
  };
  const explanation = explanations[errno];
  if (explanation === undefined || syscall !== 'connect') return error;
  return new SocketError({ syscall, errno, explanation, address, cause: error });
}

function gaveUp(cause: SocketError, timeout: number, address: string): SocketError {
  const explanation = `nobody listened for ${timeout} ms (${cause.code})`;
  return new SocketError({ syscall: 'connect', errno: ETIMEDOUT, explanation, address, cause });
}

function canceled(address: string): SocketError {
  const explanation = 'the socket was closed during the wait';
  return new SocketError({ syscall: 'connect', errno: ECANCELED, explanation, address });
}
