import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/cli/errors.js';
import { inSandbox, runInSandbox } from '../../src/cli/sandbox.js';

let directory: string;

/** Puts a shell script in the place of unshare(1); without one, there is none. */
function unshareIs(script: string | undefined): void {
  vi.stubEnv('PATH', directory);
  if (script === undefined) return;
  writeFileSync(join(directory, 'unshare'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, 'unshare'), 0o755);
}

let said = '';
let argv: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'afkit-unshare-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    said += chunk;
    return true;
  });
  argv = process.argv;
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  process.argv = argv;
});

it('is off unless the process was started in one', () => {
  expect(inSandbox).toBe(false);
});

it('says what is missing where there is no unshare(1)', async () => {
  unshareIs(undefined);
  const failure = await runInSandbox('nlmon').catch(error => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect(failure.message).toContain('util-linux');
});

it('says why no namespace is to be had, and which sysctls decide it', async () => {
  unshareIs('echo "unshare: unshare failed: Operation not permitted" >&2; exit 1');
  await expect(runInSandbox('nlmon', { otherwise: 'run as root, so to speak' })).rejects.toThrow(
    /unshare failed: Operation not permitted.*user\.max_user_namespaces.*; or run as root, so to speak, or use a virtual machine$/,
  );
  await expect(runInSandbox('nlmon')).rejects.toThrow(
    /apparmor_restrict_unprivileged_userns; or use a virtual machine$/,
  );
  expect(said).toBe('');
});

it('runs the same command line without --sandbox, says so, and passes the exit code on', async () => {
  const record = join(directory, 'arguments');
  // Asked whether it is possible, it is; then it writes down what it was told to run.
  unshareIs(`[ "$5" = true ] && exit 0; echo "$AFKIT_SANDBOX $*" > ${record}; exit 7`);
  process.argv = [process.argv[0]!, '/bin/launcher.js', 'all', '--sandbox', '--json', '--', '--sandbox'];
  expect(await runInSandbox('nlmon')).toBe(7);
  const { readFileSync } = await import('node:fs');
  const line = readFileSync(record, 'utf8').trim();
  expect(line).toMatch(/^1 --user --map-root-user --net --mount -- /);
  expect(line).toMatch(/\/bin\/launcher\.js all --json -- --sandbox$/);
  expect(said).toBe(
    'nlmon: in a user and network namespace of its own (unshare --user --map-root-user --net --mount)\n',
  );
});
