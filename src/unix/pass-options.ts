/** What a receiver wants to know of each message: socket options of SOL_SOCKET that unix(7) tells of. */
import { type ConstantName, constants, type Socket, SocketError } from '../socket/index.js';
import { ENOPROTOOPT, EOPNOTSUPP } from './errno.js';

export interface PassOptions {
  /** Who sent each message (SO_PASSCRED). A datagram or seqpacket socket without a name gets one by autobind. */
  passCredentials?: boolean | undefined;
  /** A descriptor of the process that sent each message (SO_PASSPIDFD, Linux 6.5). */
  passPidfd?: boolean | undefined;
  /** The security label of the sender (SO_PASSSEC), where a security module gives one. */
  passSecurity?: boolean | undefined;
  /** Whether descriptors may be sent here; yes by default. `false` has the kernel refuse them (SO_PASSRIGHTS, Linux 6.16). */
  passRights?: boolean | undefined;
  /** When each message was sent (SO_TIMESTAMPNS). Datagrams and seqpackets only: a stream has no times. */
  timestamps?: boolean | undefined;
  /** How many bytes remain after each receive from a stream (SO_INQ, Linux 6.17). */
  passQueued?: boolean | undefined;
}

/** The options, and the first kernel that has each where not all have. */
const options: readonly (readonly [keyof PassOptions, ConstantName, string])[] = [
  ['passCredentials', 'SO_PASSCRED', ''],
  ['passPidfd', 'SO_PASSPIDFD', 'Linux 6.5'],
  ['passSecurity', 'SO_PASSSEC', ''],
  ['passRights', 'SO_PASSRIGHTS', 'Linux 6.16'],
  ['timestamps', 'SO_TIMESTAMPNS', ''],
  ['passQueued', 'SO_INQ', 'Linux 6.17'],
];

/**
 * Sets those that are given; leaves the rest as they are.
 *
 * @throws SocketError ENOPROTOOPT when this kernel lacks one; the message says which kernel has it
 */
export function setPassOptions(socket: Socket, wanted: PassOptions): void {
  for (const [key, name, since] of options) {
    const value = wanted[key];
    if (value === undefined) continue;
    try {
      socket.setOption(constants.SOL_SOCKET, constants[name], value ? 1 : 0);
    } catch (error) {
      throw lacking(error, name, since);
    }
  }
}

/** The same error with the kernel named that has the option, when this one has not. */
export function lacking(error: unknown, name: string, since: string): unknown {
  if (!(error instanceof SocketError) || since === '') return error;
  if (error.errno !== ENOPROTOOPT && error.errno !== EOPNOTSUPP) return error;
  const { syscall, errno } = error;
  const explanation = `this kernel has no ${name} for such a socket; it came with ${since}`;
  return new SocketError({ syscall, errno, explanation });
}
