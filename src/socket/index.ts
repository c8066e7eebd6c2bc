/**
 * Sockets of any family on Linux: the layer below `afkit/netlink` and its siblings.
 *
 * @module
 */
export {
  type ControlMessage,
  ControlReader,
  controlLength,
  controlSpace,
  decodeControlMessages,
  encodeControlMessages,
  writeControlMessages,
  writeIntMessage,
} from './ancillary.js';
export { type BatchShape, MessageBatch } from './batch.js';
export { type ConstantName, type Constants, constants } from './constants.js';
export { errorMessage, errorName, SocketError, type SocketErrorDetails } from './errors.js';
export { connectAs, type Identity } from './identity.js';
export { inspectSocket, type SocketFacts } from './inspect.js';
export { NetworkNamespace } from './namespace.js';
export { decodeInt, encodeInt } from './options.js';
export { OwnedFd } from './owned-fd.js';
export { descriptorsInQueue, type SocketOwner, type SocketOwners, socketOwners } from './owners.js';
export type { ReadyCallback, WaitOptions } from './readiness.js';
export { Socket, type SocketKind } from './socket.js';
