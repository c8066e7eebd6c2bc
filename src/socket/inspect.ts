/** What a descriptor says about its socket, without taking it over or changing it. */
import { addon } from './addon.js';
import { constants } from './constants.js';
import { SocketError } from './errors.js';
import { decodeInt } from './options.js';

export interface SocketFacts {
  /** AF_UNIX, AF_INET, … (SO_DOMAIN). */
  readonly domain: number;
  /** SOCK_STREAM, … (SO_TYPE). */
  readonly type: number;
  /** SO_PROTOCOL. */
  readonly protocol: number;
  /** Whether it accepts connections (SO_ACCEPTCONN). */
  readonly listening: boolean;
  /** struct sockaddr_…, as long as the kernel says. */
  readonly localAddress: Uint8Array;
  /** Undefined when it is not connected. */
  readonly remoteAddress: Uint8Array | undefined;
}

/** Asks a descriptor. Throws SocketError ENOTSOCK, EBADF. */
export function inspectSocket(fd: number): SocketFacts {
  return {
    domain: intOption(fd, constants.SO_DOMAIN),
    type: intOption(fd, constants.SO_TYPE),
    protocol: intOption(fd, constants.SO_PROTOCOL),
    listening: intOption(fd, constants.SO_ACCEPTCONN) === 1,
    localAddress: address(out => addon.getsockname(fd, out), 'getsockname')!,
    remoteAddress: address(out => addon.getpeername(fd, out), undefined),
  };
}

function intOption(fd: number, name: number): number {
  const value = new Uint8Array(4);
  const result = addon.getsockopt(fd, constants.SOL_SOCKET, name, value);
  if (result < 0) throw SocketError.from(result, 'getsockopt');
  return decodeInt(value);
}

/** sizeof(struct sockaddr_storage): no address is longer. */
const addressSize = 128;

function address(ask: (out: Uint8Array) => number, syscall: string | undefined): Uint8Array | undefined {
  const out = new Uint8Array(addressSize);
  const length = ask(out);
  if (length >= 0) return out.subarray(0, length);
  if (syscall !== undefined) throw SocketError.from(length, syscall);
  return undefined;
}
