import { constants as system } from 'node:os';
import { OwnedFd, SocketError } from '../socket/index.js';
import {
  decodeRequest,
  descriptorsInFrame,
  encodeDumpHead,
  encodeDumpInvitation,
  encodeEntries,
  encodeList,
  type HeldName,
  type HolderRequest,
} from './fd-holder-protocol.js';
import { type Frame, FrameChannel } from './frame-channel.js';
import type { UnixListener } from './listener.js';
import type { UnixStream } from './stream.js';

const { EPERM, ENOENT, EAGAIN, EBADF, EBUSY, ENFILE } = system.errno;

export interface FdHolderOptions {
  /** Descriptors that are kept at most; 1000 unless given. */
  readonly most?: number;
  /** Whether a client may be served; all who could connect unless given. */
  readonly allow?: ((client: UnixStream) => boolean) | undefined;
}

interface Held extends HeldName {
  readonly fd: OwnedFd;
  readonly timer: NodeJS.Timeout | undefined;
}

/**
 * Keeps descriptors under names for whoever may connect, so that they survive the processes that made them. Speaks the
 * protocol of s6-fdholderd, whose clients work with it.
 */
export class FdHolder implements AsyncDisposable {
  readonly #listener: UnixListener;
  readonly #most: number;
  readonly #allow: (client: UnixStream) => boolean;
  readonly #held = new Map<string, Held>();
  readonly #clients = new Set<FrameChannel>();
  #ended = false;
  /** Settles when the listener is closed. */
  readonly closed: Promise<void>;

  /** Serves the clients of a listener, which it closes at the end. */
  constructor(listener: UnixListener, { most = 1000, allow = () => true }: FdHolderOptions = {}) {
    this.#listener = listener;
    this.#most = most;
    this.#allow = allow;
    this.closed = this.#accept();
  }

  /** The names that are kept. */
  get names(): string[] {
    return [...this.#held.keys()];
  }

  /** Keeps a descriptor from this side, and owns it from now on. Throws SocketError EBUSY, ENFILE, EBADF when closed. */
  keep(name: string, fd: OwnedFd, deadline?: number): void {
    if (this.#ended) {
      throw new SocketError({ syscall: 'store', errno: -EBADF, explanation: 'the holder is closed' });
    }
    const code = this.#refusal(name);
    if (code !== 0) throw new SocketError({ syscall: 'store', errno: -code });
    this.#add({ name, deadline }, fd);
  }

  /** Ends the service and closes everything that is kept. Does nothing the second time. */
  close(): void {
    this.#ended = true;
    this.#listener.close();
    for (const client of this.#clients) client.close();
    for (const name of this.names) this.#drop(name)?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  async #accept(): Promise<void> {
    for await (const stream of this.#listener) {
      const channel = new FrameChannel(stream);
      // Accepted, but the end came before its turn.
      if (this.#ended) return channel.close();
      this.#clients.add(channel);
      // What a client does wrong ends its connection and nobody else's.
      this.#serve(channel)
        .catch(() => {})
        .finally(() => {
          this.#clients.delete(channel);
          channel.close();
        });
    }
  }

  async #serve(channel: FrameChannel): Promise<void> {
    const allowed = this.#allow(channel.stream);
    let expected = 0;
    for (let frame = await channel.receive(); frame !== undefined; frame = await channel.receive()) {
      try {
        // Received, but the end came before its turn.
        if (this.#ended) return;
        const request = decodeRequest(frame.data);
        if (!allowed) await channel.send(Uint8Array.of(EPERM));
        else if (request.verb === 'setDump') {
          const full = this.#held.size + request.count > this.#most;
          expected = full ? 0 : request.count;
          await channel.send(full ? Uint8Array.of(ENFILE) : encodeDumpInvitation(request.count));
        } else if (request.verb === 'dumpPart') {
          if (expected === 0 || request.entries.length > expected) return;
          this.#addAll(request.entries, frame);
          expected -= request.entries.length;
          await channel.send(Uint8Array.of(expected === 0 ? 0 : EAGAIN));
        } else await this.#answer(channel, request, frame);
      } finally {
        OwnedFd.closeAll(frame.fds);
      }
    }
  }

  async #answer(
    channel: FrameChannel,
    request: Exclude<HolderRequest, { verb: 'setDump' | 'dumpPart' }>,
    frame: Frame,
  ): Promise<void> {
    switch (request.verb) {
      case 'list':
        return channel.send(encodeList(this.names));
      case 'getDump':
        return this.#sendDump(channel);
      case 'store': {
        const [fd] = frame.fds;
        if (fd === undefined || frame.fds.length !== 1) return channel.close();
        const code = this.#refusal(request.name);
        if (code === 0) this.#add(request, OwnedFd.duplicate(fd));
        return channel.send(Uint8Array.of(code));
      }
      case 'delete': {
        const fd = this.#drop(request.name);
        fd?.close();
        return channel.send(Uint8Array.of(fd === undefined ? ENOENT : 0));
      }
      case 'retrieve': {
        const held = this.#held.get(request.name);
        if (held === undefined) return channel.send(Uint8Array.of(ENOENT));
        await channel.send(Uint8Array.of(0), [held.fd]);
        // Only now is it the client's.
        if (request.remove && this.#held.get(request.name) === held) this.#drop(request.name)?.close();
        return undefined;
      }
    }
  }

  async #sendDump(channel: FrameChannel): Promise<void> {
    const all = [...this.#held.values()];
    await channel.send(encodeDumpHead(all.length));
    for (let i = 0; i < all.length; i += descriptorsInFrame) {
      const part = all.slice(i, i + descriptorsInFrame);
      await channel.send(
        encodeEntries(part),
        part.map(({ fd }) => fd),
      );
    }
  }

  #refusal(name: string): number {
    if (this.#held.has(name)) return EBUSY;
    return this.#held.size >= this.#most ? ENFILE : 0;
  }

  #addAll(entries: readonly HeldName[], { fds }: Frame): void {
    for (const [index, entry] of entries.entries()) {
      const fd = fds[index];
      if (fd === undefined) continue;
      this.#drop(entry.name)?.close();
      this.#add(entry, OwnedFd.duplicate(fd));
    }
  }

  #add({ name, deadline }: HeldName, fd: OwnedFd): void {
    const left = deadline === undefined ? undefined : deadline - Date.now();
    const timer =
      left === undefined || left > longestTimeout
        ? undefined
        : setTimeout(() => this.#drop(name)?.close(), Math.max(0, left)).unref();
    this.#held.set(name, { name, deadline, fd, timer });
  }

  /** Forgets a descriptor, which is the caller's then. */
  #drop(name: string): OwnedFd | undefined {
    const held = this.#held.get(name);
    if (held === undefined) return undefined;
    clearTimeout(held.timer);
    this.#held.delete(name);
    return held.fd;
  }
}

/** setTimeout takes no more. */
const longestTimeout = 0x7fff_ffff;
