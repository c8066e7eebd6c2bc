import type { UnixAddress } from '../../../unix/address.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import { UnixStream } from '../../../unix/stream.js';
import { openPassed } from '../attachments.js';
import type { Tape } from '../recording/tape.js';
import { close, type Endpoint, end } from './endpoint.js';
import { chunksOf, linesOf } from './input.js';
import { peerGone } from './peer-gone.js';
import { Printer } from './printer.js';
import type { TalkSettings } from './settings.js';

/** Never settles but by a failure. */
const failureOf = (work: Promise<void>): Promise<never> =>
  new Promise((_, reject) => {
    work.catch(reject);
  });

/** Sends a message, by whatever kind of socket. */
export function sendBy(
  endpoint: Endpoint,
  data: Buffer,
  { to, ...attachments }: { to?: UnixAddress | undefined } & Parameters<UnixStream['send']>[1],
): Promise<void> {
  if (endpoint instanceof UnixStream) return endpoint.send(data, attachments);
  return endpoint.send(data, { ...attachments, to });
}

/**
 * Joins a socket with standard input and output, until the other side has ended. A datagram socket has no other side:
 * it ends when standard input does if it sends, and never if it only receives.
 */
export async function converse(
  endpoint: Endpoint,
  settings: TalkSettings,
  signal: AbortSignal,
  tape?: Tape,
): Promise<void> {
  await new Conversation(endpoint, settings, signal, tape).run();
}

class Conversation {
  readonly #endpoint: Endpoint;
  readonly #settings: TalkSettings;
  readonly #tape: Tape | undefined;
  readonly #signal: AbortSignal;
  readonly #printer: Printer;
  /** To whom standard input goes from a datagram socket that is not connected: whom the last came from. */
  #partner: UnixAddress | undefined;
  #over = false;

  constructor(endpoint: Endpoint, settings: TalkSettings, signal: AbortSignal, tape: Tape | undefined) {
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#tape = tape;
    this.#signal = signal;
    this.#printer = new Printer(settings);
  }

  async run(): Promise<void> {
    const done = new AbortController();
    const sending = this.#send().catch((error: unknown) => {
      // What cannot be sent to who has gone is no failure.
      if (!this.#over) throw error;
    });
    const receiving = this.#receive();
    const endpoint = this.#endpoint;
    try {
      if (endpoint instanceof UnixDatagram) {
        await Promise.race(this.#isConnected() ? [receiving, sending] : [receiving, failureOf(sending)]);
      } else {
        await Promise.race([receiving, failureOf(sending)]);
        // The other side has ended what it says; it may still listen.
        if (endpoint instanceof UnixStream) {
          const signal = AbortSignal.any([done.signal, this.#signal]);
          await Promise.race([sending, peerGone(endpoint, signal)]);
        } else if (!process.stdin.isTTY) await sending;
      }
    } finally {
      done.abort();
      close(endpoint);
      process.stdin.destroy();
    }
  }

  #isConnected(): boolean {
    try {
      return this.#endpoint.remote !== undefined;
    } catch {
      return false;
    }
  }

  async #receive(): Promise<void> {
    const { count } = this.#settings;
    for (let received = 0; received !== count; received++) {
      const message = await this.#endpoint.receive({ signal: this.#signal });
      if (message === undefined) break;
      this.#tape?.receive(message.data);
      if (message.address.kind !== 'unnamed') this.#partner = message.address;
      const fds = this.#printer.wantsDescriptors ? message.fds : [];
      try {
        await this.#printer.print(message, fds);
      } finally {
        for (const fd of fds) fd.close();
      }
    }
    this.#over = true;
  }

  async #send(): Promise<void> {
    const { type, raw, claim } = this.#settings;
    const connected = this.#isConnected();
    let passed = openPassed(this.#settings.passed);
    try {
      const input = type === 'stream' || raw ? chunksOf(process.stdin) : linesOf(process.stdin);
      for await (const data of input) {
        const to = connected ? undefined : this.#partner;
        if (!connected && to === undefined) {
          process.stderr.write(
            'unixctl: nobody to answer: whoever sent last has no address, or nobody has sent yet\n',
          );
          continue;
        }
        await sendBy(this.#endpoint, data, { fds: passed, credentials: claim, to });
        this.#tape?.send(data);
        for (const fd of passed) fd.close();
        passed = [];
      }
    } finally {
      for (const fd of passed) fd.close();
    }
    if (!this.#over) end(this.#endpoint);
    this.#tape?.endSending();
  }
}
