/** Small steps that the experiments about AF_UNIX share. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { constants as c, encodeInt } from '../../socket/index.js';
import { UnixAddress } from '../../unix/address.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';

export const pathOf = (folder: string, name: string): Uint8Array =>
  UnixAddress.path(`${folder}/${name}`).encode();
export const abstract = (name: string): Uint8Array => UnixAddress.abstract(name).encode();

export const types = { stream: c.SOCK_STREAM, datagram: c.SOCK_DGRAM, seqpacket: c.SOCK_SEQPACKET } as const;

/** A socket that is bound, and listens where its type does. */
export function server(host: Host, type: number, address: Uint8Array): LabSocket {
  const socket = host.socket(c.AF_UNIX, type);
  socket.bind(address);
  if (type !== c.SOCK_DGRAM) socket.listen();
  return socket;
}

/** A socket that is connected to an address. */
export function client(host: Host, type: number, address: Uint8Array): LabSocket {
  const socket = host.socket(c.AF_UNIX, type);
  socket.connect(address);
  return socket;
}

/** SCM_RIGHTS with these descriptors. */
export function rights(...descriptors: number[]) {
  return {
    level: c.SOL_SOCKET,
    type: c.SCM_RIGHTS,
    data: new Uint8Array(Int32Array.from(descriptors).buffer),
  };
}

/** Columns of /proc/net/unix: Num RefCount Protocol Flags Type St Inode Path. */
export function procRows(host: Host): { flags: string; type: string; path: string }[] {
  const lines = host.read('/proc/net/unix').trimEnd().split('\n').slice(1);
  return lines.map(line => {
    const [, , , flags = '', type = '', , , path = ''] = line.split(/\s+/);
    return { flags, type, path };
  });
}

const counts = new Map<NodeJS.Signals, number>();

/** Counts a signal that this process gets for as long as `work` takes and a moment longer. */
export async function signalsDuring(signal: NodeJS.Signals, work: () => unknown): Promise<number> {
  if (!counts.has(signal)) {
    counts.set(signal, 0);
    // It stays: without a listener the signal's default action is back, also where Node.js had it ignored.
    process.on(signal, () => counts.set(signal, counts.get(signal)! + 1));
  }
  const before = counts.get(signal)!;
  await work();
  // A signal reaches JavaScript through a pipe that the event loop reads, after timers that are due: on a busy machine
  // this one may be due at once, and so a whole turn of the loop follows.
  await pause(30);
  await nextTurn();
  return counts.get(signal)! - before;
}

/** Has the kernel send a socket's signals to this process (fcntl(2), F_SETOWN). */
export function own(socket: LabSocket): void {
  socket.ioctl(c.FIOSETOWN, encodeInt(process.pid));
}
