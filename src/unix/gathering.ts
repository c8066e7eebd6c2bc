/** Messages on their way into the kernel, many with one call (sendmmsg(2)). */
import { MessageBatch, type Socket } from '../socket/index.js';
import { nameRoom } from './stream-reader.js';

/** A message: bytes, or text that becomes UTF-8. */
export type Message = Uint8Array | string;

const slots = 64;
/** A longer message is sent by itself, from where it is. */
const room = 8 * 1024;
/** Keeps the beginnings of small messages from competing for the same cache lines. */
const stagger = 3 * 64;

/** Takes messages as there is room for them, and keeps those that the kernel does not take yet. */
export class Gathering {
  readonly #batch = new MessageBatch({ slots, payloadSize: room + stagger, nameSize: nameRoom });
  readonly #size = this.#batch.payloadSize;
  #source: Iterator<Message> | undefined;
  #address: Uint8Array | undefined;
  /** The slots that hold messages: from the first that is not sent. */
  #first = 0;
  #count = 0;
  /** A message that fits no slot, which comes behind those in the slots. */
  #long: Uint8Array | undefined;
  #done = false;

  begin(messages: Iterable<Message>, address: Uint8Array | undefined): void {
    this.#source = messages[Symbol.iterator]();
    this.#address = address;
    this.#first = 0;
    this.#count = 0;
    this.#long = undefined;
    this.#done = false;
    for (let slot = 0; slot < slots; slot++) {
      if (address !== undefined) this.#batch.name.set(address, slot * this.#batch.nameSize);
      this.#batch.setNameLength(slot, address?.length ?? 0);
    }
  }

  /** Bytes of the message that is sent next. */
  get nextLength(): number {
    return this.#first < this.#count ? this.#batch.length(this.#first) : (this.#long?.length ?? 0);
  }

  /** The number of messages sent, or −errno; undefined when all are. */
  send(socket: Socket): number | undefined {
    if (this.#first === this.#count && this.#long === undefined) this.#fill();
    const { fd } = socket;
    if (this.#first < this.#count) {
      const result = this.#batch.send(fd, this.#first, this.#count - this.#first, 0);
      if (result > 0) this.#first += result;
      return result;
    }
    if (this.#long === undefined) return undefined;
    this.#batch.setNameLength(0, this.#address?.length ?? 0);
    const result = this.#batch.sendFrom(fd, 0, this.#long);
    if (result < 0) return result;
    this.#long = undefined;
    return 1;
  }

  close(): void {
    this.#batch.close();
  }

  #fill(): void {
    const { payload, status } = this.#batch;
    const size = this.#size;
    const source = this.#source!;
    let count = 0;
    while (count < slots && !this.#done) {
      const { value, done } = source.next();
      if (done === true) {
        this.#done = true;
        break;
      }
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      if (bytes.length > size) {
        this.#long = bytes;
        break;
      }
      payload.set(bytes, count * size);
      status[count * 4] = bytes.length;
      count++;
    }
    this.#first = 0;
    this.#count = count;
  }
}
