import { constants as system } from 'node:os';
import { SocketError, type WaitOptions } from '../socket/index.js';
import { readAcknowledgement } from './acknowledgement.js';
import { type Channel, sendSlots } from './channel.js';
import {
  align4,
  controlTypes,
  firstProtocolType,
  messageFlags,
  messageHeaderSize,
  readHeader,
} from './header.js';
import type { AnyRequest } from './request.js';

/** A request and its bytes, under the sequence number that its answers carry. */
export interface Outgoing {
  readonly request: AnyRequest;
  readonly sequence: number;
  readonly sent: Uint8Array;
}

/** What became of a request: the objects that the kernel answered with, or its refusal. */
export type Outcome<T> = PromiseSettledResult<T[]>;

/** A request that waits for its acknowledgement, and where its outcome goes. */
interface Pending {
  readonly item: Outgoing;
  readonly answers: unknown[];
  readonly chunk: Chunk;
  readonly index: number;
}

/** Requests that were sent together. */
interface Chunk {
  readonly outcomes: Outcome<unknown>[];
  open: number;
  /** Called when the last one is settled, once somebody waits. */
  done?: () => void;
}

/**
 * The requests of a connection that are not dumps, on one socket; answers are matched by sequence number. The kernel
 * answers within the send, so that nearly all are settled without waiting for readiness.
 */
export class Exchange {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  /** Ends the wait for readiness when nothing is pending any more. */
  #reading: AbortController | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Sends requests, many ahead of their answers; an outcome for each, in order. Never rejects. */
  async send(items: readonly Outgoing[], options: WaitOptions): Promise<Outcome<unknown>[]> {
    const outcomes: Outcome<unknown>[] = [];
    try {
      while (outcomes.length < items.length) {
        options.signal?.throwIfAborted();
        const start = outcomes.length;
        // What answers these queues must fit into the smallest receive buffer there is.
        const chunk = await this.#sendChunk(items.slice(start, start + sendSlots), options);
        outcomes.push(...chunk.outcomes);
      }
    } catch (reason) {
      while (outcomes.length < items.length) outcomes.push({ status: 'rejected', reason });
    }
    return outcomes;
  }

  /** Settles everything that waits with `error`. */
  close(error: unknown): void {
    for (const sequence of [...this.#pending.keys()])
      this.#settle(sequence, { status: 'rejected', reason: error });
  }

  async #sendChunk(items: readonly Outgoing[], options: WaitOptions): Promise<Chunk> {
    const chunk: Chunk = { outcomes: [], open: items.length };
    let next = 0;
    while (next < items.length) {
      const count = this.#trySend(items.slice(next), chunk, next);
      for (let index = next; index < next + count; index++) {
        const item = items[index]!;
        if (chunk.outcomes[index] === undefined)
          this.#pending.set(item.sequence, { item, answers: [], chunk, index });
      }
      next += count;
      this.#collect();
      if (count === 0) await this.#channel.socket.waitWritable(options);
    }
    if (chunk.open > 0) await this.#wait(chunk, options);
    return chunk;
  }

  /** How many of the requests are dealt with: sent, or the first one refused by the socket. */
  #trySend(items: readonly Outgoing[], chunk: Chunk, index: number): number {
    try {
      return this.#channel.send(items.map(({ sent }) => sent));
    } catch (reason) {
      chunk.outcomes[index] = { status: 'rejected', reason };
      chunk.open--;
      return 1;
    }
  }

  #wait(chunk: Chunk, { signal, timeout }: WaitOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: unknown): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        for (const [sequence, pending] of this.#pending)
          if (pending.chunk === chunk) this.#pending.delete(sequence);
        if (this.#pending.size === 0) this.#reading?.abort();
        if (error === undefined) resolve();
        else reject(error);
      };
      const onAbort = (): void => end(signal?.reason);
      const timer = timeout === undefined ? undefined : setTimeout(() => end(timedOut(timeout)), timeout);
      signal?.addEventListener('abort', onAbort);
      chunk.done = end;
      void this.#read();
    });
  }

  /** Reads while anything is pending. */
  async #read(): Promise<void> {
    if (this.#reading !== undefined) return;
    while (this.#pending.size > 0) {
      const reading = new AbortController();
      this.#reading = reading;
      try {
        await this.#channel.socket.waitReadable({ signal: reading.signal });
      } catch (error) {
        if (!reading.signal.aborted) this.close(error);
      }
      this.#collect();
    }
    this.#reading = undefined;
  }

  /** Takes every answer that is there. */
  #collect(): void {
    const channel = this.#channel;
    try {
      while (this.#pending.size > 0) {
        const count = channel.receive();
        if (count === 0) return;
        for (let slot = 0; slot < count; slot++) {
          if (channel.isFromKernel(slot)) this.#readDatagram(slot);
        }
      }
    } catch (error) {
      // An overrun lost answers; it is not known whose.
      this.close(error);
    }
  }

  #readDatagram(slot: number): void {
    const { window, batch } = this.#channel;
    let at = slot * batch.payloadSize;
    const end = at + Math.min(batch.length(slot), batch.payloadSize);
    while (end - at >= messageHeaderSize) {
      const { length, type, flags, sequence } = readHeader(window, at);
      const stop = at + length;
      if (length < messageHeaderSize || stop > end) return;
      const pending = this.#pending.get(sequence);
      if (pending !== undefined) {
        const { request, sent } = pending.item;
        if (type === controlTypes.NLMSG_ERROR) {
          const reason = readAcknowledgement(window, at, stop, request, sent);
          this.#settle(
            sequence,
            reason === undefined
              ? { status: 'fulfilled', value: pending.answers }
              : { status: 'rejected', reason },
          );
        } else if (type >= firstProtocolType) {
          pending.answers.push(request.schema.decode(window, at + messageHeaderSize, stop));
        } else if (type === controlTypes.NLMSG_DONE && flags & messageFlags.NLM_F_MULTI) {
          this.#settle(sequence, { status: 'fulfilled', value: pending.answers });
        }
      }
      at += align4(length);
    }
  }

  #settle(sequence: number, outcome: Outcome<unknown>): void {
    const pending = this.#pending.get(sequence);
    if (pending === undefined) return;
    this.#pending.delete(sequence);
    const { chunk, index } = pending;
    chunk.outcomes[index] = outcome;
    chunk.open--;
    if (chunk.open === 0) chunk.done?.();
  }
}

function timedOut(timeout: number): SocketError {
  const explanation = `the kernel did not answer within ${timeout} ms`;
  return new SocketError({ syscall: 'recvmmsg', errno: -system.errno.ETIMEDOUT, explanation });
}
