/** Frames of the fd holder protocol over a stream, with their descriptors. */
import { OwnedFd, SocketError, type WaitOptions } from '../socket/index.js';
import { ECONNRESET } from './errno.js';
import {
  decodeFrameHeader,
  encodeFrame,
  type FrameHeader,
  frameHeaderSize,
  malformed,
} from './fd-holder-protocol.js';
import type { UnixStream } from './stream.js';

/** A frame; its descriptors are the reader's to close. */
export interface Frame {
  readonly data: Uint8Array;
  readonly fds: readonly OwnedFd[];
}

export class FrameChannel {
  readonly #stream: UnixStream;
  #bytes: Buffer = Buffer.alloc(0);
  readonly #fds: OwnedFd[] = [];

  constructor(stream: UnixStream) {
    this.#stream = stream;
    // Its errors come by its calls; as events they would be nobody's.
    stream.on('error', () => {});
  }

  get stream(): UnixStream {
    return this.#stream;
  }

  /** Sends a frame. The descriptors stay the caller's. */
  send(data: Uint8Array, fds: readonly (OwnedFd | number)[] = []): Promise<void> {
    return this.#stream.send(encodeFrame(data, fds.length), { fds });
  }

  /**
   * The next frame; undefined when the other side has ended between two.
   *
   * @throws (as a rejection) SocketError EPROTO for what is no frame, ECONNRESET for half of one, and what {@link UnixStream.receive} throws
   */
  async receive(options?: WaitOptions): Promise<Frame | undefined> {
    let header: FrameHeader | undefined;
    for (;;) {
      if (header === undefined && this.#bytes.length >= frameHeaderSize)
        header = decodeFrameHeader(this.#bytes);
      if (header !== undefined) {
        const end = frameHeaderSize + header.length;
        if (this.#bytes.length >= end && this.#fds.length >= header.descriptors) {
          const data = this.#bytes.subarray(frameHeaderSize, end);
          this.#bytes = this.#bytes.subarray(end);
          return { data, fds: this.#fds.splice(0, header.descriptors) };
        }
        if (this.#bytes.length >= end) throw malformed('descriptors are missing');
      }
      const message = await this.#stream.receive(options);
      if (message === undefined) {
        if (this.#bytes.length > 0) throw cut();
        return undefined;
      }
      this.#fds.push(...message.fds);
      this.#bytes = Buffer.concat([this.#bytes, message.data]);
    }
  }

  close(): void {
    OwnedFd.closeAll(this.#fds.splice(0));
    this.#stream.destroy();
  }
}

function cut(): SocketError {
  const explanation = 'the connection ended inside a message';
  return new SocketError({ syscall: 'recvmsg', errno: ECONNRESET, explanation });
}
