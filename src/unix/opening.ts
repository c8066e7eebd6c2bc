/** Sockets as they begin: opened, bound and connected, or taken over. */
import {
  constants,
  inspectSocket,
  type OwnedFd,
  Socket,
  SocketError,
  type WaitOptions,
} from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import { type BindOptions, bindSocket, type SocketFile } from './binding.js';
import { connectSocket, type RetryOptions } from './connecting.js';
import { EINVAL, EPROTOTYPE } from './errno.js';
import { type PassOptions, setPassOptions } from './pass-options.js';

export interface LocalOptions {
  /** An address for this end. */
  local?: UnixAddressLike | undefined;
  /** How to bind {@link local}. */
  bind?: BindOptions | undefined;
}

export interface ConnectingOptions extends LocalOptions, WaitOptions, RetryOptions {}

/** A socket and the file that it left, if any. */
export interface Opened {
  socket: Socket;
  file: SocketFile | undefined;
}

/**
 * A socket of `type`, with an address if one is given. What it wants to know of messages is set before: somebody may
 * send to the address at once.
 */
export function openSocket(type: number, options: LocalOptions & PassOptions): Opened {
  const { local, bind } = options;
  const socket = Socket.open({ domain: constants.AF_UNIX, type });
  try {
    setPassOptions(socket, options);
    return {
      socket,
      file: local === undefined ? undefined : bindSocket(socket, UnixAddress.from(local), bind),
    };
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** `make`'s object; when it throws, nothing stays open. */
export function guarded<T>({ socket, file }: Opened, make: () => T): T {
  try {
    return make();
  } catch (error) {
    file?.remove();
    socket.close();
    throw error;
  }
}

/** A socket of `type` that is connected. */
export async function openConnected(
  type: number,
  address: UnixAddressLike,
  options: ConnectingOptions & PassOptions,
): Promise<Opened> {
  const target = UnixAddress.from(address);
  const opened = openSocket(type, options);
  try {
    await connectSocket(opened.socket, target, options);
    return opened;
  } catch (error) {
    opened.file?.remove();
    opened.socket.close();
    throw error;
  }
}

/**
 * A descriptor as an AF_UNIX socket of one of `types`.
 *
 * @throws SocketError ENOTSOCK, EBADF, EPROTOTYPE another kind of socket, EINVAL it listens, or does not; the
 *   descriptor stays the caller's
 */
export function adoptSocket(
  fd: OwnedFd | number | Socket,
  types: readonly number[],
  listening: boolean,
): Socket {
  const kind = inspectSocket(typeof fd === 'number' ? fd : fd.fd);
  if (kind.domain !== constants.AF_UNIX || !types.includes(kind.type)) {
    throw refusal(EPROTOTYPE, `the socket is of another kind (domain ${kind.domain}, type ${kind.type})`);
  }
  if (kind.listening !== listening) {
    throw refusal(EINVAL, listening ? 'the socket does not listen' : 'the socket is a listener');
  }
  return fd instanceof Socket ? fd : Socket.adopt(fd);
}

function refusal(errno: number, explanation: string): SocketError {
  return new SocketError({ syscall: 'getsockopt', errno, explanation });
}
