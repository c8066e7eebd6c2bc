import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { constants as c } from '../../src/socket/index.js';

export const root = resolve(import.meta.dirname, '../..');
export const isRoot = process.getuid?.() === 0;

export { descriptors, expectNoLeak } from '../support/descriptors.js';

/** struct sockaddr_un: a path, or an abstract name when it begins with NUL. */
export function unixAddress(name: string): Uint8Array {
  const text = Buffer.from(name.startsWith('\0') ? name : `${name}\0`);
  const address = new Uint8Array(2 + text.length);
  new Uint16Array(address.buffer, 0, 1)[0] = c.AF_UNIX;
  address.set(text, 2);
  return address;
}

let names = 0;
/** An abstract address that nobody else uses. */
export function freshUnixAddress(): Uint8Array {
  return unixAddress(`\0afkit-test-${process.pid}-${names++}`);
}

/** struct sockaddr_in on 127.0.0.1. */
export function loopback(port: number): Uint8Array {
  const address = new Uint8Array(16);
  new Uint16Array(address.buffer, 0, 1)[0] = c.AF_INET;
  new DataView(address.buffer).setUint16(2, port);
  address.set([127, 0, 0, 1], 4);
  return address;
}

export function portOf(address: Uint8Array): number {
  return new DataView(address.buffer, address.byteOffset).getUint16(2);
}

/** struct sockaddr_nl. */
export function netlinkAddress(port: number, groups: number): Uint8Array {
  const address = new Uint8Array(12);
  new Uint16Array(address.buffer, 0, 1)[0] = c.AF_NETLINK;
  new Uint32Array(address.buffer, 4, 2).set([port, groups]);
  return address;
}

/** A request of `type` with an empty `struct ifinfomsg`, asking for a dump. */
export function dumpRequest(type: number): Uint8Array {
  const NLM_F_REQUEST = 1;
  const NLM_F_DUMP = 0x300;
  const message = new Uint8Array(32);
  const words = new Uint32Array(message.buffer);
  const halves = new Uint16Array(message.buffer);
  words[0] = message.length;
  halves[2] = type;
  halves[3] = NLM_F_REQUEST | NLM_F_DUMP;
  words[2] = 1;
  return message;
}

/** Compiles src/socket to plain JavaScript for programs and workers of their own. */
export function compileSocketLayer(): { directory: string; index: string; addon: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-socket-'));
  chmodSync(directory, 0o755);
  const tsconfig = join(directory, 'tsconfig.json');
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rootDir: join(root, 'src'),
        outDir: join(directory, 'dist'),
        noEmit: false,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [],
      files: [join(root, 'src/socket/index.ts')],
    }),
  );
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'native'), join(directory, 'native'));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', tsconfig], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    directory,
    index: join(directory, 'dist/socket/index.js'),
    addon: join(root, 'native/build/Release/afkit.node'),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs a program (the text of an ES module) in a Node.js process of its own. */
export function runProgram(
  text: string,
  { flags = [], uid }: { flags?: string[]; uid?: number } = {},
): Promise<Outcome> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}
