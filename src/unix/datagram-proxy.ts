/** A relay of datagrams: every sender gets a socket of its own towards the target, where answers to it arrive. */
import { UnixAddress, type UnixAddressLike } from './address.js';
import type { BindOptions } from './binding.js';
import { UnixDatagram } from './datagram.js';
import { partOf } from './part-reader.js';
import type { ReceivedMessage } from './received.js';
import { passOn, type RelayObserver } from './relay.js';

export interface DatagramProxyOptions extends BindOptions {
  /** What is told of each sender, by its number from 1. */
  readonly observe?: ((sender: number) => DatagramObserver) | undefined;
  /** Milliseconds without a datagram after which a sender is forgotten; 60,000 unless given. */
  readonly idle?: number | undefined;
}

export interface DatagramObserver extends RelayObserver {
  /** A sender with this address, or none: then it cannot be answered. */
  readonly open?: ((address: UnixAddress) => void) | undefined;
  /** A datagram could not be passed on, and is lost; or the sender is forgotten, without an error. */
  readonly close?: ((error: Error | undefined) => void) | undefined;
}

interface Association {
  readonly socket: UnixDatagram;
  readonly observer: DatagramObserver;
  timer: NodeJS.Timeout;
}

/** Relays the datagrams that are sent to an address to another, and the answers back. */
export class UnixDatagramProxy implements AsyncDisposable {
  readonly #socket: UnixDatagram;
  readonly #target: UnixAddress;
  readonly #options: DatagramProxyOptions;
  readonly #associations = new Map<string, Association>();
  #senders = 0;
  /** Settles when the proxy is closed. */
  readonly closed: Promise<void>;

  private constructor(socket: UnixDatagram, target: UnixAddress, options: DatagramProxyOptions) {
    this.#socket = socket;
    this.#target = target;
    this.#options = options;
    this.closed = this.#receive();
  }

  /** Binds `address`. Throws what {@link UnixDatagram.open} throws. */
  static bind(
    address: UnixAddressLike,
    target: UnixAddressLike,
    options: DatagramProxyOptions = {},
  ): UnixDatagramProxy {
    const socket = UnixDatagram.open({ local: address, bind: options, passCredentials: true });
    return new UnixDatagramProxy(socket, UnixAddress.from(target), options);
  }

  get local(): UnixAddress {
    return this.#socket.local;
  }

  /** Ends the service. Does nothing the second time. */
  close(): void {
    this.#socket.close();
    for (const key of [...this.#associations.keys()]) this.#forget(key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  async #receive(): Promise<void> {
    for await (const message of this.#socket) {
      const association = this.#associationOf(message.address);
      await this.#forward(message, association);
    }
  }

  async #forward(message: ReceivedMessage, { socket, observer }: Association): Promise<void> {
    try {
      await passOn(partOf(message), socket, 'forward', observer, this.#target);
    } catch (error) {
      // A datagram that nobody takes is lost, as it is without a relay; the next may arrive.
      observer.close?.(error as Error);
    }
  }

  #associationOf(address: UnixAddress): Association {
    const key = address.toString();
    const known = this.#associations.get(key);
    if (known !== undefined) {
      known.timer.refresh();
      return known;
    }
    const observer = this.#options.observe?.(++this.#senders) ?? {};
    // A name that the kernel chooses: without one, the target could not answer.
    const socket = UnixDatagram.open({ local: UnixAddress.unnamed, passCredentials: true });
    const timer = setTimeout(() => this.#forget(key), this.#options.idle ?? 60_000).unref();
    const association = { socket, observer, timer };
    this.#associations.set(key, association);
    observer.open?.(address);
    if (address.kind !== 'unnamed') void this.#answer(address, association);
    return association;
  }

  async #answer(address: UnixAddress, association: Association): Promise<void> {
    const { socket, observer } = association;
    for await (const message of socket) {
      association.timer.refresh();
      try {
        await passOn(partOf(message), this.#socket, 'back', observer, address);
      } catch (error) {
        observer.close?.(error as Error);
      }
    }
  }

  #forget(key: string): void {
    const association = this.#associations.get(key);
    if (association === undefined) return;
    this.#associations.delete(key);
    clearTimeout(association.timer);
    association.socket.close();
    association.observer.close?.(undefined);
  }
}
