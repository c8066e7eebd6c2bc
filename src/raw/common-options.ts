/** Options of SOL_SOCKET (socket(7)) that raw and packet sockets share. */
import { constants } from '../socket/index.js';
import { bool, cString, int, type OptionValue, type SocketOption } from './socket-option.js';
import { timestamping } from './timestamping.js';

function common<T>(value: OptionValue<T>, name: number): SocketOption<T> {
  const place = [constants.SOL_SOCKET, name] as const;
  return { value, places: { inet: place, inet6: place, packet: place } };
}

export const commonOptions = {
  /** SO_MARK: for rules and filters. Takes CAP_NET_ADMIN or, since 5.17, CAP_NET_RAW. */
  mark: common(int, constants.SO_MARK),
  /** SO_PRIORITY, 0 to 6 for everybody. */
  priority: common(int, constants.SO_PRIORITY),
  /** SO_BINDTODEVICE: an interface's name; '' undoes it. */
  bindToDevice: common(cString, constants.SO_BINDTODEVICE),
  /** SO_BROADCAST: without it sending to a broadcast address is EACCES. */
  broadcast: common(bool, constants.SO_BROADCAST),
  /** SO_DONTROUTE: only what is on a network of the host itself. */
  dontRoute: common(bool, constants.SO_DONTROUTE),
  reuseAddr: common(bool, constants.SO_REUSEADDR),
  reusePort: common(bool, constants.SO_REUSEPORT),
  /** SO_RCVBUF, in bytes; the kernel doubles it and caps it at net.core.rmem_max. */
  receiveBuffer: common(int, constants.SO_RCVBUF),
  /** SO_RCVBUFFORCE: without the cap, with CAP_NET_ADMIN. */
  receiveBufferForce: common(int, constants.SO_RCVBUFFORCE),
  sendBuffer: common(int, constants.SO_SNDBUF),
  sendBufferForce: common(int, constants.SO_SNDBUFFORCE),
  /** SO_RXQ_OVFL: messages come with the number of those dropped before them. */
  recvDropCount: common(bool, constants.SO_RXQ_OVFL),
  /** SO_RCVMARK: messages come with their mark. */
  recvMark: common(bool, constants.SO_RCVMARK),
  /** The kernel stamps what arrives from a moment after this is set on, not at once. */
  timestamping,
};
