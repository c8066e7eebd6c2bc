/** Passing on what one socket receives to another: data, boundaries, descriptors, credentials, and the end. */
import { constants, OwnedFd, SocketError } from '../socket/index.js';
import type { UnixAddressLike } from './address.js';
import type { Credentials } from './credentials.js';
import type { UnixDatagram } from './datagram.js';
import { EAGAIN, ECONNRESET, EINVAL, ENOTCONN, EPERM, EPIPE, ESRCH } from './errno.js';
import { type Attachments, Outgoing, sendingSlot } from './outgoing.js';
import { type Part, PartReader, partOf } from './part-reader.js';
import type { UnixSeqpacket } from './seqpacket.js';
import { UnixStream } from './stream.js';

/** `forward` is from who connected to who was connected to. */
export type Direction = 'forward' | 'back';

/** A message on its way through a relay. */
export interface RelayedMessage {
  readonly direction: Direction;
  readonly data: Buffer;
  /** The relay's to close, as soon as they are passed on. */
  readonly fds: readonly OwnedFd[];
  readonly credentials: Credentials | undefined;
  /** Whether the credentials could be passed on: the kernel lets nobody but root speak for others. */
  readonly genuine: boolean;
}

export interface RelayObserver {
  /** What passes, after it was sent. */
  readonly message?: ((message: RelayedMessage) => void) | undefined;
  /** One side has ended its direction. */
  readonly end?: ((direction: Direction) => void) | undefined;
}

type Connection = UnixStream | UnixSeqpacket;

/**
 * Relays between two connections of one type until both directions have ended, and closes both. Half a close is passed
 * on as half a close. An error in one direction ends that direction, and is what this rejects with; that one side has gone
 * is none.
 *
 * Credentials are passed on where `passCredentials` is set on the receiving side.
 */
export async function relayConnections(
  near: Connection,
  far: Connection,
  observer: RelayObserver = {},
): Promise<void> {
  // A stream's errors come by its calls; as events they would be nobody's.
  for (const side of [near, far]) if (side instanceof UnixStream) side.on('error', () => {});
  const outcomes = await Promise.allSettled([
    pump(near, far, 'forward', observer),
    pump(far, near, 'back', observer),
  ]);
  closeConnection(near);
  closeConnection(far);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function pump(
  from: Connection,
  to: Connection,
  direction: Direction,
  observer: RelayObserver,
): Promise<void> {
  using reader = from instanceof UnixStream ? new PartReader(from) : undefined;
  try {
    for (;;) {
      const part = reader === undefined ? await receivePart(from) : await reader.read();
      if (part === undefined) break;
      await passOn(part, to, direction, observer);
    }
    observer.end?.(direction);
    endConnection(to);
  } catch (error) {
    // The one cannot be told any more, the other shall not write in vain.
    endConnection(to);
    if (!from.socket.closed) tolerateGone(() => from.socket.shutdown(constants.SHUT_RD));
    // Who has gone was free to, and the other is told just as it would be without a relay.
    if (!(error instanceof SocketError && gone.has(error.errno))) throw error;
  }
}

const gone = new Set([EPIPE, ECONNRESET]);

/** Of seqpackets the kernel tells that the peer has gone before it gives what that had sent. */
async function receivePart(from: Connection): Promise<Part | undefined> {
  const message = await from.receive().catch(error => {
    if (error instanceof SocketError && error.errno === ECONNRESET) return from.receive();
    throw error;
  });
  return message === undefined ? undefined : partOf(message);
}

/** Sends a message on, to an address if one is given, with what came beside it. */
export async function passOn(
  { data, fds, credentials }: Part,
  to: Connection | UnixDatagram,
  direction: Direction,
  observer: RelayObserver,
  address?: UnixAddressLike,
): Promise<void> {
  try {
    const send = (claimed: Partial<Credentials> | undefined): Promise<void> =>
      to instanceof UnixStream
        ? sendOnStream(to, data, { fds, credentials: claimed })
        : to.send(data, { fds, credentials: claimed, to: address });
    const genuine = await sendGenuine(send, credentials);
    observer.message?.({ direction, data, fds, credentials, genuine });
  } finally {
    OwnedFd.closeAll(fds);
  }
}

/**
 * Sends past the stream's own writing: a write that fails ends a Duplex, and with it what the other side has said before
 * it closed.
 */
async function sendOnStream(
  { socket }: UnixStream,
  data: Uint8Array,
  attachments: Attachments,
): Promise<void> {
  const outgoing = new Outgoing(attachments);
  const isBare = attachments.credentials === undefined && outgoing.descriptors === 0;
  for (let offset = 0; offset < data.length; ) {
    const slot = sendingSlot();
    slot.setNameLength(0, 0);
    if (isBare || offset > 0) slot.setControlLength(0, 0);
    else outgoing.attach(slot);
    const result = slot.sendFrom(socket.fd, 0, data.subarray(offset));
    if (result >= 0) offset += result;
    else if (result === EAGAIN) await socket.waitWritable();
    else throw outgoing.failure(result, data.length);
  }
}

/** Whether the credentials went as they came: as the sender's own, else with what the kernel grants. */
async function sendGenuine(
  send: (claimed: Partial<Credentials> | undefined) => Promise<void>,
  credentials: Credentials | undefined,
): Promise<boolean> {
  if (credentials !== undefined) {
    const { pid, uid, gid } = credentials;
    // The sender may have ended, or have no number here: then it is still its user.
    for (const claimed of pid === 0 ? [{ uid, gid }] : [credentials, { uid, gid }]) {
      try {
        await send(claimed);
        return claimed === credentials;
      } catch (error) {
        if (!(error instanceof SocketError && notGranted.has(error.errno))) throw error;
      }
    }
  }
  await send(undefined);
  return credentials === undefined;
}

const notGranted = new Set([EPERM, ESRCH, EINVAL]);

/** Tells the other side that nothing more comes. */
function endConnection(connection: Connection): void {
  if (connection.socket.closed) return;
  if (connection instanceof UnixStream) connection.end();
  else tolerateGone(() => connection.end());
}

function closeConnection(connection: Connection | UnixDatagram): void {
  if (connection instanceof UnixStream) connection.destroy();
  else connection.close();
}

function tolerateGone(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof SocketError && error.errno === ENOTCONN)) throw error;
  }
}
