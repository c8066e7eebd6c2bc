import { constants as files, openSync } from 'node:fs';
import { OwnedFd, SocketError } from '../../socket/index.js';
import type { Credentials } from '../../unix/credentials.js';
import { UsageError } from '../errors.js';

/** A descriptor by its number, which stays open, or a file that is opened for the purpose. */
export type Passed = { readonly fd: number } | { readonly path: string; readonly flags: number };

/** `--fd 3` or `--fd FILE`: a number is a descriptor, `./3` a file. */
export function passedOf(given: readonly string[] | undefined, flags: number = files.O_RDONLY): Passed[] {
  return (given ?? []).map(text => {
    if (text === '') throw new UsageError('--fd takes a number or a file');
    return /^\d+$/.test(text) ? { fd: Number(text) } : { path: text, flags };
  });
}

/** Descriptors of these, to be closed by the caller. Throws the system's error with the path in it. */
export function openPassed(passed: readonly Passed[]): OwnedFd[] {
  const opened: OwnedFd[] = [];
  try {
    for (const item of passed) {
      opened.push('fd' in item ? duplicateOf(item.fd) : fileAt(item.path, item.flags));
    }
    return opened;
  } catch (error) {
    OwnedFd.closeAll(opened);
    throw error;
  }
}

function duplicateOf(fd: number): OwnedFd {
  try {
    return OwnedFd.duplicate(fd);
  } catch (error) {
    if (!(error instanceof SocketError) || error.code !== 'EBADF') throw error;
    const explanation = `descriptor ${fd} is not open here: the shell opens one with, say, ${fd}<FILE`;
    throw new SocketError({ syscall: 'fcntl', errno: error.errno, explanation, cause: error });
  }
}

/** With the error of open(2) as a cause: advice about sockets would be wrong for it. */
function fileAt(path: string, flags: number): OwnedFd {
  try {
    return new OwnedFd(openSync(path, flags, 0o666));
  } catch (cause) {
    const { code, errno = 0 } = cause as NodeJS.ErrnoException;
    const explanation = code === 'EACCES' ? 'this user may not open the file to pass' : undefined;
    throw new SocketError({ syscall: 'open', errno, address: path, explanation, cause: cause as Error });
  }
}

/** `--claim PID:UID:GID`, any part of which may be empty. Throws UsageError. */
export function claimOf(text: string | undefined): Partial<Credentials> | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(':');
  if (parts.length > 3 || !parts.every(part => /^\d*$/.test(part)) || parts.every(part => part === ''))
    throw new UsageError(`--claim takes PID:UID:GID in numbers, such as 1:0:0 or :0:0, not ${text}`);
  const [pid, uid, gid] = parts.map(part => (part === '' ? undefined : Number(part)));
  return {
    ...(pid === undefined ? {} : { pid }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  };
}
