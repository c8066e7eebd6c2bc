import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import asciiWidth from '../../src/cli/ascii-width.js';

it('is the number of characters', () => {
  expect(asciiWidth('')).toBe(0);
  expect(asciiWidth('--table TABLE')).toBe(13);
});

it('holds for the help of the commands, which is ASCII', () => {
  const launcher = new URL('../../bin/nlmon.js', import.meta.url).pathname;
  const { stdout } = spawnSync(process.execPath, [launcher, '--help'], { encoding: 'utf8' });
  expect(stdout).toContain('--all-nsid');
  expect(stdout).toMatch(/^[\n -~]*$/);
});
