/** `struct ucred` (unix(7)): who a process is. */
import { endianness } from 'node:os';

/** The ids of a process, as its user and process namespace see them. */
export interface Credentials {
  /** 0 when the process has no number in this process namespace. */
  pid: number;
  uid: number;
  gid: number;
}

const littleEndian = endianness() === 'LE';

/** sizeof(struct ucred) */
export const credentialsSize = 12;

export function decodeCredentials(bytes: Uint8Array): Credentials {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    pid: view.getInt32(0, littleEndian),
    uid: view.getUint32(4, littleEndian),
    gid: view.getUint32(8, littleEndian),
  };
}

/** What is left out is this process's own. */
export function encodeCredentials(credentials: Partial<Credentials>): Uint8Array {
  const { pid = process.pid, uid = process.geteuid!(), gid = process.getegid!() } = credentials;
  const bytes = new Uint8Array(credentialsSize);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, checked('pid', pid, 0x7fffffff), littleEndian);
  view.setUint32(4, checked('uid', uid, 0xffffffff), littleEndian);
  view.setUint32(8, checked('gid', gid, 0xffffffff), littleEndian);
  return bytes;
}

function checked(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`${name} must be a whole number from 0 to ${most}, not ${value}`);
}
