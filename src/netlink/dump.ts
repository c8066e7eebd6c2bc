import { constants as system } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { SocketError, type WaitOptions } from '../socket/index.js';
import { readAcknowledgement, readDone } from './acknowledgement.js';
import type { Channel } from './channel.js';
import {
  align4,
  controlTypes,
  firstProtocolType,
  flagsOf,
  messageFlags,
  messageHeaderSize,
  typeOf,
} from './header.js';
import { ItemIterator } from './item-iterator.js';
import type { DecodedOf, Message } from './message.js';
import type { ReceiveBuffer } from './receive-buffer.js';
import type { AnyRequest } from './request.js';

/** Where a dump gets its socket, and what it does with it afterwards. */
export interface ChannelPool {
  acquire(): Channel;
  /** Takes back a channel whose dump was read to its end. */
  release(channel: Channel): void;
  /** Takes leave of one that has answers under way. */
  discard(channel: Channel): void;
  nextSequence(): number;
}

export interface DumpOptions extends WaitOptions {
  /** Milliseconds that the kernel may take for each part of the table; the connection's timeout unless given. */
  readonly timeout?: number | undefined;
  /** How often `toArray` starts again when the table changed while it was read; 8 unless given. */
  readonly retries?: number;
}

/**
 * A table of the kernel's, read as it is consumed: the kernel goes on writing only when its datagrams are taken.
 * Each iteration asks anew. An iteration that the kernel says was overtaken by changes (NLM_F_DUMP_INTR) starts
 * again by itself while nothing was handed out, and ends with a SocketError EINTR otherwise; `toArray` starts again.
 */
export class Dump<M extends Message<any, any>> implements AsyncIterable<DecodedOf<M>> {
  readonly #pool: ChannelPool;
  readonly #request: AnyRequest;
  readonly #schema: M;
  readonly #encode: (sequence: number) => Uint8Array;
  readonly #options: DumpOptions;

  constructor(
    pool: ChannelPool,
    request: AnyRequest,
    encode: (sequence: number) => Uint8Array,
    options: DumpOptions,
  ) {
    this.#pool = pool;
    this.#request = request;
    this.#schema = (request.answers ?? request.schema) as M;
    this.#encode = encode;
    this.#options = options;
  }

  /** The objects by the bufferful: a few thousand at a time from a large table. */
  async *batches(): AsyncGenerator<DecodedOf<M>[], void, undefined> {
    const retries = this.#options.retries ?? defaultRetries;
    for (let attempt = 0; ; attempt++) {
      const state = { interrupted: false };
      let batch: DecodedOf<M>[] = [];
      let handedOut = false;
      for await (const _ of this.#attempt(state, value => batch.push(value))) {
        if (state.interrupted && !handedOut) break;
        if (batch.length === 0) continue;
        handedOut = true;
        yield batch;
        batch = [];
      }
      if (!state.interrupted) return;
      if (handedOut || attempt >= retries) throw this.#interrupted(attempt + 1);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<DecodedOf<M>, void, undefined> {
    return new ItemIterator(this.batches(), this.#options.signal);
  }

  /**
   * Calls `visit` with each object as it is read: the fastest way through a large table, because an object that is not
   * kept is forgotten before the next. A table that changes meanwhile is an error at its end.
   */
  async forEach(visit: (value: DecodedOf<M>) => void): Promise<void> {
    const state = { interrupted: false };
    for await (const _ of this.#attempt(state, visit));
    if (state.interrupted) throw this.#interrupted(1);
  }

  /** All objects, consistent with each other: starts again when the table changed meanwhile. */
  async toArray(): Promise<DecodedOf<M>[]> {
    const retries = this.#options.retries ?? defaultRetries;
    for (let attempt = 0; attempt <= retries; attempt++) {
      const state = { interrupted: false };
      const items: DecodedOf<M>[] = [];
      for await (const _ of this.#attempt(state, value => items.push(value))) if (state.interrupted) break;
      if (!state.interrupted) return items;
    }
    throw this.#interrupted(retries + 1);
  }

  #interrupted(attempts: number): SocketError {
    const times = attempts === 1 ? '' : ` (${attempts} attempts)`;
    const explanation = `the table changed while it was read, what was read may be inconsistent${times}`;
    return new SocketError({ syscall: this.#request.type, errno: -system.errno.EINTR, explanation });
  }

  /** One pass over the table, in steps of a bufferful, each after its objects were visited. */
  async *#attempt(
    state: { interrupted: boolean },
    visit: (value: DecodedOf<M>) => unknown,
  ): AsyncGenerator<void, void, undefined> {
    const { signal, timeout } = this.#options;
    signal?.throwIfAborted();
    const pool = this.#pool;
    const channel = pool.acquire();
    /** What a thread receives while the part before is read. */
    let next: Promise<number> | undefined;
    let finished = false;
    try {
      const sequence = pool.nextSequence();
      const pass = { sequence, sent: this.#encode(sequence), state };
      await channel.sendOne(pass.sent, { signal, timeout });
      let buffer = channel.buffer;
      let count = channel.receive();
      for (;;) {
        if (count === 0) {
          await channel.socket.waitReadable({ signal, timeout });
          buffer = channel.buffer;
          count = channel.receive();
          continue;
        }
        // A table that fills the buffers is a large one: the kernel can write the next part in the meantime.
        const other = buffer === channel.buffer ? channel.spare : channel.buffer;
        next = count === buffer.batch.slots ? channel.receiveInBackground(other) : undefined;
        // It may fail, by a close, while the consumer holds this part: then the next step says so.
        next?.catch(() => {});
        for (let slot = 0; slot < count && !finished; slot++) {
          if (!buffer.isFromKernel(slot)) continue;
          if (buffer.isTruncated(slot)) throw this.#truncated(buffer.batch.length(slot));
          finished = this.#read(buffer, slot, pass, visit);
        }
        yield;
        if (finished) {
          await next?.catch(() => {});
          next = undefined;
          break;
        }
        channel.checkOpen('recvmmsg');
        if (next !== undefined) {
          count = await next;
          next = undefined;
          buffer = other;
        } else {
          await setImmediate();
          buffer = channel.buffer;
          count = channel.receive();
        }
        signal?.throwIfAborted();
      }
    } finally {
      if (finished && next === undefined) pool.release(channel);
      else pool.discard(channel);
    }
  }

  /** Visits a datagram's objects; returns whether the dump ends with it. */
  #read(buffer: ReceiveBuffer, slot: number, pass: Pass, visit: (value: DecodedOf<M>) => unknown): boolean {
    const { window } = buffer;
    const { words } = window;
    const schema = this.#schema;
    const { sequence, sent, state } = pass;
    let at = slot * buffer.batch.payloadSize;
    const end = at + buffer.batch.length(slot);
    while (end - at >= messageHeaderSize) {
      const word = at >> 2;
      const length = words[word]!;
      const stop = at + length;
      if (length < messageHeaderSize || stop > end) break;
      const type = typeOf(words[word + 1]!);
      const flags = flagsOf(words[word + 1]!);
      if (words[word + 2]! >>> 0 === sequence) {
        if (flags & messageFlags.NLM_F_DUMP_INTR) state.interrupted = true;
        if (type >= firstProtocolType) {
          visit(schema.decode(window, at + messageHeaderSize, stop) as DecodedOf<M>);
        } else if (type === controlTypes.NLMSG_DONE || type === controlTypes.NLMSG_ERROR) {
          const read = type === controlTypes.NLMSG_DONE ? readDone : readAcknowledgement;
          const error = read(window, at, stop, this.#request, sent);
          if (error !== undefined) throw error;
          return true;
        }
      }
      at += align4(length);
    }
    return false;
  }

  #truncated(length: number): SocketError {
    const explanation = `a datagram of ${length} bytes was longer than its buffer`;
    return new SocketError({ syscall: 'recvmmsg', errno: -system.errno.EMSGSIZE, explanation });
  }
}

const defaultRetries = 8;

/** What one pass over a table needs to tell its messages. */
interface Pass {
  readonly sequence: number;
  readonly sent: Uint8Array;
  readonly state: { interrupted: boolean };
}
