import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A part of src compiled to plain JavaScript, for processes and worker threads of their own. */
export interface Compiled {
  /** Where a module of src is: `netlink/index.js`. */
  path(module: string): string;
  /** A directory of its own for the programs that use it. */
  readonly directory: string;
  remove(): void;
}

export function compile(entry: string): Compiled {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-compiled-'));
  const tsconfig = join(directory, 'tsconfig.json');
  const compilerOptions = {
    rootDir: join(root, 'src'),
    outDir: join(directory, 'dist'),
    noEmit: false,
    noCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const files = [join(root, 'src', entry)];
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files };
  writeFileSync(tsconfig, JSON.stringify(config));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'native'), join(directory, 'native'));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', tsconfig], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    directory,
    path: module => join(directory, 'dist', module),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** How a program ended, and what it said. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the text of an ES module in a Node.js process of its own, and ends it by force after 20 s, or `idle` ms after its first words. */
export function runProgram(text: string, { flags = [] as string[], idle = 0 } = {}): Promise<Ended> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', chunk => {
      if (idle > 0 && stdout === '') setTimeout(() => child.kill('SIGKILL'), idle);
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', chunk => {
      stderr += chunk;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => settle({ code, signal, stdout, stderr }));
  });
}
