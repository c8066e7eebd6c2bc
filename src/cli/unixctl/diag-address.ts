import { UnixAddress } from '../../unix/address.js';

/** The address in what UNIX_DIAG_NAME holds: a path with its NUL, or a NUL and an abstract name. */
export function addressOf(name: Uint8Array | undefined): UnixAddress | undefined {
  if (name === undefined || name.length === 0) return undefined;
  if (name[0] === 0) return UnixAddress.abstract(name.subarray(1));
  const end = name.indexOf(0);
  return UnixAddress.path(end === -1 ? name : name.subarray(0, end));
}
