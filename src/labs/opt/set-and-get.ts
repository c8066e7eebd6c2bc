import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';

/** Sets an option to what it is, and reads it: what each call says. */
export function setAndGet(socket: LabSocket, level: number, name: number): string {
  const get = outcome(() => socket.getOption(level, name));
  const value = get === 'ok' ? socket.getOption(level, name) : new Uint8Array(4);
  return `${outcome(() => socket.setOption(level, name, value))} ${get}`;
}
