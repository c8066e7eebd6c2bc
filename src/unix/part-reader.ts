import { constants, controlSpace, MessageBatch, OwnedFd, SocketError } from '../socket/index.js';
import { type Credentials, credentialsSize } from './credentials.js';
import { EAGAIN } from './errno.js';
import { mostDescriptors } from './outgoing.js';
import type { ReceivedMessage } from './received.js';
import type { UnixStream } from './stream.js';

/** Bytes that were written together with these descriptors, or with none. The descriptors are the reader's to close. */
export interface Part {
  readonly data: Buffer;
  readonly fds: readonly OwnedFd[];
  readonly credentials: Credentials | undefined;
}

/** A message as a part: its boundaries are known. */
export const partOf = (message: ReceivedMessage): Part => ({
  data: message.data,
  fds: message.fds,
  credentials: message.credentials,
});

/** Bytes that are looked at at a time. */
const mostAtOnce = 65_536;

/**
 * Reads a stream in parts as they were written with descriptors. The kernel hands out what was written without
 * descriptors together with what was written with some after it, so that a receiver cannot tell which bytes they came
 * with. A relay must: the next receiver may read the first without room for descriptors, and lose them.
 *
 * The kernel does not say where the first byte is that descriptors come with, only (by MSG_PEEK) that there is one and
 * where what came with them ends. Up to there bytes are taken one by one; a stream without descriptors loses nothing but
 * the look.
 */
export class PartReader implements Disposable {
  readonly #stream: UnixStream;
  readonly #slot = new MessageBatch({
    slots: 1,
    payloadSize: 16,
    controlSize: controlSpace(mostDescriptors * 4, credentialsSize, 4),
  });
  readonly #bytes = new Uint8Array(mostAtOnce);
  #held: Part | undefined;

  constructor(stream: UnixStream) {
    this.#stream = stream;
  }

  /** The next part; undefined at the end of the stream. Rejects with what {@link UnixStream.receive} rejects with. */
  async read(): Promise<Part | undefined> {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) return held;
    for (;;) {
      const ahead = this.#look();
      if (ahead?.descriptors) return this.#readUpTo(ahead.length);
      // The end of the stream is received with room for a byte.
      if (ahead !== undefined) return this.#take(Math.max(1, ahead.length));
      await this.#stream.socket.waitReadable();
    }
  }

  /** Closes descriptors that were not read any more. */
  [Symbol.dispose](): void {
    OwnedFd.closeAll(this.#held?.fds ?? []);
    this.#slot.close();
  }

  async #take(size: number): Promise<Part | undefined> {
    const message = await this.#stream.receive({ size });
    return message === undefined ? undefined : partOf(message);
  }

  /** Of so many bytes, the last of which came with descriptors, those before, or those that did. */
  async #readUpTo(length: number): Promise<Part | undefined> {
    const before: Buffer[] = [];
    let credentials: Credentials | undefined;
    for (let taken = 1; ; taken++) {
      const first = await this.#take(1);
      if (first === undefined) return undefined;
      if (first.fds.length === 0) {
        before.push(first.data);
        credentials = first.credentials;
        if (taken < length) continue;
        return { data: Buffer.concat(before), fds: [], credentials };
      }
      const rest = taken < length ? await this.#take(length - taken) : undefined;
      const data = rest === undefined ? first.data : Buffer.concat([first.data, rest.data]);
      const part = { data, fds: [...first.fds, ...(rest?.fds ?? [])], credentials: first.credentials };
      if (before.length === 0) return part;
      this.#held = part;
      return { data: Buffer.concat(before), fds: [], credentials };
    }
  }

  /** What is there, without taking it; undefined when nothing is, a length of 0 at the end of the stream. */
  #look(): { length: number; descriptors: boolean } | undefined {
    const { MSG_PEEK, MSG_CTRUNC, SCM_RIGHTS } = constants;
    const result = this.#slot.receiveInto(this.#stream.fd, MSG_PEEK, this.#bytes);
    if (result === EAGAIN) return undefined;
    if (result < 0) throw SocketError.from(result, 'recvmsg');
    const descriptors =
      (this.#slot.flags(0) & MSG_CTRUNC) !== 0 ||
      this.#slot.controlMessages(0).some(({ type }) => type === SCM_RIGHTS);
    // Looking made copies of them.
    this.#slot.discard();
    return { length: this.#slot.length(0), descriptors };
  }
}
