import { execFileSync } from 'node:child_process';

/** Runs a Python program that reads a JSON array on stdin as `items` and prints one for the answer. */
export function python<T>(program: string, items: readonly unknown[]): T[] {
  const script = `import json, sys, socket, ipaddress\nitems = json.load(sys.stdin)\n${program}`;
  const output = execFileSync('python3', ['-c', script], {
    input: JSON.stringify(items),
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output.toString()) as T[];
}
