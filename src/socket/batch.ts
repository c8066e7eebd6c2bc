/** Message slots that are allocated once and used for many receives or sends. */
import { addon, type NativeBatch } from './addon.js';
import { type ControlMessage, decodeControlMessages, writeControlMessages } from './ancillary.js';
import { constants } from './constants.js';
import { OwnedFd } from './owned-fd.js';

/** The sizes of a MessageBatch, fixed when it is made. */
export interface BatchShape {
  /** How many messages one call can move: 1 to 1024. */
  slots: number;
  /** Bytes of payload a slot has room for: 1 to 64 MiB. */
  payloadSize: number;
  /** Bytes of address a slot has room for: 0 (none wanted, the default) to 256. */
  nameSize?: number;
  /** Bytes of control messages a slot has room for: 0 (none wanted, the default) to 1 MiB. */
  controlSize?: number;
}

const WORDS = 4;
const LENGTH = 0;
const FLAGS = 1;
const NAME_LENGTH = 2;
const CONTROL_LENGTH = 3;

/** Descriptors on their way into objects: SCM_MAX_FD, no message carries more. */
const claimed = new Int32Array(253);

/**
 * Message slots for {@link Socket.receive} and {@link Socket.send} (recvmmsg(2), sendmmsg(2)).
 *
 * Memory is set aside once, and its pages are touched only as messages fill them. Receiving and
 * sending allocate nothing. The arrays below are the memory that the kernel writes to: the next
 * receive overwrites them, so copy what is to be kept.
 *
 * Slot `i` has its payload at `i * payloadSize`, its address at `i * nameSize` and its control
 * messages at `i * controlSize`; each begins at a multiple of 16 bytes, to which sizes are rounded up.
 *
 * Descriptors that came with a message (SCM_RIGHTS) belong to the batch until {@link claim} hands
 * them over. Those nobody claimed are closed at the next receive, by {@link close}, and when the
 * batch is garbage collected or its thread ends.
 */
export class MessageBatch implements Disposable {
  readonly slots: number;
  /** Bytes a slot's payload has room for: what was asked for, rounded up to 16. */
  readonly payloadSize: number;
  readonly nameSize: number;
  readonly controlSize: number;
  /** Every slot's payload: `slots * payloadSize` bytes. */
  readonly payload: Uint8Array;
  /** Every slot's socket address: `slots * nameSize` bytes. */
  readonly name: Uint8Array;
  /** Every slot's control messages: `slots * controlSize` bytes. */
  readonly control: Uint8Array;
  /** {@link control}, for the numbers in it. */
  readonly controlView: DataView;
  /** Four words a slot: length, flags (MSG_TRUNC, MSG_CTRUNC, …), name length, control length. */
  readonly status: Int32Array;
  readonly #native: NativeBatch;
  #closed = false;

  /** Throws TypeError or RangeError when a size is out of range or all slots together exceed 1 GiB. */
  constructor({ slots, payloadSize, nameSize = 0, controlSize = 0 }: BatchShape) {
    this.#native = new addon.MessageBatch({ slots, payloadSize, nameSize, controlSize });
    this.payload = this.#native.payload;
    this.name = this.#native.name;
    this.control = this.#native.control;
    this.controlView = new DataView(this.control.buffer, this.control.byteOffset, this.control.byteLength);
    this.status = this.#native.status;
    this.slots = slots;
    this.payloadSize = this.payload.length / slots;
    this.nameSize = this.name.length / slots;
    this.controlSize = this.control.length / slots;
  }

  /**
   * Bytes of the message in `slot`. With MSG_TRUNC among the flags of the receive this is the length
   * the message had, which may be more than `payloadSize`. After a send: the bytes the kernel took.
   */
  length(slot: number): number {
    return this.status[slot * WORDS + LENGTH]!;
  }

  /** The flags the message arrived with: MSG_TRUNC, MSG_CTRUNC, MSG_EOR, MSG_OOB, MSG_ERRQUEUE. */
  flags(slot: number): number {
    return this.status[slot * WORDS + FLAGS]!;
  }

  /** Bytes of the sender's address; 0 when there is none. May exceed `nameSize` when it was cut short. */
  nameLength(slot: number): number {
    return this.status[slot * WORDS + NAME_LENGTH]!;
  }

  /** Bytes of control messages. */
  controlLength(slot: number): number {
    return this.status[slot * WORDS + CONTROL_LENGTH]!;
  }

  /** A view (no copy) of the payload in `slot`, as far as it fitted. */
  payloadAt(slot: number): Uint8Array {
    const start = slot * this.payloadSize;
    return this.payload.subarray(start, start + Math.min(this.length(slot), this.payloadSize));
  }

  /** A view (no copy) of the address in `slot`, as far as it fitted. */
  nameAt(slot: number): Uint8Array {
    const start = slot * this.nameSize;
    return this.name.subarray(start, start + Math.min(this.nameLength(slot), this.nameSize));
  }

  /** A view (no copy) of the control bytes in `slot`. */
  controlAt(slot: number): Uint8Array {
    const start = slot * this.controlSize;
    return this.control.subarray(start, start + Math.min(this.controlLength(slot), this.controlSize));
  }

  /** The control messages in `slot`. Their data are views (no copies) of the batch. */
  controlMessages(slot: number): ControlMessage[] {
    return decodeControlMessages(this.controlAt(slot));
  }

  /** For sending: how many bytes of the payload in `slot` are the message. */
  setLength(slot: number, bytes: number): void {
    this.status[slot * WORDS + LENGTH] = bytes;
  }

  /** For sending: how many bytes of the address in `slot` count; 0 sends to the connected peer. */
  setNameLength(slot: number, bytes: number): void {
    this.status[slot * WORDS + NAME_LENGTH] = bytes;
  }

  /** For sending: how many bytes of control messages go along. */
  setControlLength(slot: number, bytes: number): void {
    this.status[slot * WORDS + CONTROL_LENGTH] = bytes;
  }

  /**
   * For sending: copies a whole message into `slot` and sets its lengths.
   * Throws RangeError when a part does not fit.
   */
  write(slot: number, payload: Uint8Array, name?: Uint8Array, control?: readonly ControlMessage[]): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= this.slots) {
      throw new RangeError(`slot must be a whole number from 0 to ${this.slots - 1}, not ${slot}`);
    }
    if (payload.length > this.payloadSize) {
      throw new RangeError(`a payload of ${payload.length} bytes does not fit into ${this.payloadSize}`);
    }
    if (name !== undefined && name.length > this.nameSize) {
      throw new RangeError(`an address of ${name.length} bytes does not fit into ${this.nameSize}`);
    }
    const controlStart = slot * this.controlSize;
    const controlRoom = this.control.subarray(controlStart, controlStart + this.controlSize);
    const controlBytes = control === undefined ? 0 : writeControlMessages(controlRoom, control);
    this.payload.set(payload, slot * this.payloadSize);
    if (name !== undefined) this.name.set(name, slot * this.nameSize);
    this.setLength(slot, payload.length);
    this.setNameLength(slot, name?.length ?? 0);
    this.setControlLength(slot, controlBytes);
  }

  /**
   * Takes over the descriptors that came with the message in `slot` of the last receive.
   * A second call returns none.
   *
   * @param type SCM_RIGHTS (the default) or SCM_PIDFD
   */
  claim(slot: number, type: number = constants.SCM_RIGHTS): OwnedFd[] {
    const count = this.#native.claim(slot, claimed, type);
    return OwnedFd.takeAll(claimed, count);
  }

  /**
   * recvmmsg(2) on a descriptor: the number of messages, or −errno (−EAGAIN when there is none).
   * {@link Socket.receive} is this with errors.
   */
  receive(fd: number, flags: number, maxSlots: number): number {
    return this.#native.receive(fd, flags, maxSlots);
  }

  /**
   * The receive of {@link receive} in a thread of the pool. Returns 0, or −errno when it could not
   * begin. Then the callback gets, once and later, what {@link receive} would have returned;
   * −ECANCELED when the batch was closed meanwhile. It gets nothing in a worker thread that is
   * terminated. {@link Socket.receiveInBackground} is this with a promise and errors.
   *
   * The call works on a duplicate of the descriptor: closing `fd` meanwhile does no harm, and the
   * callback still comes.
   *
   * Until the callback begins, every use of the batch throws TypeError, its arrays belong to the
   * kernel, and it is not garbage collected. What the callback throws becomes an uncaughtException.
   */
  receiveInBackground(
    fd: number,
    flags: number,
    maxSlots: number,
    callback: (result: number) => void,
  ): number {
    return this.#native.receiveInBackground(fd, flags, maxSlots, callback);
  }

  /**
   * Whether a receive in the background is under way. Till its end there is no receive, send, claim
   * or discard with this batch. Stays true in a batch that is closed meanwhile.
   */
  get receiving(): boolean {
    return this.#native.receiving();
  }

  /** Whether a send in the background is under way, which the batch cannot be used during either. */
  get sending(): boolean {
    return this.#native.sending();
  }

  /**
   * sendmmsg(2) of slots `first` to `first + count - 1`: the number of messages sent, or −errno.
   * {@link Socket.send} is this with errors.
   */
  send(fd: number, first: number, count: number, flags: number): number {
    return this.#native.send(fd, first, count, flags);
  }

  /**
   * The send of {@link send} in a thread of the pool. What {@link receiveInBackground} says of its callback, of the
   * descriptor and of the batch's use meanwhile holds here too. {@link Socket.sendInBackground} is this with a promise
   * and errors.
   */
  sendInBackground(
    fd: number,
    first: number,
    count: number,
    flags: number,
    callback: (result: number) => void,
  ): number {
    return this.#native.sendInBackground(fd, first, count, flags, callback);
  }

  /**
   * Receives one message (recvmsg(2)) with its payload in `bytes` and the rest in slot 0: 1, or −errno.
   * For large payloads, which then need no copy out of the slot. {@link length} may exceed
   * `bytes.length` with MSG_TRUNC; {@link payloadAt} shows nothing of it.
   */
  receiveInto(fd: number, flags: number, bytes: Uint8Array): number {
    return this.#native.receiveInto(fd, flags, bytes);
  }

  /**
   * Sends `bytes` (sendmsg(2)) with the address and the control messages of slot 0: the number of bytes
   * that the kernel took, or −errno. For large payloads, which then need no copy into the slot.
   */
  sendFrom(fd: number, flags: number, bytes: Uint8Array): number {
    return this.#native.sendFrom(fd, flags, bytes);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Closes the descriptors that nobody claimed, without waiting for the next receive to do it. */
  discard(): void {
    this.#native.discard();
  }

  /**
   * Closes unclaimed descriptors and ends the batch's use; a receive or send with it throws TypeError.
   * The arrays stay readable. Does nothing the second time.
   *
   * A receive in the background that is under way goes on to its end. Its messages are lost, and
   * descriptors that came with them are closed.
   */
  close(): void {
    this.#closed = true;
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
