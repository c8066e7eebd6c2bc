import type { UnixAddress } from '../../../unix/address.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import { UnixStream } from '../../../unix/stream.js';
import { openPassed } from '../attachments.js';
import type { Tape } from '../recording/tape.js';
import { close, type Endpoint, end } from './endpoint.js';
import { linesOf, SharedInput } from './input.js';
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
 *
 * @param input what is read instead of standard input, and not closed, where more conversations follow
 */
export async function converse(
  endpoint: Endpoint,
  settings: TalkSettings,
  signal: AbortSignal,
  tape?: Tape,
  input?: SharedInput,
): Promise<void> {
  const own = input ?? new SharedInput(process.stdin);
  try {
    await new Conversation(endpoint, settings, signal, tape, own).run();
  } finally {
    if (input === undefined) own.close();
  }
}

class Conversation {
  readonly #endpoint: Endpoint;
  readonly #settings: TalkSettings;
  readonly #tape: Tape | undefined;
  readonly #signal: AbortSignal;
  readonly #printer: Printer;
  readonly #input: SharedInput;
  readonly #done = new AbortController();
  /** To whom standard input goes from a datagram socket that is not connected: whom the last came from. */
  #partner: UnixAddress | undefined;
  #over = false;

  constructor(
    endpoint: Endpoint,
    settings: TalkSettings,
    signal: AbortSignal,
    tape: Tape | undefined,
    input: SharedInput,
  ) {
    this.#input = input;
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#tape = tape;
    this.#signal = signal;
    this.#printer = new Printer(settings);
  }

  async run(): Promise<void> {
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
          const signal = AbortSignal.any([this.#done.signal, this.#signal]);
          await Promise.race([sending, peerGone(endpoint, signal)]);
        } else if (!process.stdin.isTTY) await sending;
      }
    } finally {
      this.#done.abort();
      close(endpoint);
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
      const chunks = this.#input.until(this.#done.signal);
      for await (const data of type === 'stream' || raw ? chunks : linesOf(chunks)) {
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
    if (this.#done.signal.aborted) return;
    if (!this.#over) end(this.#endpoint);
    this.#tape?.endSending();
  }
}
