/** Finding and removing the files of sockets that are gone. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SocketError } from '../socket/index.js';
import { type PathState, probePath, removeStale } from './paths.js';

/** A socket's file, and what became of it. */
export interface Examined {
  readonly path: string;
  readonly state: PathState | 'unknown';
  /** Whether it was removed. */
  readonly removed: boolean;
  /** Why nothing can be said about it, or why it could not be removed. */
  readonly error?: Error;
}

export interface CleanOptions {
  /** Whether to say what would be removed, and remove nothing. */
  readonly dryRun?: boolean;
  /** Whether to look into directories below the given ones. */
  readonly recursive?: boolean;
}

/**
 * Looks at the sockets among these files and in these directories, and removes those that are proven dead: nobody has
 * such a socket open, whatever its type, so that the kernel refuses whoever connects. What cannot be read or removed is
 * reported, and the others are looked at all the same.
 */
export function* cleanSockets(paths: Iterable<string>, options: CleanOptions = {}): Generator<Examined> {
  for (const path of paths) {
    let isDirectory: boolean;
    try {
      isDirectory = lstatSync(path).isDirectory();
    } catch (error) {
      yield { path, state: 'unknown', removed: false, error: error as Error };
      continue;
    }
    if (isDirectory) yield* searched(path, options);
    else yield examined(path, options);
  }
}

function* searched(directory: string, options: CleanOptions): Generator<Examined> {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    yield { path: directory, state: 'unknown', removed: false, error: error as Error };
    return;
  }
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isSocket()) yield examined(path, options);
    else if (entry.isDirectory() && options.recursive) yield* searched(path, options);
  }
}

function examined(path: string, { dryRun = false }: CleanOptions): Examined {
  try {
    const state = probePath(path);
    const removed = state === 'stale' && !dryRun && removeStale(path);
    return { path, state, removed };
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return { path, state: 'unknown', removed: false, error };
  }
}
