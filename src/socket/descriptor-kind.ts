/** Asking a descriptor which socket it is. */
import { constants as node } from 'node:os';
import { addon } from './addon.js';
import { constants } from './constants.js';
import { SocketError } from './errors.js';
import { decodeInt } from './options.js';
import type { OwnedFd } from './owned-fd.js';

const ENOTSOCK = -node.errno.ENOTSOCK;

/** What the kernel says of a socket (SO_DOMAIN, SO_TYPE, SO_PROTOCOL, SO_ACCEPTCONN; socket(7)). */
export interface DescriptorKind {
  domain: number;
  type: number;
  protocol: number;
  /** Whether it listens. */
  listening: boolean;
}

/** Which socket a descriptor is; undefined when it is none. @throws SocketError EBADF */
export function socketKind(fd: OwnedFd | number): DescriptorKind | undefined {
  const number = typeof fd === 'number' ? fd : fd.fd;
  const value = new Uint8Array(4);
  const get = (name: number): number => {
    const result = addon.getsockopt(number, constants.SOL_SOCKET, name, value);
    return result < 0 ? result : decodeInt(value);
  };
  const type = get(constants.SO_TYPE);
  if (type === ENOTSOCK) return undefined;
  if (type < 0) throw SocketError.from(type, 'getsockopt');
  const domain = get(constants.SO_DOMAIN);
  const protocol = get(constants.SO_PROTOCOL);
  return { domain, type, protocol, listening: get(constants.SO_ACCEPTCONN) === 1 };
}
