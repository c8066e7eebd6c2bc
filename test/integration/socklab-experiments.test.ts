/** Every experiment on the kernel at hand, and every mutant of it, as `socklab run all --mutants` runs them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../src/labs/catalogue.js';
import type { Result } from '../../src/labs/run.js';

const launcher = new URL('../../bin/socklab.js', import.meta.url).pathname;
type Line = Result & { change?: string; turned?: boolean };

function socklab(...words: string[]): { lines: Line[]; stderr: string } {
  const options = ['run', ...words, '--mutants', '--json', '--jobs', '2'];
  const { stdout, stderr } = spawnSync(process.execPath, [launcher, ...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 600_000,
  });
  const lines = stdout.trim() === '' ? [] : stdout.trim().split('\n');
  return { lines: lines.map(line => JSON.parse(line)), stderr };
}

const { lines: results, stderr } = socklab('all');

/** A result; of another run where this one is not as it should be, for a machine may stall. */
function settledResult(result: Line): Line {
  const isFine = result.turned ?? result.verdict !== 'surprise';
  if (isFine) return result;
  return socklab(result.id).lines.find(({ change }) => change === result.change) ?? result;
}

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
  });

  it('165 or more of them ran', ctx => {
    const ran = originals.filter(({ verdict }) => verdict !== 'cannot run here');
    if (ran.length === 0) ctx.skip(`needs network namespaces: ${stderr}`);
    expect(ran.length).toBeGreaterThanOrEqual(165);
  });

  it.for(originals)('$id is no surprise', (first, ctx) => {
    const result = settledResult(first);
    if (result.verdict === 'cannot run here') ctx.skip(`${result.id}: ${result.because}`);
    expect(result.verdict, JSON.stringify(result)).not.toBe('surprise');
    const { predict } = experiments.find(({ id }) => id === result.id)!;
    expect(predict.choices).toContain(predict.answer(result.observed));
  });

  it.for(mutants)('$id turns $change', (first, ctx) => {
    const result = settledResult(first);
    if (result.verdict === 'cannot run here') ctx.skip(`${result.id}: ${result.because}`);
    expect(result.turned, JSON.stringify(result)).toBe(true);
  });
});
