/** A file that was passed: the open file itself, with its position and its access, whatever its path allows. */
import {
  createReadStream,
  createWriteStream,
  fstat,
  ftruncate,
  type ReadStream,
  read,
  type Stats,
  type WriteStream,
  write,
} from 'node:fs';
import { promisify } from 'node:util';
import { type OwnedFd, SocketError } from '../socket/index.js';
import { EBADF } from './errno.js';

const readFrom = promisify(read);
const writeTo = promisify(write);
const statOf = promisify(fstat);
const truncateAt = promisify(ftruncate);

/**
 * What `fs.promises.FileHandle` is for a file that was opened by its path, which Node.js makes for no other. Errors are
 * those of node:fs.
 */
export class PassedFile implements Disposable, AsyncDisposable {
  readonly #fd: OwnedFd;

  /** Takes over the descriptor. */
  constructor(fd: OwnedFd) {
    this.#fd = fd;
  }

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.#fd.fd;
  }

  stat(): Promise<Stats> {
    return this.#with(fd => statOf(fd));
  }

  /**
   * Reads up to `length` bytes, fewer at the end of the file.
   *
   * @param position where to read; where the file stands by default, which then moves on for everybody who shares it
   */
  async read(length: number, position: number | null = null): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.#with(fd => readFrom(fd, buffer, 0, length, position));
    return buffer.subarray(0, bytesRead);
  }

  /** All bytes from where the file stands to its end. */
  async readFile(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (;;) {
      const part = await this.read(64 * 1024);
      if (part.length === 0) return Buffer.concat(parts);
      parts.push(part);
    }
  }

  /** Writes all of `data`. @param position as for {@link read} */
  async write(data: Uint8Array | string, position: number | null = null): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    for (let done = 0; done < bytes.length; ) {
      const at = position === null ? null : position + done;
      const { bytesWritten } = await this.#with(fd => writeTo(fd, bytes, done, bytes.length - done, at));
      done += bytesWritten;
    }
  }

  truncate(length = 0): Promise<void> {
    return this.#with(fd => truncateAt(fd, length));
  }

  /** A stream that reads from where the file stands, and takes the descriptor over: it closes it at the end. */
  createReadStream(): ReadStream {
    return createReadStream('', { fd: this.#released() });
  }

  /** A stream that writes from where the file stands, and takes the descriptor over. */
  createWriteStream(): WriteStream {
    return createWriteStream('', { fd: this.#released() });
  }

  /** Does nothing the second time. */
  close(): void {
    this.#fd.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #with<T>(use: (fd: number) => Promise<T>): Promise<T> {
    if (this.#fd.closed) throw closedFile();
    return use(this.#fd.fd);
  }

  #released(): number {
    if (this.#fd.closed) throw closedFile();
    return this.#fd.release();
  }
}

function closedFile(): SocketError {
  return new SocketError({ syscall: 'read', errno: EBADF, explanation: 'the file is closed' });
}
