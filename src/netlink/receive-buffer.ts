import { constants, MessageBatch } from '../socket/index.js';
import { littleEndian, Window } from '../wire/index.js';
import { socketAddressSize } from './socket-address.js';

/** The largest datagram that the kernel makes for a dump (net/netlink/af_netlink.c). */
const largestDatagram = 32 * 1024;
/**
 * Bytes between slots, so that the beginnings of small datagrams do not compete for the same few lines of the
 * processor's caches, as they would at a distance of a power of two.
 */
const stagger = 3 * 64;

/** Room for datagrams and their senders' addresses, and the bytes as decoders see them. */
export class ReceiveBuffer {
  readonly batch: MessageBatch;
  /** The datagrams: that in slot n begins at n times `batch.payloadSize`. */
  readonly window: Window;
  readonly #senders: DataView;

  /** `controlSize` bytes of control messages may come with a datagram. */
  constructor(slots: number, controlSize = 0) {
    this.batch = new MessageBatch({
      slots,
      payloadSize: largestDatagram + stagger,
      nameSize: socketAddressSize,
      controlSize,
    });
    this.window = new Window(this.batch.payload);
    const { name } = this.batch;
    this.#senders = new DataView(name.buffer, name.byteOffset, name.byteLength);
  }

  /** Whether the datagram in a slot is the kernel's: anybody may send to a netlink port. */
  isFromKernel(slot: number): boolean {
    return this.#senders.getUint32(slot * this.batch.nameSize + 4, littleEndian) === 0;
  }

  /** Whether the datagram in a slot was longer than its room. */
  isTruncated(slot: number): boolean {
    return (this.batch.flags(slot) & constants.MSG_TRUNC) !== 0;
  }

  close(): void {
    this.batch.close();
  }
}
