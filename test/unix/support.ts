import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { UnixAddress } from '../../src/unix/index.js';

/** A directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-unix-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A path that nobody else uses. */
export function temporaryPath(name = 'socket'): string {
  return join(temporaryDirectory(), name);
}

let names = 0;

/** An abstract address that nobody else uses. */
export function freshName(): UnixAddress {
  return UnixAddress.abstract(`afkit-test-${process.pid}-${names++}`);
}
