/** What a command run in this process writes, and its listeners taken off again. */
import { afterEach, beforeEach, vi } from 'vitest';

export interface Captured {
  stdout: string;
  stderr: string;
}

/** Captures standard output and error from the beginning of each test to its end. */
export function capturing(): Captured {
  const captured: Captured = { stdout: '', stderr: '' };
  let listeners: readonly unknown[];
  beforeEach(() => {
    captured.stdout = '';
    captured.stderr = '';
    listeners = process.stdout.listeners('error');
    vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
      captured.stderr += chunk;
      return true;
    });
    vi.spyOn(console, 'log').mockImplementation(text => {
      captured.stdout += `${text}\n`;
    });
    vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
      captured.stdout += chunk;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const listener of process.stdout.listeners('error')) {
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    }
  });
  return captured;
}
