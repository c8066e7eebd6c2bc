/** The sending half of a stream: what is written, in order, and what goes along with some of it. */
import type { Duplex } from 'node:stream';
import { constants, type Socket, SocketError } from '../socket/index.js';
import { EINVAL } from './errno.js';
import type { IdleTimer } from './idle-timer.js';
import { outOfBandFailure } from './out-of-band.js';
import type { Attachments } from './outgoing.js';
import { AttachedChunk, sendChunks, type Writing } from './stream-writer.js';

export interface StreamSendOptions extends Attachments {
  /** Sends the last byte out of band (MSG_OOB). */
  outOfBand?: boolean | undefined;
}

type Done = (error?: Error | null) => void;

/** A write of so many bytes is reported at once; smaller ones after what this turn of the loop writes. */
const largeWrite = 16 * 1024;

export class StreamSending {
  readonly #stream: Duplex & { bytesWritten: number };
  readonly #socket: Socket;
  readonly #idle: IdleTimer;
  readonly #attached = new Map<Buffer, AttachedChunk>();
  #told = false;

  constructor(stream: Duplex & { bytesWritten: number }, socket: Socket, idle: IdleTimer) {
    this.#stream = stream;
    this.#socket = socket;
    this.#idle = idle;
  }

  /** Writes to the stream, and resolves when the kernel has it all. */
  send(data: Uint8Array | string, options: StreamSendOptions = {}): Promise<void> {
    const { fds, credentials, outOfBand = false } = options;
    // A buffer object of its own, by which the attachments are found again.
    const chunk =
      typeof data === 'string'
        ? Buffer.from(data)
        : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return new Promise((resolve, reject) => {
      if (!outOfBand && credentials === undefined && (fds === undefined || fds.length === 0)) {
        this.#stream.write(chunk, error => (error ? reject(this.#reported(error)) : resolve()));
        return;
      }
      const attachment = new AttachedChunk(options, outOfBand ? constants.MSG_OOB : 0);
      if (chunk.length === 0) throw withoutByte();
      this.#attached.set(chunk, attachment);
      this.#stream.write(chunk, error => {
        this.#attached.delete(chunk);
        attachment.close();
        if (error) this.#reported(error);
        const failure = attachment.refusal ?? error;
        if (failure) reject(outOfBand ? outOfBandFailure(failure) : failure);
        else resolve();
      });
      // Already sent, or it has to wait, and the caller may close the descriptors meanwhile.
      if (!attachment.finished) this.#keep(attachment);
    });
  }

  /** Gives chunks to the kernel, with what belongs to some of them; `done` is called when it has them. */
  transmit(chunks: readonly Buffer[], done: Done): void {
    this.#transmit({ chunks, attached: this.#attached, index: 0, offset: 0 }, done);
  }

  close(): void {
    for (const attachment of this.#attached.values()) attachment.close();
  }

  #transmit(writing: Writing, done: Done): void {
    const before = this.#stream.bytesWritten;
    try {
      const sent = sendChunks(this.#socket, writing, bytes => {
        this.#stream.bytesWritten += bytes;
      });
      this.#idle.touch();
      if (!sent) {
        this.#socket.whenWritable(error => {
          if (error === undefined) this.#transmit(writing, done);
          else done(error);
        });
      } else if (this.#stream.bytesWritten - before >= largeWrite) {
        done();
      } else {
        // What else is written in this turn gathers meanwhile, and goes in one call.
        process.nextTick(done);
      }
    } catch (error) {
      done(error as Error);
    }
  }

  /** An error that a promise tells of is no uncaught one where nobody listens to the event. */
  #reported(error: Error): Error {
    if (!this.#told) this.#stream.once('error', () => {});
    this.#told = true;
    return error;
  }

  #keep(attachment: AttachedChunk): void {
    try {
      attachment.keep();
    } catch (error) {
      attachment.refusal = error as SocketError;
    }
  }
}

function withoutByte(): SocketError {
  const explanation =
    'a stream loses descriptors and credentials that come without a byte: send one with them';
  return new SocketError({ syscall: 'sendmsg', errno: EINVAL, explanation });
}
