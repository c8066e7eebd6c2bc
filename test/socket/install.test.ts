import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './support.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'afkit-install-'));
  for (const part of ['native/install.js', 'native/binding.gyp', 'native/src', 'package.json']) {
    cpSync(join(root, part), join(directory, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function install(env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['native/install.js'], {
    cwd: directory,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the install script', () => {
  test('names what is missing in one line', () => {
    expect(install({ CXX: '/no/such/g++', MAKE: '/no/such/make' })).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^afkit: cannot compile its native addon, for lack of a C\+\+ compiler, make: install .*Debian.*Fedora.*Alpine.*\n$/,
      ),
    });
  });

  test('shows the output of a compiler that fails, and no stack of its own', () => {
    appendFileSync(join(directory, 'native/src/addon.cc'), '\nthis is no C++\n');
    const { status, stderr } = install();
    expect(status).toBe(1);
    expect(stderr).toContain('addon.cc');
    expect(stderr).toMatch(/afkit: its native addon did not compile; the output above says why\n$/);
    expect(stderr).not.toContain('install.js:');
  }, 120_000);

  test('builds quietly, without warnings, and only when something changed', () => {
    const quiet = { status: 0, stdout: '', stderr: '' };
    const addon = join(directory, 'native/build/Release/afkit.node');
    expect(install({ CXXFLAGS: '-Werror' })).toEqual(quiet);
    expect(createRequire(import.meta.url)(addon).constants.AF_UNIX).toBe(1);

    const built = statSync(addon).ino;
    expect(install({ CXX: '/no/such/g++' })).toEqual(quiet);
    expect(statSync(addon).ino).toBe(built);

    const later = Date.now() / 1000 + 60;
    utimesSync(join(directory, 'native/src/addon.cc'), later, later);
    expect(install({ CXX: '/no/such/g++' })).toMatchObject({ status: 1 });
  }, 120_000);
});
