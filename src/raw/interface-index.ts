/** Interfaces by name and index, as the socket's namespace has them (netdevice(7)). */
import { constants, type Socket } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { namingInterface } from './explanations.js';

const IFNAMSIZ = 16;
/** sizeof(struct ifreq) on 64-bit machines; more than the others need. */
const requestSize = 40;

/** The index of an interface. Throws SocketError ENODEV when there is none of that name. */
export function interfaceIndex(socket: Socket, name: string): number {
  const bytes = new TextEncoder().encode(name);
  if (bytes.length === 0 || bytes.length >= IFNAMSIZ) {
    throw new RangeError(`${JSON.stringify(name)} is not the name of an interface: it has 1 to 15 bytes`);
  }
  const request = new Uint8Array(requestSize);
  request.set(bytes);
  namingInterface(name, () => socket.ioctl(constants.SIOCGIFINDEX, request));
  return new DataView(request.buffer).getInt32(IFNAMSIZ, littleEndian);
}

/** The name of an interface. Throws SocketError ENODEV when there is none of that index. */
export function interfaceName(socket: Socket, index: number): string {
  const request = new Uint8Array(requestSize);
  new DataView(request.buffer).setInt32(IFNAMSIZ, index, littleEndian);
  socket.ioctl(constants.SIOCGIFNAME, request);
  return new TextDecoder().decode(request.subarray(0, request.indexOf(0)));
}
