/** What was received: data and what came beside it. */
import { endianness } from 'node:os';
import {
  ControlReader,
  constants,
  decodeInt,
  type MessageBatch,
  OwnedFd,
  SocketError,
} from '../socket/index.js';
import { UnixAddress } from './address.js';
import { type Credentials, decodeCredentials } from './credentials.js';
import { EPROTO } from './errno.js';

const littleEndian = endianness() === 'LE';

/** The parts of {@link ReceivedMessage} that come in control messages. */
interface Ancillary {
  credentials?: Credentials;
  /** struct timespec */
  time?: Uint8Array;
  security?: string;
  queued?: number;
}

const nothing: Ancillary = {};

/**
 * A message, or what one receive took from a stream, and what came with it.
 *
 * Descriptors belong to the message until {@link fds} or {@link pidfd} is read; what is not taken is closed when the
 * next message is received from the same socket, and when that is closed.
 */
export class ReceivedMessage {
  readonly data: Buffer;
  /** Where a datagram came from; {@link UnixAddress.unnamed} when its sender has no address. */
  readonly address: UnixAddress;
  /** Who sent it, where the receiver asked (`passCredentials`). */
  readonly credentials: Credentials | undefined;
  /** The security label of the sender (`passSecurity`). */
  readonly security: string | undefined;
  /** Bytes that remain in the queue of a stream (`passQueued`). */
  readonly queued: number | undefined;
  /** How many descriptors came with it. */
  readonly fdCount: number;
  #time: Uint8Array | undefined;
  #fds: OwnedFd[];
  #pidfd: OwnedFd | undefined;
  #state: 'held' | 'closed' = 'held';
  #taken = false;
  #pidfdTaken = false;

  constructor(
    data: Buffer,
    address: UnixAddress = UnixAddress.unnamed,
    ancillary: Ancillary = nothing,
    fds: OwnedFd[] = [],
    pidfd?: OwnedFd,
  ) {
    this.data = data;
    this.address = address;
    this.credentials = ancillary.credentials;
    this.#time = ancillary.time;
    this.security = ancillary.security;
    this.queued = ancillary.queued;
    this.fdCount = fds.length;
    this.#fds = fds;
    this.#pidfd = pidfd;
  }

  /** When it was sent, in nanoseconds since 1970, where the receiver asked (`timestamps`). */
  get timestamp(): bigint | undefined {
    return this.#time === undefined ? undefined : nanoseconds(this.#time);
  }

  /**
   * Takes the descriptors: they are the reader's to close from now on. Always closed on exec.
   *
   * @throws Error when there were some and they are closed already, because nobody took them in time
   */
  get fds(): OwnedFd[] {
    this.#check(this.fdCount > 0 && !this.#taken);
    this.#taken = true;
    return this.#fds;
  }

  /** Takes the descriptor of the sender's process (`passPidfd`); it is the reader's to close from now on. */
  get pidfd(): OwnedFd | undefined {
    this.#check(this.#pidfd !== undefined && !this.#pidfdTaken);
    this.#pidfdTaken = true;
    return this.#pidfd;
  }

  /** Closes the descriptors that nobody took. */
  discard(): void {
    this.#state = 'closed';
    if (!this.#taken) OwnedFd.closeAll(this.#fds);
    if (!this.#pidfdTaken) this.#pidfd?.close();
  }

  #check(wanted: boolean): void {
    if (wanted && this.#state === 'closed') {
      throw new Error(
        'the descriptors of this message are closed: take them before the next message is received',
      );
    }
  }
}

/**
 * Descriptors of a message did not all arrive (MSG_CTRUNC), usually because this process has no room for more
 * (RLIMIT_NOFILE). What did arrive is in {@link received}.
 */
export class DescriptorsLostError extends SocketError {
  readonly received: ReceivedMessage;

  constructor(received: ReceivedMessage, errno: number, why: string) {
    const bytes = received.data.length;
    super({
      syscall: 'recvmsg',
      errno,
      explanation: `descriptors that came with a message of ${bytes} bytes are lost; ${received.fdCount} of them arrived: ${why}`,
    });
    this.received = received;
  }
}

const reader = new ControlReader();

/** The message in `slot` of `batch`, its descriptors claimed. `data` is kept, not copied. */
export function messageAt(batch: MessageBatch, slot: number, data: Buffer): ReceivedMessage {
  const length = batch.controlLength(slot);
  const nameLength = batch.nameLength(slot);
  const address = nameLength > 0 ? UnixAddress.decode(batch.nameAt(slot)) : UnixAddress.unnamed;
  if (length === 0) return new ReceivedMessage(data, address);
  let ancillary = nothing;
  let fds: OwnedFd[] | undefined;
  let pidfd: OwnedFd | undefined;
  reader.begin(batch.controlView, slot * batch.controlSize, Math.min(length, batch.controlSize));
  while (reader.next()) {
    if (reader.level !== constants.SOL_SOCKET) continue;
    if (reader.type === constants.SCM_RIGHTS) {
      fds ??= batch.claim(slot);
    } else if (reader.type === constants.SCM_PIDFD) {
      [pidfd] = batch.claim(slot, constants.SCM_PIDFD);
    } else {
      if (ancillary === nothing) ancillary = {};
      note(ancillary, reader.type, batch.control.subarray(reader.offset, reader.offset + reader.length));
    }
  }
  return new ReceivedMessage(data, address, ancillary, fds, pidfd);
}

/** Whether control messages of the message in `slot` were cut off. */
export function controlTruncated(batch: MessageBatch, slot: number): boolean {
  return (batch.flags(slot) & constants.MSG_CTRUNC) !== 0;
}

/** The error for a message whose control messages were cut off. `fd` is any descriptor that is open. */
export function descriptorsLost(received: ReceivedMessage, fd: number): DescriptorsLostError {
  try {
    OwnedFd.duplicate(fd).close();
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    const why = 'this process has no room for more; raise its limit on open files (RLIMIT_NOFILE)';
    return new DescriptorsLostError(received, error.errno, why);
  }
  return new DescriptorsLostError(received, EPROTO, 'the kernel cut control messages off (MSG_CTRUNC)');
}

function note(ancillary: Ancillary, type: number, data: Uint8Array): void {
  switch (type) {
    case constants.SCM_CREDENTIALS:
      ancillary.credentials = decodeCredentials(data);
      break;
    case constants.SCM_SECURITY:
      ancillary.security = label(data);
      break;
    case constants.SO_TIMESTAMPNS:
      ancillary.time = data.slice();
      break;
    case constants.SCM_INQ:
      ancillary.queued = decodeInt(data);
  }
}

function label(data: Uint8Array): string {
  const end = data.indexOf(0);
  return Buffer.from(data.subarray(0, end === -1 ? undefined : end)).toString();
}

/** struct timespec, of which the words are as long as the machine's. */
function nanoseconds(data: Uint8Array): bigint {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length >= 16) {
    return view.getBigInt64(0, littleEndian) * 1_000_000_000n + view.getBigInt64(8, littleEndian);
  }
  return BigInt(view.getInt32(0, littleEndian)) * 1_000_000_000n + BigInt(view.getInt32(4, littleEndian));
}
