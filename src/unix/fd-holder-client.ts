import { OwnedFd, SocketError, type WaitOptions } from '../socket/index.js';
import type { UnixAddressLike } from './address.js';
import { EBADF, ECONNRESET, EPIPE } from './errno.js';
import {
  type Deadline,
  decodeDumpHead,
  decodeEntries,
  decodeList,
  descriptorsInFrame,
  encodeRequest,
  type HeldName,
  type HolderRequest,
  malformed,
} from './fd-holder-protocol.js';
import { type Frame, FrameChannel } from './frame-channel.js';
import { UnixStream } from './stream.js';

/** A descriptor that a holder has, and its name. */
export interface HeldDescriptor extends HeldName {
  readonly fd: OwnedFd;
}

export interface StoreOptions {
  /** Until when it is kept; for ever unless given. */
  readonly deadline?: Deadline;
}

/**
 * A client of a holder of descriptors: {@link FdHolder}, or s6-fdholderd.
 *
 * When the holder ends or speaks nonsense, the request under way is rejected and every later one with the same
 * SocketError (ECONNRESET, EPROTO): connect anew. Whether the holder did what it was asked is open then.
 */
export class FdHolderClient implements AsyncDisposable {
  readonly #channel: FrameChannel;
  #last: Promise<unknown> = Promise.resolve();
  /** Why there is nothing more to ask. */
  #end: unknown;

  private constructor(stream: UnixStream) {
    this.#channel = new FrameChannel(stream);
  }

  /** Connects to a holder. Rejects with what {@link UnixStream.connect} rejects with. */
  static async connect(address: UnixAddressLike, options: WaitOptions = {}): Promise<FdHolderClient> {
    return new FdHolderClient(await UnixStream.connect(address, options));
  }

  /**
   * Has a descriptor kept under a name. It stays the caller's too.
   *
   * @throws (as a rejection) SocketError EBUSY the name is taken, ENFILE the holder is full, EPERM not allowed
   */
  async store(name: string, fd: OwnedFd | number, { deadline }: StoreOptions = {}): Promise<void> {
    const { fds } = await this.#ask({ verb: 'store', name, deadline }, [fd]);
    OwnedFd.closeAll(fds);
  }

  /**
   * A descriptor of what is kept under a name, which the caller closes. `remove`: the holder forgets it.
   *
   * @throws (as a rejection) SocketError ENOENT, EPERM
   */
  async retrieve(name: string, { remove = false }: { readonly remove?: boolean } = {}): Promise<OwnedFd> {
    const { fds } = await this.#ask({ verb: 'retrieve', name, remove });
    const [fd, ...others] = fds;
    OwnedFd.closeAll(others);
    if (fd === undefined) throw malformed('an answer without a descriptor');
    return fd;
  }

  /** Has the holder close what it keeps under a name. Rejects with SocketError ENOENT, EPERM. */
  async delete(name: string): Promise<void> {
    OwnedFd.closeAll((await this.#ask({ verb: 'delete', name })).fds);
  }

  /** The names that are kept, in no order. */
  async list(): Promise<string[]> {
    const { data, fds } = await this.#ask({ verb: 'list' });
    OwnedFd.closeAll(fds);
    try {
      return decodeList(data);
    } catch (error) {
      throw this.#ended(error);
    }
  }

  /** Everything that is kept; the descriptors are the caller's to close. */
  getDump(): Promise<HeldDescriptor[]> {
    return this.#inTurn(async () => {
      const head = await this.#exchange({ verb: 'getDump' });
      const held: HeldDescriptor[] = [];
      try {
        await this.#takeDump(head, held);
      } catch (error) {
        OwnedFd.closeAll(held.map(({ fd }) => fd));
        throw this.#ended(error);
      }
      return held;
    });
  }

  /** Has all of these kept, at once. */
  setDump(held: readonly HeldDescriptor[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#exchange({ verb: 'setDump', count: held.length });
      for (let i = 0; i < held.length; i += descriptorsInFrame) {
        const part = held.slice(i, i + descriptorsInFrame);
        const last = i + part.length === held.length;
        await this.#exchange(
          { verb: 'dumpPart', entries: part },
          part.map(({ fd }) => fd),
          last ? 0 : EAGAIN_ANSWER,
        );
      }
    });
  }

  /** Ends the connection; what is under way is rejected. Does nothing the second time. */
  close(): void {
    const explanation = 'the connection to the holder is closed';
    this.#end ??= new SocketError({ syscall: 'fdstore', errno: EBADF, explanation });
    this.#channel.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #ask(request: HolderRequest, fds: readonly (OwnedFd | number)[] = []): Promise<Frame> {
    // The caller may close them as soon as this returns.
    const own = fds.map(fd => OwnedFd.duplicate(fd));
    return this.#inTurn(() => this.#exchange(request, own)).finally(() => OwnedFd.closeAll(own));
  }

  /** One conversation after the other: answers come in the order of the requests. */
  #inTurn<T>(talk: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(talk, talk);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #exchange(request: HolderRequest, fds: readonly OwnedFd[] = [], expected = 0): Promise<Frame> {
    if (this.#end !== undefined) throw this.#end;
    // A name that is none is the caller's mistake, and nobody else's end.
    const bytes = encodeRequest(request);
    try {
      await this.#channel.send(bytes, fds);
    } catch (error) {
      // What only concerns the descriptors (ETOOMANYREFS, say) leaves the connection as it was.
      throw this.#channel.stream.destroyed ? this.#ended(error) : error;
    }
    let answer: Frame;
    try {
      answer = await this.#next();
    } catch (error) {
      throw this.#ended(error);
    }
    const [code] = answer.data;
    if (code === expected) return answer;
    OwnedFd.closeAll(answer.fds);
    throw code === undefined ? this.#ended(malformed('an empty answer')) : refused(request, code);
  }

  async #takeDump(head: Frame, held: HeldDescriptor[]): Promise<void> {
    OwnedFd.closeAll(head.fds);
    const { frames, descriptors } = decodeDumpHead(head.data);
    for (let i = 0; i < frames; i++) {
      const { data, fds } = await this.#next();
      try {
        const entries = decodeEntries(data);
        if (entries.length !== fds.length) throw malformed('a dump with other descriptors than names');
        held.push(...entries.map((entry, index) => ({ ...entry, fd: fds[index]! })));
      } catch (error) {
        OwnedFd.closeAll(fds);
        throw error;
      }
    }
    if (held.length !== descriptors) throw malformed('a dump of another length than it says');
  }

  async #next(): Promise<Frame> {
    const frame = await this.#channel.receive();
    if (frame === undefined) throw holderGone('without an answer');
    return frame;
  }

  /** Nothing that follows could be understood: closes the connection. Returns what is to be thrown, now and from now on. */
  #ended(error: unknown): unknown {
    const gone = error instanceof SocketError && (error.errno === EPIPE || error.errno === ECONNRESET);
    this.#end ??=
      gone && error.syscall !== 'fdstore' ? holderGone('in the middle of a request', error) : error;
    this.#channel.close();
    return this.#end;
  }
}

function holderGone(when: string, cause?: Error): SocketError {
  const explanation = `the holder ended the connection ${when}: it is gone, or does not serve this user`;
  return new SocketError({ syscall: 'fdstore', errno: ECONNRESET, explanation, cause });
}

/** What a holder answers to all parts of a dump but the last. */
const EAGAIN_ANSWER = 11;

const reasons: Readonly<Record<number, (name: string) => string>> = {
  1: name => `the holder does not allow this${name === '' ? '' : ` with '${name}'`}`,
  2: name => `the holder has nothing named '${name}'`,
  16: name => `the holder has something named '${name}' already`,
  23: () => 'the holder is full',
};

function refused(request: HolderRequest, code: number): SocketError {
  const name = 'name' in request ? request.name : '';
  return new SocketError({ syscall: request.verb, errno: -code, explanation: reasons[code]?.(name) });
}
