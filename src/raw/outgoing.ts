/** Sends many messages in few calls (sendmmsg(2)). */
import {
  type ControlMessage,
  controlSpace,
  MessageBatch,
  type Socket,
  type WaitOptions,
} from '../socket/index.js';
import { explainSending } from './explanations.js';
import { checkOpen } from './pending-error.js';

/** A message as the kernel takes it. */
export interface OutgoingParts {
  readonly data: Uint8Array;
  readonly name?: Uint8Array | undefined;
  readonly control?: readonly ControlMessage[] | undefined;
  /** Where it goes, for the error message. */
  readonly address?: string | undefined;
}

const slots = 64;
const largest = 0x10000;
const nameSize = 128;

export class Outgoing {
  readonly #socket: Socket;
  #batch: MessageBatch | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** All of a send but the system call: the first takes no longer than others then. */
  practise(message: OutgoingParts): void {
    const { data, name, control } = message;
    this.#batchFor([message], 1).write(0, data, name, control);
  }

  /** Sends what the kernel takes now; the number of messages. Throws SocketError when it refuses the first. */
  now(messages: readonly OutgoingParts[], flags = 0): number {
    checkOpen(this.#socket, 'sendmmsg');
    const count = Math.min(messages.length, slots);
    if (count === 0) return 0;
    const batch = this.#batchFor(messages, count);
    for (let slot = 0; slot < count; slot++) {
      const { data, name, control } = messages[slot]!;
      batch.write(slot, data, name, control);
    }
    return explainSending(
      () => this.#socket.send(batch, 0, count, flags),
      () => messages[0]!.address,
    );
  }

  /**
   * Sends all, waiting for room; the number of messages. The first that the kernel refuses ends it with its error:
   * those before it are sent.
   */
  async all(
    messages: readonly OutgoingParts[],
    { flags = 0, ...wait }: WaitOptions & { flags?: number } = {},
  ): Promise<number> {
    for (let sent = 0; sent < messages.length; ) {
      wait.signal?.throwIfAborted();
      const count = this.now(messages.slice(sent, sent + slots), flags);
      sent += count;
      if (count === 0) await this.#socket.waitWritable(wait);
    }
    return messages.length;
  }

  close(): void {
    this.#batch?.close();
  }

  /** Control messages are rarely larger than a few words; a batch grows when one is. */
  #batchFor(messages: readonly OutgoingParts[], count: number): MessageBatch {
    let controlSize = this.#batch?.controlSize ?? 128;
    let payloadSize = this.#batch?.payloadSize ?? 2048;
    for (let i = 0; i < count; i++) {
      const { data, control = [] } = messages[i]!;
      controlSize = Math.max(controlSize, controlSpace(...control.map(({ data }) => data.length)));
      payloadSize = Math.max(payloadSize, Math.min(data.length, largest));
    }
    const batch = this.#batch;
    if (batch !== undefined && batch.controlSize >= controlSize && batch.payloadSize >= payloadSize)
      return batch;
    batch?.close();
    this.#batch = new MessageBatch({ slots, payloadSize, nameSize, controlSize });
    return this.#batch;
  }
}
