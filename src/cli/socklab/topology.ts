import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Lab } from '../../labs/lab.js';
import { searchPath } from '../../labs/needs.js';
import { drawTopology } from '../../labs/topology-drawing.js';
import { parseTopology } from '../../labs/topology-file.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox, runInSandbox } from '../sandbox.js';

export interface TopologySettings {
  readonly file: string;
  readonly host: string | undefined;
  readonly draw: boolean;
  readonly words: readonly string[];
}

/** Brings a topology up, runs a command on one of its hosts, and takes it down; resolves with the command's exit code. */
export async function topology({ file, host, draw, words }: TopologySettings): Promise<number> {
  const declared = parseTopology(readFileSync(file, 'utf8'), file);
  const names = Object.keys(declared.hosts);
  const where = host ?? names[0]!;
  if (!names.includes(where))
    throw new UsageError(`there is no host '${where}' in ${file}. Hosts: ${names.join(' ')}`);
  if (!draw && !inSandbox) return runInSandbox('socklab', { processes: true });
  const output = new Output(process.stderr);
  output.write(drawTopology(declared));
  output.flush();
  if (draw) return 0;
  const lab = await Lab.open(declared);
  try {
    return await runOn(lab, where, words.length === 0 ? [process.env.SHELL ?? '/bin/sh'] : words);
  } finally {
    await lab.close();
  }
}

/** Runs a command on a host, with variables that name the namespaces of all. */
function runOn(lab: Lab, name: string, words: readonly string[]): Promise<number> {
  const pathOf = (host: string) => `/proc/${process.pid}/fd/${lab.hosts[host]!.namespace.fd}`;
  const others = Object.fromEntries(Object.keys(lab.hosts).map(host => [`NETNS_${host}`, pathOf(host)]));
  // The terminal sends Ctrl-C to all; it is the command's to end, and the lab is taken down after it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  return new Promise((resolve, reject) => {
    const child = spawn('nsenter', [`--net=${pathOf(name)}`, '--', ...words], {
      stdio: 'inherit',
      env: { ...process.env, PATH: searchPath(), ...others },
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
  });
}
