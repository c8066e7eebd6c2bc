/** Reads what one wants of the control messages of a batch's slots, without an allocation a message. */
import { constants, controlLength, type MessageBatch } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { timestampingOption } from './timestamping.js';

const headerSize = controlLength(0);
const wordSize = headerSize - 8;
const { SOL_IP, SOL_IPV6, SOL_SOCKET, IP_TTL, IPV6_HOPLIMIT } = constants;

/** The fields are those of the slot that {@link scan} was last called for. */
export class SlotScanner {
  readonly #batch: MessageBatch;
  readonly #view: DataView;
  /** Time to live or hop limit; −1 when it did not come along. */
  ttl = -1;
  /** When the kernel received the message: milliseconds since 1970; 0 when it did not say. */
  received = 0;

  constructor(batch: MessageBatch) {
    this.#batch = batch;
    const { control } = batch;
    this.#view = new DataView(control.buffer, control.byteOffset, control.byteLength);
  }

  scan(slot: number): void {
    const view = this.#view;
    this.ttl = -1;
    this.received = 0;
    let at = slot * this.#batch.controlSize;
    const end = at + this.#batch.controlLength(slot);
    while (at + headerSize <= end) {
      const length = view.getUint32(at + (littleEndian ? 0 : wordSize - 4), littleEndian);
      if (length < headerSize || at + length > end) return;
      const level = view.getInt32(at + wordSize, littleEndian);
      const type = view.getInt32(at + wordSize + 4, littleEndian);
      const data = at + headerSize;
      if (level === SOL_SOCKET && type === timestampingOption) {
        const seconds = view.getUint32(data + (littleEndian ? 0 : 4), littleEndian);
        const nanoseconds = view.getUint32(data + (littleEndian ? 8 : 12), littleEndian);
        if (seconds !== 0) this.received = seconds * 1000 + nanoseconds / 1e6;
      } else if ((level === SOL_IP && type === IP_TTL) || (level === SOL_IPV6 && type === IPV6_HOPLIMIT)) {
        this.ttl = view.getInt32(data, littleEndian);
      }
      at += (length + wordSize - 1) & -wordSize;
    }
  }
}
