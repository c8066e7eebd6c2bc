import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onPath, program, searchPath } from '../../src/labs/needs.js';

const { PATH } = process.env;
beforeEach(() => {
  process.env.PATH = '/usr/bin:/bin';
});
afterEach(() => {
  process.env.PATH = PATH;
});

const administrators = '/usr/sbin';

test("an ordinary user's path and the administrators' programs", () => {
  expect(searchPath()).toBe('/usr/bin:/bin:/usr/sbin:/sbin');
  const name = readdirSync(administrators).find(isExecutable)!;
  expect(onPath(name)).toBe(true);
  expect(onPath('node-of-no-system')).toBe(false);
});

test('says which package has what is missing', () => {
  expect(program('sh', 'dash').lack()).toBeUndefined();
  expect(program('node-of-no-system', 'nix').lack()).toBe('needs node-of-no-system, of the package nix');
});

test('stands without a path', () => {
  delete process.env.PATH;
  expect(searchPath()).toBe('/usr/sbin:/sbin');
});

function isExecutable(name: string): boolean {
  try {
    accessSync(join(administrators, name), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
