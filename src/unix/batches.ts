/** Many messages at a time, without an object for each: what `for await (… of socket.batches())` gives. */
import {
  constants,
  MessageBatch,
  type OwnedFd,
  type Socket,
  SocketError,
  type WaitOptions,
} from '../socket/index.js';
import { UnixAddress } from './address.js';
import { EAGAIN, EBADF, ECANCELED } from './errno.js';
import { messageAt, type ReceivedMessage } from './received.js';
import { controlRoom, nameRoom } from './stream-reader.js';

export interface BatchesOptions extends WaitOptions {
  /** How many messages are received at a time: 1 to 1024, 64 by default. */
  slots?: number | undefined;
  /** Bytes of the longest message; 2048 by default. What is longer is cut: {@link ReceivedBatch.truncated}. */
  size?: number | undefined;
}

/** Slots begin this many bytes off a power of two, so that small messages do not compete for the same cache lines. */
const stagger = 3 * 64;

/**
 * Messages that were received together. The same object comes again with the next ones: everything here holds until
 * then, and descriptors that are not taken by then are closed.
 */
export class ReceivedBatch {
  /** How many messages there are. */
  count = 0;
  /** The bytes of all: those of message `i` begin at {@link offset}. */
  readonly payload: Uint8Array;
  readonly #batch: MessageBatch;

  constructor(batch: MessageBatch) {
    this.#batch = batch;
    this.payload = batch.payload;
  }

  /** Where message `i` begins in {@link payload}. */
  offset(i: number): number {
    return i * this.#batch.payloadSize;
  }

  /** Bytes of message `i`, as far as it fitted. */
  length(i: number): number {
    return Math.min(this.#batch.length(i), this.#batch.payloadSize);
  }

  /** Whether message `i` was longer than there was room for, which lost its end. */
  truncated(i: number): boolean {
    return (this.#batch.flags(i) & constants.MSG_TRUNC) !== 0;
  }

  /** A view of message `i`, not a copy. */
  data(i: number): Uint8Array {
    return this.#batch.payloadAt(i);
  }

  /** Where message `i` came from. */
  address(i: number): UnixAddress {
    const bytes = this.#batch.nameAt(i);
    return bytes.length === 0 ? UnixAddress.unnamed : UnixAddress.decode(bytes);
  }

  /** Takes the descriptors that came with message `i`. Empty the second time. */
  fds(i: number): OwnedFd[] {
    return this.#batch.claim(i);
  }

  /** Message `i` as an object of its own, a copy, with the descriptors that came with it. */
  message(i: number): ReceivedMessage {
    return messageAt(this.#batch, i, Buffer.from(this.data(i)));
  }
}

/** Batches of messages, until the end of the connection or of the socket. */
export async function* receiveBatches(
  socket: Socket,
  { slots = 64, size = 2048, signal, timeout }: BatchesOptions,
  ends: boolean,
): AsyncGenerator<ReceivedBatch, void, undefined> {
  using batch = new MessageBatch({
    slots,
    payloadSize: size + stagger,
    nameSize: nameRoom,
    controlSize: controlRoom,
  });
  const received = new ReceivedBatch(batch);
  for (;;) {
    if (socket.closed) return;
    const result = batch.receive(socket.fd, 0, slots);
    if (result === EAGAIN) {
      if (!(await readable(socket, { signal, timeout }))) return;
      continue;
    }
    if (result === EBADF) return;
    if (result < 0) throw SocketError.from(result, 'recvmmsg');
    received.count = ends ? beforeEnd(batch, result) : result;
    if (received.count > 0) yield received;
    if (received.count < result) return;
  }
}

/** How many of `count` slots hold messages: the end fills all others with messages of nothing, without a time. */
function beforeEnd(batch: MessageBatch, count: number): number {
  // The last one is enough to look at most of the time.
  let messages = count;
  while (messages > 0 && batch.length(messages - 1) === 0 && batch.controlLength(messages - 1) === 0)
    messages--;
  return messages;
}

/** Whether there is something to receive; false when the socket was closed meanwhile. */
export async function readable(socket: Socket, options: WaitOptions): Promise<boolean> {
  try {
    await socket.waitReadable(options);
    return true;
  } catch (error) {
    if (error instanceof SocketError && error.errno === ECANCELED && socket.closed) return false;
    throw error;
  }
}
