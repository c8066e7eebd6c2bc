import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = new URL('../../bin/', import.meta.url).pathname;
const bundle = (says: string) =>
  `exports.main = async args => { console.log('${says}', ...args); return args.length; };\n`;

let root: string;
const file = (name: string): string => join(root, 'dist/bin', name);

/** What a command called toy, of a package of its own, prints and returns. */
function run(args: readonly string[] = [], flags: readonly string[] = []): (string | number | null)[] {
  const program = join(root, 'bin/toy.js');
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, program, ...args], {
    encoding: 'utf8',
  });
  return [stdout, stderr, status];
}

/** Keeps what V8 compiles of the toy, as bin/precompile.js does. */
function keep(): void {
  const { script, cacheOf } = loaded();
  writeFileSync(cacheOf('toy'), script.createCachedData());
}

function loaded(): { script: Script; cacheOf(command: string): string } {
  const { cacheOf, load } = createRequire(import.meta.url)(join(root, 'bin/load.js'));
  return { ...load('toy'), cacheOf };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'afkit-load-'));
  for (const folder of ['bin', 'dist/bin']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(join(bin, 'load.js'), join(root, 'bin/load.js'));
  writeFileSync(join(root, 'bin/toy.js'), "require('./load.js').run('toy');\n");
  writeFileSync(file('toy.cjs'), bundle('one'));
});

afterEach(() => rmSync(root, { recursive: true }));

describe('a bundle', () => {
  it('runs with the arguments of the command line, and its number is the exit code', () => {
    expect(run(['a', 'b'])).toEqual(['one a b\n', '', 2]);
  });

  it('is not there before it is built: the command says so', () => {
    rmSync(file('toy.cjs'));
    expect(run()).toEqual(['', 'toy: afkit is not built yet: run npm install in its folder\n', 1]);
  });

  it('that cannot be compiled is no bundle that is missing', () => {
    writeFileSync(file('toy.cjs'), 'exports.main = (');
    const [, stderr, status] = run();
    expect(stderr).toContain('SyntaxError');
    expect(status).toBe(1);
  });

  it('is taken as compiled before, where that was kept', () => {
    expect(loaded().script.cachedDataRejected).toBeUndefined();
    keep();
    expect(loaded().script.cachedDataRejected).toBe(false);
    expect(run(['a'])).toEqual(['one a\n', '', 1]);
  });

  it('that was changed since is compiled anew, also when its length is the same', () => {
    keep();
    writeFileSync(file('toy.cjs'), bundle('two'));
    const later = Date.now() / 1000 + 60;
    utimesSync(file('toy.cjs'), later, later);
    expect(loaded().script.cachedDataRejected).toBeUndefined();
    expect(run()).toEqual(['two\n', '', 0]);
  });

  it('runs beside a cache that is not one, and one that ends early', () => {
    keep();
    const kept = readFileSync(file('toy.cache'));
    for (const broken of [Buffer.alloc(0), Buffer.from('nonsense'), kept.subarray(0, kept.length >> 1)]) {
      writeFileSync(file('toy.cache'), broken);
      expect(run()).toEqual(['one\n', '', 0]);
    }
  });

  it('runs beside a cache that was made with other flags of V8', () => {
    keep();
    expect(run([], ['--no-opt', '--no-lazy'])).toEqual(['one\n', '', 0]);
  });
});

it.each(['nlmon', 'rawctl', 'socklab', 'unixctl'])('the build keeps what V8 compiles of %s', command => {
  const { load } = createRequire(import.meta.url)(join(bin, 'load.js'));
  expect(load(command).script.cachedDataRejected).toBe(false);
});
