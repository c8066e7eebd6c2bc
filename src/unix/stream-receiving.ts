/** The receiving half of a stream: for the Duplex while somebody reads it, or one receive at a time. */
import type { Duplex } from 'node:stream';
import type { Socket, SocketError } from '../socket/index.js';
import type { IdleTimer } from './idle-timer.js';
import { takeMarkedByte } from './out-of-band.js';
import { controlTruncated, descriptorsLost, messageAt, ReceivedMessage } from './received.js';
import { receivingSlot, StreamReader } from './stream-reader.js';

/** How many reads are done before other work of the event loop has its turn. */
const readsInARow = 32;

/** A read of fewer bytes than this has most likely taken all there was. */
const shortRead = 32 * 1024;

export class StreamReceiving {
  readonly #stream: Duplex & { bytesRead: number };
  readonly #socket: Socket;
  readonly #idle: IdleTimer;
  readonly #marks: boolean;
  readonly #reader = new StreamReader();
  /** The message whose descriptors nobody may have taken yet. */
  #last: ReceivedMessage | undefined;
  #reading = false;
  #waiting = false;
  #ended = false;

  readonly #onReadable = (error?: SocketError): void => {
    this.#waiting = false;
    if (error === undefined) this.#pull();
    else if (!this.#stream.destroyed) this.#stream.destroy(error);
  };

  /** @param marks whether bytes that were sent out of band become events */
  constructor(stream: Duplex & { bytesRead: number }, socket: Socket, idle: IdleTimer, marks: boolean) {
    this.#stream = stream;
    this.#socket = socket;
    this.#idle = idle;
    this.#marks = marks;
  }

  /** Fills the stream's buffer, now and as more comes, until that is full. */
  fill(): void {
    this.#reading = true;
    if (!this.#waiting) this.#pull();
  }

  /** What one receive takes; undefined at the end, null when there is nothing for now. */
  tryReceive(size: number): ReceivedMessage | undefined | null {
    this.discard();
    const stream = this.#stream;
    if (stream.readableLength > 0) return new ReceivedMessage(stream.read() as Buffer);
    if (this.#ended) return undefined;
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`size must be a whole number from 1, not ${size}`);
    const data = this.#reader.read(this.#socket, 0, size);
    if (data === undefined) return null;
    this.#idle.touch();
    if (data.length === 0) {
      this.#end();
      return undefined;
    }
    stream.bytesRead += data.length;
    const slot = receivingSlot();
    const message = messageAt(slot, 0, data);
    this.#last = message;
    if (controlTruncated(slot, 0)) throw descriptorsLost(message, this.#socket.fd);
    return message;
  }

  /** Closes the descriptors that nobody took. */
  discard(): void {
    this.#last?.discard();
    this.#last = undefined;
  }

  /** Reads while somebody wants it and something is there. */
  #pull(): void {
    for (let reads = 0; this.#reading && !this.#stream.destroyed && !this.#ended; reads++) {
      if (reads < readsInARow && this.#readOnce()) continue;
      if (this.#stream.destroyed || !this.#reading) return;
      this.#waiting = true;
      this.#socket.whenReadable(this.#onReadable);
      return;
    }
  }

  /** Whether there may be more to read. A short read has emptied the queue, or the next readiness comes at once. */
  #readOnce(): boolean {
    if (this.#marks && this.#takeMarked()) return true;
    const data = this.#read();
    if (data === undefined) return false;
    if (data.length === 0) {
      this.#end();
      return true;
    }
    if (receivingSlot().controlLength(0) > 0 && !this.#takeAttachments()) return false;
    if (!this.#stream.push(data)) this.#reading = false;
    return data.length >= shortRead;
  }

  /** A failure ends the stream; what listeners throw is not one, and is nobody's here to catch. */
  #read(): Buffer | undefined {
    try {
      const data = this.#reader.read(this.#socket);
      if (data !== undefined) this.#idle.touch();
      this.#stream.bytesRead += data?.length ?? 0;
      return data;
    } catch (error) {
      this.#stream.destroy(error as Error);
      return undefined;
    }
  }

  /** Hands descriptors to those who listen; the data that they came with is read next. False when some are lost. */
  #takeAttachments(): boolean {
    const slot = receivingSlot();
    const lost = controlTruncated(slot, 0);
    const message = messageAt(slot, 0, Buffer.alloc(0));
    if ((message.fdCount === 0 && !lost) || this.#stream.listenerCount('fds') === 0) {
      message.discard();
      return true;
    }
    if (lost) {
      const error = descriptorsLost(message, this.#socket.fd);
      message.discard();
      this.#stream.destroy(error);
      return false;
    }
    this.discard();
    this.#last = message;
    this.#stream.emit('fds', message, this.#stream.bytesRead);
    return !this.#stream.destroyed;
  }

  /** Whether the next byte is one that was sent out of band; then it is taken. */
  #takeMarked(): boolean {
    const byte = takeMarkedByte(this.#socket);
    if (byte === undefined) return false;
    this.#idle.touch();
    this.#stream.emit('outOfBand', byte, this.#stream.bytesRead);
    return true;
  }

  #end(): void {
    this.#ended = true;
    this.#reading = false;
    this.#stream.push(null);
  }
}
