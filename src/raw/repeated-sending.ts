/** Sends packets again and again, at a rate. */
import type { PacketSender } from './packet-sender.js';

export interface RepeatOptions {
  /** How many packets; 1 unless given. */
  readonly count?: number | undefined;
  /** Packets a second; as fast as the kernel takes them unless given. */
  readonly rate?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Sent {
  readonly packets: number;
  readonly bytes: number;
  /** Milliseconds from the first to the end of the last. */
  readonly milliseconds: number;
}

/** Packets of one burst, so that a signal is seen and others have their turn. */
const burst = 64;

/** Sends `count` packets, those of the sender in turn. Resolves with what was sent, also when the signal ended it early. */
export async function sendRepeatedly(
  sender: PacketSender,
  { count = 1, rate, signal }: RepeatOptions = {},
): Promise<Sent> {
  const start = performance.now();
  let [packets, bytes] = [0, 0];
  while (packets < count && !signal?.aborted) {
    const elapsed = performance.now() - start;
    const due = rate === undefined ? count : Math.min(count, Math.floor((elapsed * rate) / 1000) + 1);
    if (packets >= due) {
      await pause(Math.max(1, ((packets * 1000) / rate! - elapsed) | 0), signal);
      continue;
    }
    const taken = sender.sendNow(Math.min(burst, due - packets));
    for (const end = packets + taken; packets < end; packets++)
      bytes += sender.packets[packets % sender.packets.length]!.bytes.length;
    if (taken === 0)
      await sender.waitWritable(signal === undefined ? {} : { signal }).catch(passAbort(signal));
    else if (packets < count) await new Promise(resolve => setImmediate(resolve));
  }
  return { packets, bytes, milliseconds: performance.now() - start };
}

function passAbort(signal: AbortSignal | undefined): (error: unknown) => void {
  return error => {
    if (!signal?.aborted) throw error;
  };
}

/** Waits, until the signal at the latest. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
