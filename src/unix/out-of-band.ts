/** Bytes that were sent out of band over a stream: MSG_OOB and SIOCATMARK (unix(7), sockatmark(3)). */
import { constants, decodeInt, type Socket, SocketError } from '../socket/index.js';
import { EOPNOTSUPP } from './errno.js';
import { receivingSlot } from './stream-reader.js';

/** The byte that the stream has come to, if it was sent out of band; it is taken out of the stream. */
export function takeMarkedByte(socket: Socket): number | undefined {
  const flag = new Uint8Array(4);
  socket.ioctl(constants.SIOCATMARK, flag);
  if (decodeInt(flag) === 0) return undefined;
  const slot = receivingSlot();
  const result = slot.receiveInto(socket.fd, constants.MSG_OOB, slot.payload.subarray(0, 1));
  // EINVAL: the mark is where the byte was before it was taken.
  if (result < 0 || slot.length(0) === 0) return undefined;
  return slot.payload[0];
}

/** The error of sending out of band, explained. */
export function outOfBandFailure(failure: Error): Error {
  if (!(failure instanceof SocketError) || failure.errno !== EOPNOTSUPP) return failure;
  const explanation =
    'this kernel sends no byte out of band on AF_UNIX: it takes Linux 5.15 with CONFIG_AF_UNIX_OOB';
  return new SocketError({ syscall: 'sendmsg', errno: EOPNOTSUPP, explanation });
}
