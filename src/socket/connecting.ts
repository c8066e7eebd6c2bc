/** Connecting, with the waits that it may take. */
import { setTimeout as sleep } from 'node:timers/promises';
import { constants } from './constants.js';
import { EAGAIN, ECANCELED, ETIMEDOUT, SocketError } from './errors.js';
import type { WaitOptions } from './readiness.js';
import type { Socket } from './socket.js';

/** Milliseconds between attempts while a listener's queue is full: doubled from the first to the last. */
const FIRST_PAUSE = 1;
const LAST_PAUSE = 64;

/** {@link Socket.connectAsync}. */
export async function connectAsync(
  socket: Socket,
  address: Uint8Array,
  { signal, timeout }: WaitOptions = {},
  text?: string,
): Promise<void> {
  signal?.throwIfAborted();
  const end = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
  const left = () => Math.max(0, end - performance.now());

  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LAST_PAUSE)) {
    const outcome = attempt(socket, address, text);
    if (outcome === 'connected') return;
    if (outcome === 'in progress') break;
    if (left() === 0) throw failure(ETIMEDOUT, `the listener's queue was full for ${timeout} ms`, text);
    // A full queue of an AF_UNIX listener wakes nobody when it gets room: poll(2) says writable at once.
    await sleep(Math.min(pause, left()), undefined, { signal }).catch(() => signal?.throwIfAborted());
    if (socket.closed) throw failure(ECANCELED, 'the socket was closed during the wait', text);
  }

  await socket.waitWritable({ signal, timeout: timeout === undefined ? undefined : left() });
  const error = socket.getIntOption(constants.SOL_SOCKET, constants.SO_ERROR);
  if (error !== 0) throw SocketError.from(-error, 'connect', text);
}

function attempt(socket: Socket, address: Uint8Array, text?: string): 'connected' | 'in progress' | 'full' {
  try {
    return socket.connect(address, text) ? 'connected' : 'in progress';
  } catch (error) {
    if (error instanceof SocketError && error.errno === EAGAIN) return 'full';
    throw error;
  }
}

function failure(errno: number, explanation: string, address?: string): SocketError {
  return new SocketError({ syscall: 'connect', errno, explanation, address });
}
