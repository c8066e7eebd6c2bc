/**
 * sock_diag(7): the sockets of the system, as ss(8) lists them.
 *
 * @module
 */
export { diagFamilies, socketState, socketStates, socketTypes } from './common.js';
export { SockDiag, type SockDiagOptions, type UnixFilter } from './sock-diag.js';
export {
  shutdownFlags,
  type UnixDiag,
  type UnixDiagRequest,
  unixDiag,
  unixDiagRequest,
  unixShowFlags,
} from './unix.js';
