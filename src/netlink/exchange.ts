import { constants as system } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { SocketError, type WaitOptions } from '../socket/index.js';
import { WireError } from '../wire/index.js';
import { readAcknowledgement, readDone } from './acknowledgement.js';
import { type Channel, sendSlots } from './channel.js';
import {
  align4,
  controlTypes,
  firstProtocolType,
  type MessageHeader,
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
  /** Why nothing is to be sent after it: it was given up. */
  stopped?: { readonly reason: unknown };
  /** Called when the last one is settled, once somebody waits. */
  done?: () => void;
}

/** Requests that the kernel answers with an acknowledgement alone, about 1 KiB, and those it answers with objects. */
const acknowledgedAtOnce = sendSlots;
const answeredAtOnce = 4;
/** Chunks between two looks at everything else that the process has to do. */
const chunksPerTurn = 16;

/** setTimeout takes no more; a longer timeout is none. */
const longestTimeout = 0x7fff_ffff;

/**
 * The requests of a connection that are not dumps, on one socket; answers are matched by sequence number. The kernel
 * answers within the send, so that nearly all are settled without waiting for readiness.
 */
export class Exchange {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  /** Ends the wait for readiness when nothing is pending any more. */
  #reading: AbortController | undefined;
  #closed: { readonly reason: unknown } | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /**
   * Sends requests, many ahead of their answers; an outcome for each, in order. Never rejects. Where an answer does
   * not come in time, or the signal is aborted, the outcomes that are known stay, and what follows is not sent.
   */
  async send(items: readonly Outgoing[], options: WaitOptions): Promise<Outcome<unknown>[]> {
    const outcomes: Outcome<unknown>[] = [];
    for (let chunks = 1; outcomes.length < items.length; chunks++) {
      const chunk = await this.#sendChunk(nextChunk(items, outcomes.length), options);
      outcomes.push(...chunk.outcomes);
      if (chunk.stopped !== undefined) {
        const { reason } = chunk.stopped;
        while (outcomes.length < items.length) outcomes.push({ status: 'rejected', reason });
      } else if (chunks % chunksPerTurn === 0) {
        await setImmediate();
      }
    }
    return outcomes;
  }

  /** Settles everything that waits with `reason`, and whatever is asked for from now on. */
  close(reason: unknown): void {
    this.#closed = { reason };
    this.#rejectAll(reason);
  }

  async #sendChunk(items: readonly Outgoing[], options: WaitOptions): Promise<Chunk> {
    const chunk: Chunk = { outcomes: [], open: items.length };
    try {
      for (let next = 0; next < items.length; ) {
        options.signal?.throwIfAborted();
        if (this.#closed !== undefined) throw this.#closed.reason;
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
    } catch (reason) {
      this.#giveUp(chunk, reason, reason);
      for (let index = 0; index < items.length; index++)
        chunk.outcomes[index] ??= { status: 'rejected', reason };
      return chunk;
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
    return new Promise(resolve => {
      const onAbort = (): void => this.#giveUp(chunk, signal!.reason, signal!.reason);
      const onTimeout = (): void => {
        // Timers run before sockets are looked at: after a long pause the answer may be there.
        this.#collect();
        if (chunk.open > 0) this.#giveUp(chunk, timedOut(timeout!), unsent(timeout!));
      };
      const limited = timeout !== undefined && timeout <= longestTimeout;
      const timer = limited ? setTimeout(onTimeout, timeout) : undefined;
      signal?.addEventListener('abort', onAbort);
      chunk.done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (this.#pending.size === 0) this.#reading?.abort();
        resolve();
      };
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
        if (!reading.signal.aborted) this.#rejectAll(error);
      }
      this.#collect();
    }
    this.#reading = undefined;
  }

  /** Takes every answer that is there. */
  #collect(): void {
    const channel = this.#channel;
    let fault: unknown;
    while (this.#pending.size > 0) {
      let count: number;
      try {
        count = channel.receive();
      } catch (error) {
        fault = error;
        // An overrun is reported before the answers that did find room.
        if (error instanceof SocketError && error.code === 'ENOBUFS') continue;
        break;
      }
      if (count === 0) break;
      for (let slot = 0; slot < count; slot++)
        if (channel.buffer.isFromKernel(slot)) this.#readDatagram(slot);
    }
    if (fault !== undefined) this.#rejectAll(fault);
  }

  #readDatagram(slot: number): void {
    const { window, batch } = this.#channel.buffer;
    let at = slot * batch.payloadSize;
    const end = at + Math.min(batch.length(slot), batch.payloadSize);
    while (end - at >= messageHeaderSize) {
      const header = readHeader(window, at);
      const stop = at + header.length;
      const pending = this.#pending.get(header.sequence);
      if (header.length < messageHeaderSize) return;
      if (stop > end) {
        if (pending !== undefined)
          this.#settle(pending, { status: 'rejected', reason: truncated(batch.length(slot)) });
        return;
      }
      if (pending !== undefined) this.#readMessage(pending, header, at, stop);
      at += align4(header.length);
    }
  }

  #readMessage(pending: Pending, { type, flags }: MessageHeader, start: number, end: number): void {
    const { window } = this.#channel.buffer;
    const { item, answers } = pending;
    let reason: unknown;
    if (type >= firstProtocolType) {
      try {
        const { schema, answers: schemaOfAnswers = schema } = item.request;
        answers.push(schemaOfAnswers.decode(window, start + messageHeaderSize, end));
        return;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        reason = error;
      }
    } else if (type === controlTypes.NLMSG_ERROR) {
      reason = readAcknowledgement(window, start, end, item.request, item.sent);
    } else if (type === controlTypes.NLMSG_DONE && flags & messageFlags.NLM_F_MULTI) {
      reason = readDone(window, start, end, item.request, item.sent);
    } else {
      return;
    }
    this.#settle(
      pending,
      reason === undefined ? { status: 'fulfilled', value: answers } : { status: 'rejected', reason },
    );
  }

  /** Rejects what a chunk still waits for with `reason`; what was to be sent after it fails with `rest`. */
  #giveUp(chunk: Chunk, reason: unknown, rest: unknown): void {
    chunk.stopped = { reason: rest };
    for (const pending of [...this.#pending.values()])
      if (pending.chunk === chunk) this.#settle(pending, { status: 'rejected', reason });
  }

  #rejectAll(reason: unknown): void {
    for (const pending of [...this.#pending.values()]) this.#settle(pending, { status: 'rejected', reason });
  }

  #settle({ item, chunk, index }: Pending, outcome: Outcome<unknown>): void {
    this.#pending.delete(item.sequence);
    chunk.outcomes[index] = outcome;
    chunk.open--;
    if (chunk.open === 0) chunk.done?.();
  }
}

/** The requests from `start` on whose answers fit into a receive buffer of the usual 208 KiB together. */
function nextChunk(items: readonly Outgoing[], start: number): readonly Outgoing[] {
  const chunk = items.slice(start, start + acknowledgedAtOnce);
  return chunk.every(({ request }) => isAcknowledgedAlone(request)) ? chunk : chunk.slice(0, answeredAtOnce);
}

function isAcknowledgedAlone({ type, flags = 0 }: AnyRequest): boolean {
  return /_(NEW|DEL|SET)/.test(type) && (flags & messageFlags.NLM_F_ECHO) === 0;
}

function timedOut(timeout: number): SocketError {
  return failure('ETIMEDOUT', `the kernel did not answer within ${timeout} ms`);
}

function unsent(timeout: number): SocketError {
  return failure(
    'ETIMEDOUT',
    `not sent: the kernel did not answer what was sent before within ${timeout} ms`,
  );
}

function truncated(length: number): SocketError {
  return failure('EMSGSIZE', `an answer of ${length} bytes was longer than its buffer`);
}

function failure(code: 'ETIMEDOUT' | 'EMSGSIZE', explanation: string): SocketError {
  return new SocketError({ syscall: 'recvmmsg', errno: -system.errno[code], explanation });
}
