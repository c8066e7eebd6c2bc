/** What waits in a socket's queues: SIOCINQ, SIOCOUTQ, MSG_PEEK and SO_PEEK_OFF (unix(7), socket(7)). */
import { constants, decodeInt, type Socket, SocketError } from '../socket/index.js';
import { EAGAIN } from './errno.js';
import { receivingSlot } from './stream-reader.js';

/** Bytes to read: all of a stream's; of the first message otherwise. */
export function incomingBytes(socket: Socket): number {
  const value = new Uint8Array(4);
  socket.ioctl(constants.SIOCINQ, value);
  return decodeInt(value);
}

/** Bytes of memory that sent data takes until it is read, the kernel's own records of it included. */
export function outgoingBytes(socket: Socket): number {
  const value = new Uint8Array(4);
  socket.ioctl(constants.SIOCOUTQ, value);
  return decodeInt(value);
}

/** A copy of what is there, of at most `size` bytes. Undefined when there is nothing. */
export function peekMessage(socket: Socket, size: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(size);
  const slot = receivingSlot();
  const result = slot.receiveInto(socket.fd, constants.MSG_PEEK, buffer);
  if (result === EAGAIN) return undefined;
  if (result < 0) throw SocketError.from(result, 'recvmsg');
  // The kernel has made copies of descriptors too.
  slot.discard();
  const length = slot.length(0);
  return length === 0 && slot.controlLength(0) === 0 ? undefined : buffer.subarray(0, length);
}

export function setPeekOffset(socket: Socket, offset: number): void {
  socket.setOption(constants.SOL_SOCKET, constants.SO_PEEK_OFF, offset);
}
