import { setTimeout as sleep } from 'node:timers/promises';
import { MessageBatch, SocketError } from '../../../socket/index.js';
import type { UnixStream } from '../../../unix/stream.js';

/** Milliseconds between looks. */
const pause = 100;

/**
 * Resolves when the other side of a stream, which has ended its own direction, takes nothing any more either. Sending
 * nothing says so, and the kernel tells nobody who only waits.
 */
export async function peerGone(stream: UnixStream, signal: AbortSignal): Promise<void> {
  using nothing = new MessageBatch({ slots: 1, payloadSize: 16 });
  for (;;) {
    nothing.setLength(0, 0);
    try {
      stream.socket.send(nothing, 0, 1);
    } catch (error) {
      if (error instanceof SocketError) return;
      throw error;
    }
    await sleep(pause, undefined, { signal });
  }
}
