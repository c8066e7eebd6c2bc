/** The receiving half of a socket of messages. */
import { constants, MessageBatch, type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { EAGAIN, EMSGSIZE } from './errno.js';
import { controlTruncated, descriptorsLost, messageAt, type ReceivedMessage } from './received.js';
import { controlRoom, nameRoom } from './stream-reader.js';

/**
 * Bytes of the largest message that is received whole by default: what the largest send buffer has room for that
 * net.core.wmem_max allows by default.
 */
export const largestMessage = 425_984;

export interface MessageReceiveOptions extends WaitOptions {
  /** Bytes to make room for; 425,984 by default. A longer message is an error, and lost. */
  size?: number | undefined;
}

/** Slot 0 of a batch that all message sockets of this thread share: what it holds is taken out at once. */
let shared: MessageBatch | undefined;

function receivingSlot(): MessageBatch {
  shared ??= new MessageBatch({
    slots: 1,
    payloadSize: largestMessage,
    nameSize: nameRoom,
    controlSize: controlRoom,
  });
  return shared;
}

export class MessageReceiver {
  readonly #socket: Socket;
  readonly #ends: boolean;
  /** The message whose descriptors nobody may have taken yet. */
  #last: ReceivedMessage | undefined;

  /** @param ends whether a message of nothing, with nothing beside it, is the end of the connection */
  constructor(socket: Socket, ends: boolean) {
    this.#socket = socket;
    this.#ends = ends;
  }

  /** The next message; undefined at the end, null when there is none for now. */
  tryReceive(size: number): ReceivedMessage | undefined | null {
    this.discard();
    const { fd } = this.#socket;
    const slot = receivingSlot();
    const room = roomFor(slot, size);
    const result =
      room === slot.payload
        ? slot.receive(fd, constants.MSG_TRUNC, 1)
        : slot.receiveInto(fd, constants.MSG_TRUNC, room);
    if (result === EAGAIN) return null;
    if (result < 0) {
      const explanation = this.#socket.closed ? 'the socket is closed' : undefined;
      throw new SocketError({ syscall: 'recvmsg', errno: result, explanation });
    }
    const length = slot.length(0);
    if (length === 0 && this.#ends && slot.controlLength(0) === 0) return undefined;
    if (length > room.length) {
      const explanation = `a message of ${length} bytes was longer than the ${room.length} there was room for, and is lost`;
      throw new SocketError({ syscall: 'recvmsg', errno: EMSGSIZE, explanation });
    }
    const data = Buffer.allocUnsafe(length);
    data.set(room.subarray(0, length));
    const message = messageAt(slot, 0, data);
    this.#last = message;
    if (controlTruncated(slot, 0)) throw descriptorsLost(message, fd);
    return message;
  }

  /** Closes the descriptors that nobody took. */
  discard(): void {
    this.#last?.discard();
    this.#last = undefined;
  }
}

/** The slot's own room where that is as much as was asked for. */
function roomFor(slot: MessageBatch, size: number): Uint8Array {
  if (size === slot.payloadSize) return slot.payload;
  return size < slot.payloadSize ? slot.payload.subarray(0, size) : Buffer.allocUnsafeSlow(size);
}
