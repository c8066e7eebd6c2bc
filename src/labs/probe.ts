/** The program src/cli/socklab/probe.ts, which opens sockets and prints what became of each. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** By the package's own name, which holds wherever the build puts this file. */
const path = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('afkit/package.json')), 'dist/cli/socklab/probe.js');

/** The arguments of Node.js that make it open sockets of these kinds. */
export const probeArguments = (kinds: readonly (readonly [number, number, number])[]): string[] => [
  path(),
  ...kinds.map(kind => kind.join()),
];
