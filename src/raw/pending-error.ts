import { constants } from 'node:os';
import { errorMessage, type Socket, SocketError } from '../socket/index.js';
import type { QueuedError } from './error-queue.js';

/** An error that a socket reports without telling whose it is: no error queue was asked for, or the interface went down. */
export function socketFailure({ code, errno }: SocketError): QueuedError {
  return {
    event: 'error',
    code,
    errno,
    origin: 'none',
    text: errorMessage(errno),
    info: 0,
    data: new Uint8Array(0),
    control: {},
  };
}

/** Throws SocketError EBADF when the socket is closed. */
export function checkOpen(socket: Socket, syscall: string): void {
  if (!socket.closed) return;
  throw new SocketError({ syscall, errno: -constants.errno.EBADF, explanation: 'the socket is closed' });
}
