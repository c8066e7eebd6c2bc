/** A relay that listens: each client gets a connection of its own to the target. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAs, constants, type Identity, Socket, SocketError } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import type { BindOptions } from './binding.js';
import { EAGAIN } from './errno.js';
import { UnixListener } from './listener.js';
import { Target } from './paths.js';
import { type RelayObserver, relayConnections } from './relay.js';
import { UnixSeqpacket } from './seqpacket.js';
import { UnixStream } from './stream.js';

export interface ProxyOptions extends BindOptions {
  readonly type?: 'stream' | 'seqpacket' | undefined;
  /**
   * Whether to connect with the user and groups of the client, which takes CAP_SETUID and CAP_SETGID; yes by default
   * where the client is another user. Without, the target believes that every client is the user of the proxy.
   */
  readonly keepIdentity?: boolean | undefined;
  /** What is told of each client, by its number from 1. */
  readonly observe?: ((client: number) => ProxyObserver) | undefined;
}

export interface ProxyObserver extends RelayObserver {
  readonly open?: ((client: UnixStream | UnixSeqpacket) => void) | undefined;
  /** The client is gone; with an error when the target could not be reached or one side broke off. */
  readonly close?: ((error: Error | undefined) => void) | undefined;
}

type Connection = UnixStream | UnixSeqpacket;

/** Relays the connections that are made to an address to another. */
export class UnixProxy implements AsyncDisposable {
  readonly #listener: UnixListener<'stream' | 'seqpacket'>;
  readonly #target: UnixAddress;
  readonly #options: ProxyOptions;
  readonly #open = new Set<Connection>();
  #clients = 0;
  /** Settles when the proxy is closed; rejects when it cannot accept any more. */
  readonly closed: Promise<void>;

  private constructor(
    listener: UnixListener<'stream' | 'seqpacket'>,
    target: UnixAddress,
    options: ProxyOptions,
  ) {
    this.#listener = listener;
    this.#target = target;
    this.#options = options;
    this.closed = this.#accept();
  }

  /** Listens at `address`. Throws what {@link UnixListener.listen} throws. */
  static listen(address: UnixAddressLike, target: UnixAddressLike, options: ProxyOptions = {}): UnixProxy {
    const listener = UnixListener.listen<'stream' | 'seqpacket'>(address, {
      ...options,
      allowHalfOpen: true,
      passCredentials: true,
    });
    return new UnixProxy(listener, UnixAddress.from(target), options);
  }

  get local(): UnixAddress {
    return this.#listener.local;
  }

  /** Ends the service and every connection. Does nothing the second time. */
  close(): void {
    this.#listener.close();
    for (const connection of this.#open) {
      if (connection instanceof UnixStream) connection.destroy();
      else connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) void this.#serve(client);
  }

  async #serve(client: Connection): Promise<void> {
    const observer = this.#options.observe?.(++this.#clients) ?? {};
    this.#open.add(client);
    if (client instanceof UnixStream) client.on('error', () => {});
    let far: Connection | undefined;
    let failure: Error | undefined;
    try {
      observer.open?.(client);
      far = await this.#connect(identityOf(client, this.#options.keepIdentity));
      this.#open.add(far);
      await relayConnections(client, far, observer);
    } catch (error) {
      failure = error as Error;
    }
    for (const connection of [client, far]) {
      if (connection === undefined) continue;
      this.#open.delete(connection);
      if (connection instanceof UnixStream) connection.destroy();
      else connection.close();
    }
    observer.close?.(failure);
  }

  async #connect(identity: Identity | undefined): Promise<Connection> {
    const { SOCK_STREAM, SOCK_SEQPACKET, AF_UNIX } = constants;
    const isStream = this.#listener.type === 'stream';
    const socket = Socket.open({ domain: AF_UNIX, type: isStream ? SOCK_STREAM : SOCK_SEQPACKET });
    try {
      await this.#reach(socket, identity);
      const options = { passCredentials: true };
      return isStream
        ? UnixStream.adopt(socket, { ...options, allowHalfOpen: true })
        : UnixSeqpacket.adopt(socket, options);
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Connects; a full backlog tells nobody when there is room again. */
  async #reach(socket: Socket, identity: Identity | undefined): Promise<void> {
    for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
      using target = new Target(this.#target, 'connect');
      try {
        const text = this.#target.toString();
        if (identity === undefined) socket.connect(target.bytes, text);
        else connectAs(identity, socket, target.bytes, text);
        return;
      } catch (error) {
        if (!(error instanceof SocketError && error.errno === EAGAIN)) throw error;
      }
      await sleep(pause);
    }
  }
}

/** Milliseconds between attempts. */
const longestPause = 64;

function identityOf(client: Connection, keep = true): Identity | undefined {
  if (!keep) return undefined;
  const { uid, gid } = client.peer.credentials;
  return { uid, gid, groups: client.peer.groups };
}
