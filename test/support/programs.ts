import { spawnSync } from 'node:child_process';

const found = new Map<string, boolean>();

/** Whether a program can be started. */
export function hasProgram(name: string): boolean {
  let has = found.get(name);
  if (has === undefined) {
    has = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]).status === 0;
    found.set(name, has);
  }
  return has;
}
