/** The command rawctl as its users start it, in the hosts of a test, and other programs beside it. */
import { spawn, spawnSync } from 'node:child_process';
import type { Sandbox } from '../support/sandbox.js';

export const launcher = new URL('../../bin/rawctl.js', import.meta.url).pathname;

/** What becomes user 65534, without any capability. */
export const asNobody = [
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
];

interface RunOptions {
  /** The words of a program that runs it. */
  readonly as?: readonly string[];
  readonly input?: string;
}

/** The option of nsenter(1) that enters a host's network. */
export const enter = (host: Sandbox): string => `--net=/proc/${process.pid}/fd/${host.namespace.fd}`;

/** Runs a program in a host; how it ended and what it said. */
export function run(
  host: Sandbox,
  program: string,
  args: readonly string[],
  { as = [], input = '' }: RunOptions = {},
) {
  const { status, stdout, stderr } = spawnSync('nsenter', [enter(host), ...as, program, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
    input,
  });
  return { status, stdout, stderr };
}

/** Runs rawctl in a host; words that stand in quotes stay together. */
export function rawctl(host: Sandbox, line: string, options?: RunOptions) {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  return run(host, process.execPath, [launcher, ...words], options);
}

/** The objects of a JSON output. */
export const lines = (text: string): any[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

/** Starts a program in a host and resolves when it has printed `ready`; its output comes with `end`. */
export async function started(host: Sandbox, program: string, args: readonly string[], ready: string) {
  const child = spawn('nsenter', [enter(host), program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const exit = new Promise<void>(resolve => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      output += chunk;
      if (output.includes(ready)) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => reject(new Error(`${program} ended: ${output}`)));
  });
  return {
    async end(signal?: NodeJS.Signals): Promise<string> {
      if (signal !== undefined) child.kill(signal);
      await exit;
      return output;
    },
  };
}
