import { constants as files, openSync } from 'node:fs';
import { OwnedFd } from '../../socket/index.js';
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
      opened.push(
        'fd' in item ? OwnedFd.duplicate(item.fd) : new OwnedFd(openSync(item.path, item.flags, 0o666)),
      );
    }
    return opened;
  } catch (error) {
    OwnedFd.closeAll(opened);
    throw error;
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
