/** Who is at the other end of a connection. */
import { constants, decodeInt, OwnedFd, type Socket, SocketError } from '../socket/index.js';
import { type Credentials, decodeCredentials } from './credentials.js';
import { EINVAL, ENODATA, ENOPROTOOPT, EOPNOTSUPP, ERANGE, ESRCH } from './errno.js';
import { lacking } from './pass-options.js';

/** Bytes to begin with for a list of groups: 64 of them. */
const roomForGroups = 256;

/**
 * The peer of a connected stream or seqpacket socket, or of one of a pair, as it was when it connected,
 * listened or made the pair (SO_PEERCRED and its siblings, unix(7)).
 */
export class UnixPeer {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Process, user and group. The process may have ended since, and its number be another's; {@link pidfd} tells.
   *
   * @throws SocketError ENODATA for a socket that has no peer
   */
  get credentials(): Credentials {
    const value = this.#get(constants.SO_PEERCRED, 'SO_PEERCRED', '', 12);
    const credentials = decodeCredentials(value);
    if (credentials.pid === 0 && credentials.uid === 0xffffffff) throw noPeer('SO_PEERCRED');
    return credentials;
  }

  /** Supplementary groups (SO_PEERGROUPS, Linux 4.13). */
  get groups(): number[] {
    const bytes = this.#groupBytes(roomForGroups);
    return [...new Uint32Array(bytes.slice().buffer)];
  }

  /**
   * A descriptor of the process (SO_PEERPIDFD, Linux 6.5), which stays the same process's: it becomes readable
   * when the process ends. The caller closes it.
   *
   * @throws SocketError ESRCH when the process is gone and the kernel cannot make one (before 6.17), ENODATA
   *   without a peer, ENOPROTOOPT on older kernels
   */
  pidfd(): OwnedFd {
    const value = this.#get(constants.SO_PEERPIDFD, 'SO_PEERPIDFD', 'Linux 6.5', 4);
    return new OwnedFd(decodeInt(value));
  }

  /**
   * The security label (SO_PEERSEC), as text without a NUL at its end.
   *
   * @throws SocketError ENOPROTOOPT when no security module labels sockets
   */
  get security(): string {
    const value = this.#security(256);
    const end = value.indexOf(0);
    return Buffer.from(value.subarray(0, end === -1 ? undefined : end)).toString();
  }

  #security(size: number): Uint8Array {
    try {
      return this.#get(constants.SO_PEERSEC, 'SO_PEERSEC', '', size);
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      if (error.errno === ERANGE && size < 1 << 16) return this.#security(size * 4);
      if (error.errno !== ENOPROTOOPT) throw error;
      const explanation = 'no security module of this system labels sockets';
      throw new SocketError({ syscall: 'getsockopt', errno: ENOPROTOOPT, explanation });
    }
  }

  #groupBytes(size: number): Uint8Array {
    try {
      return this.#get(constants.SO_PEERGROUPS, 'SO_PEERGROUPS', 'Linux 4.13', size);
    } catch (error) {
      if (error instanceof SocketError && error.errno === ERANGE && size < 1 << 20) {
        return this.#groupBytes(size * 4);
      }
      throw error;
    }
  }

  #get(option: number, name: string, since: string, size: number): Uint8Array {
    try {
      return this.#socket.getOption(constants.SOL_SOCKET, option, size);
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      if (error.errno === ENODATA) throw noPeer(name);
      if (error.errno === ESRCH || (error.errno === EINVAL && name === 'SO_PEERPIDFD')) {
        const explanation = 'the process that connected has ended';
        throw new SocketError({ syscall: 'getsockopt', errno: ESRCH, explanation });
      }
      throw error.errno === EOPNOTSUPP ? error : lacking(error, name, since);
    }
  }
}

function noPeer(name: string): SocketError {
  const explanation = `the socket has no peer that ${name} knows: it is not connected, or a datagram socket`;
  return new SocketError({ syscall: 'getsockopt', errno: ENODATA, explanation });
}
