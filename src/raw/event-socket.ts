/** What raw and packet sockets have in common: messages both ways by the batch, the error queue, and an end. */
import type { MessageBatch, Socket, WaitOptions } from '../socket/index.js';
import { EventReader, type QueueEvent, type SlotDecoder } from './event-reader.js';
import { interfaceIndex } from './interface-index.js';
import { Outgoing, type OutgoingParts } from './outgoing.js';

/** Messages that one call sends at most. */
const mostAtOnce = 64;

/**
 * A socket whose messages are `M` as they come and `O` as they go. Every call but {@link close} throws SocketError EBADF
 * once it is closed; iterations then end.
 */
export abstract class EventSocket<M, O>
  implements AsyncIterable<M | QueueEvent>, Disposable, AsyncDisposable
{
  /** The socket below, for options without a name here. */
  readonly socket: Socket;
  readonly #batch: MessageBatch;
  readonly #reader: EventReader<M>;
  readonly #outgoing: Outgoing;

  /** @param batch what messages are received into; it becomes the socket's */
  protected constructor(socket: Socket, batch: MessageBatch, decode: SlotDecoder<M>) {
    this.socket = socket;
    this.#batch = batch;
    this.#reader = new EventReader(socket, batch, decode);
    this.#outgoing = new Outgoing(socket);
  }

  get closed(): boolean {
    return this.socket.closed;
  }

  /** The index of an interface by its name, in the socket's namespace. */
  interfaceIndex(name: string): number {
    return interfaceIndex(this.socket, name);
  }

  /** Sends messages by the batch, waiting for room. What comes before one that the kernel refuses is sent. */
  async sendAll(messages: Iterable<O>, wait?: WaitOptions): Promise<number> {
    return this.#outgoing.all(
      Array.from(messages, message => this.parts(message)),
      wait,
    );
  }

  /** Sends without waiting: how many of the messages, at most 64, the kernel took. */
  sendNow(messages: readonly O[], flags = 0): number {
    return this.#outgoing.now(
      messages.slice(0, mostAtOnce).map(message => this.parts(message)),
      flags,
    );
  }

  /** Does all of a send but the system call, so that the first one that is timed takes no longer than others. */
  practise(message: O): void {
    this.#outgoing.practise(this.parts(message));
  }

  /** The messages that are there, without waiting. Throws what the socket has to report. */
  receive(): M[] {
    return this.#reader.messages();
  }

  /** The entries of the error queue that are there, without waiting. */
  receiveErrors(): QueueEvent[] {
    return this.#reader.errors();
  }

  /** Waits until there is something to take, of either kind. */
  waitReadable(options?: WaitOptions): Promise<void> {
    return this.socket.waitReadable(options);
  }

  /** Batches of what comes: errors first, then messages. */
  batches(options?: Pick<WaitOptions, 'signal'>): AsyncGenerator<(M | QueueEvent)[], void, undefined> {
    return this.#reader.batches(options);
  }

  /** What comes, one by one. */
  async *events(options?: Pick<WaitOptions, 'signal'>): AsyncGenerator<M | QueueEvent, void, undefined> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  [Symbol.asyncIterator](): AsyncGenerator<M | QueueEvent, void, undefined> {
    return this.events();
  }

  /** Closes the socket; iterations end, and memberships too. Does nothing the second time. */
  close(): void {
    this.socket.close();
    this.#batch.close();
    this.#outgoing.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** A message as the kernel takes it. */
  protected abstract parts(message: O): OutgoingParts;

  protected indexOf(on: string | number): number {
    return typeof on === 'number' ? on : this.interfaceIndex(on);
  }
}
