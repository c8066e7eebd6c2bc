import { constants, type WaitOptions } from '../../socket/index.js';
import { Connection, type ConnectionOptions } from '../connection.js';
import type { Dump, DumpOptions } from '../dump.js';
import { NetlinkError } from '../error.js';
import { type UnixDiag, type UnixDiagRequest, unixDiag, unixDiagRequest, unixShowFlags } from './unix.js';

export type SockDiagOptions = Omit<ConnectionOptions, 'protocol'>;

/** Which sockets to list and what to tell of them: everything unless given. */
export type UnixFilter = Pick<UnixDiagRequest, 'states' | 'show'>;

const allStates = 0xffff_ffff;
const everything = Object.values(unixShowFlags.numbers).reduce((sum, bit) => sum | bit, 0);
/** INET_DIAG_NOCOOKIE in both words: the inode alone says which. */
const anyCookie = { cookieLow: 0xffff_ffff, cookieHigh: 0xffff_ffff };

/** The sockets of a network namespace, as the kernel lists them (sock_diag(7)). Needs no privilege. */
export class SockDiag implements AsyncDisposable {
  readonly connection: Connection;

  private constructor(options: SockDiagOptions) {
    this.connection = Connection.open({ ...options, protocol: constants.NETLINK_SOCK_DIAG });
  }

  /** Opens a connection, to another network namespace if one is given. Throws SocketError. */
  static open(options: SockDiagOptions = {}): SockDiag {
    return new SockDiag(options);
  }

  /**
   * The AF_UNIX sockets, read as they are consumed. A connection that nobody has accepted yet is no socket of its own:
   * its listener has its client among `icons`.
   *
   * @throws (while it is read) NetlinkError ENOENT where the kernel was built without unix_diag
   */
  unix(filter: UnixFilter = {}, options?: DumpOptions): Dump<typeof unixDiag> {
    return this.connection.dumpOf(this.#request({ states: allStates, show: everything, ...filter }), options);
  }

  /**
   * The AF_UNIX socket with an inode (the number in `socket:[…]` of /proc/PID/fd); undefined when there is none.
   * Rejects with what {@link Connection.request} rejects with.
   */
  async unixSocket(
    ino: number,
    show: UnixFilter['show'] = everything,
    options: WaitOptions = {},
  ): Promise<UnixDiag | undefined> {
    try {
      const [socket] = await this.connection.request(this.#request({ ino, show, ...anyCookie }), options);
      return socket;
    } catch (error) {
      const none = error instanceof NetlinkError && error.code === 'ENOENT';
      if (none) return undefined;
      throw error;
    }
  }

  #request(value: UnixDiagRequest) {
    return {
      schema: unixDiagRequest,
      answers: unixDiag,
      type: 'SOCK_DIAG_BY_FAMILY',
      value: { family: 'unix', ...value },
    } as const;
  }

  /** Ends everything: what waits is rejected with ECANCELED. Does nothing the second time. */
  close(): void {
    this.connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
