/** Every experiment on the kernel at hand, and every mutant of it, as `socklab run all --mutants` runs them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../src/labs/catalogue.js';
import type { Result } from '../../src/labs/run.js';

const launcher = new URL('../../bin/socklab.js', import.meta.url).pathname;
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [launcher, 'run', 'all', '--mutants', '--json', '--jobs', '2'],
  { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000 },
);
const results: (Result & { change?: string; turned?: boolean })[] = stdout
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));
const originals = results.filter(({ change }) => change === undefined);
const mutants = results.filter(({ change }) => change !== undefined);

describe('on this kernel', () => {
  it('every experiment was run, and its mutants', () => {
    expect(
      originals.map(({ id }) => id),
      stderr,
    ).toEqual(experiments.map(({ id }) => id));
    const declared = experiments.flatMap(it => (typeof it.mutants === 'string' ? [] : it.mutants));
    expect(mutants.length).toBe(declared.length);
    expect(status, stderr).toBe(0);
  });

  it.for(originals)('$id is no surprise', (result, ctx) => {
    if (result.verdict === 'cannot run here') ctx.skip(`${result.id}: ${result.because}`);
    expect(result.verdict, JSON.stringify(result)).not.toBe('surprise');
    const { predict } = experiments.find(({ id }) => id === result.id)!;
    expect(predict.choices).toContain(predict.answer(result.observed));
  });

  it.for(mutants)('$id turns $change', (result, ctx) => {
    if (result.verdict === 'cannot run here') ctx.skip(`${result.id}: ${result.because}`);
    expect(result.turned, JSON.stringify(result)).toBe(true);
  });
});
