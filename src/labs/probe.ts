/**
 * A program that opens sockets as its arguments say (`domain,type,protocol` each) and prints what became of each: for
 * experiments about who may. It runs without a capability, as another user, or from a file with capabilities.
 */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Socket } from '../socket/index.js';
import { outcome } from './outcome.js';

/** Where the program is, wherever the build puts the file that asks. */
export const probePath = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('afkit/package.json')), 'dist/labs/probe.js');

/** The arguments that make it open these sockets. */
export const probeArguments = (kinds: readonly (readonly [number, number, number])[]): string[] => [
  probePath(),
  ...kinds.map(kind => kind.join()),
];

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) {
  const kinds = process.argv.slice(2).map(word => word.split(',').map(Number) as [number, number, number]);
  const outcomes = kinds.map(([domain, type, protocol]) =>
    outcome(() => Socket.open({ domain, type, protocol })),
  );
  process.stdout.write(outcomes.join(' '));
}
