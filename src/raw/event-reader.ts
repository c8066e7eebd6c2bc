/** Takes what a datagram socket has: messages, and the entries of its error queue. */
import { constants, type MessageBatch, type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { decodeQueued, type QueuedError, type Transmitted } from './error-queue.js';
import { checkOpen, socketFailure } from './pending-error.js';

/** What comes from the error queue. */
export type QueueEvent = QueuedError | Transmitted;

/** Reads one slot of a batch. */
export type SlotDecoder<M> = (batch: MessageBatch, slot: number) => M;

/**
 * Messages and errors of one socket. The error queue is looked at first, and at every wakeup: while it has
 * an entry, poll(2) says POLLERR and the next call fails with the entry's errno.
 */
export class EventReader<M> {
  readonly #socket: Socket;
  readonly #batch: MessageBatch;
  readonly #decode: SlotDecoder<M>;

  constructor(socket: Socket, batch: MessageBatch, decode: SlotDecoder<M>) {
    this.#socket = socket;
    this.#batch = batch;
    this.#decode = decode;
  }

  /** The messages that are there, without waiting, at most a batch full. */
  messages(): M[] {
    checkOpen(this.#socket, 'recvmmsg');
    const count = this.#socket.receive(this.#batch, constants.MSG_TRUNC);
    return Array.from({ length: count }, (_, slot) => this.#decode(this.#batch, slot));
  }

  /** The entries of the error queue that are there, at most a batch full. */
  errors(): QueueEvent[] {
    checkOpen(this.#socket, 'recvmmsg');
    const batch = this.#batch;
    const count = this.#socket.receive(batch, constants.MSG_ERRQUEUE);
    const events: QueueEvent[] = [];
    for (let slot = 0; slot < count; slot++) {
      const queued = decodeQueued(batch.controlMessages(slot), batch.nameAt(slot), batch.payloadAt(slot));
      if (queued !== undefined) events.push(queued);
    }
    return events;
  }

  /** Both, without waiting. An error of the socket itself is an event too, and the socket goes on. */
  take(): (M | QueueEvent)[] {
    const errors = this.errors();
    try {
      return [...errors, ...this.messages()];
    } catch (error) {
      if (!(error instanceof SocketError) || this.#socket.closed) throw error;
      const late = this.errors();
      return [...errors, ...(late.length > 0 ? late : [socketFailure(error)])];
    }
  }

  /** Batches of what comes, until the socket is closed. Throws the signal's reason. */
  async *batches(
    options: Pick<WaitOptions, 'signal'> = {},
  ): AsyncGenerator<(M | QueueEvent)[], void, undefined> {
    for (;;) {
      options.signal?.throwIfAborted();
      if (this.#socket.closed) return;
      const events = this.take();
      if (events.length > 0) {
        yield events;
        continue;
      }
      try {
        await this.#socket.waitReadable(options);
      } catch (error) {
        if (this.#socket.closed && !options.signal?.aborted) return;
        throw error;
      }
    }
  }
}
