import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeBook } from '../../src/labs/book.js';
import type { Task } from '../../src/labs/pool.js';

const folder = new URL('../../docs/labs', import.meta.url).pathname;
type Shown = Record<string, { verdict: string; observed: object }>;
const observations: Record<string, Shown> = JSON.parse(
  readFileSync(join(folder, 'observations.json'), 'utf8'),
);
const [version = ''] = /^\d+\.\d+/.exec(release()) ?? [];

// What a kernel shows is the business of other tests: here it shows what is said to be seen.
const seen = vi.hoisted(() => ({ results: {} as Record<string, { verdict: string; observed: object }> }));
vi.mock('../../src/labs/pool.js', () => ({
  async *runAll(tasks: readonly Task[]) {
    for (const { id } of tasks)
      yield { id, ...(seen.results[id] ?? { verdict: 'cannot run here', observed: {} }) };
  },
}));

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

/** A folder with these observations. */
function bookOf(content: Record<string, Shown>): string {
  const path = mkdtempSync(join(tmpdir(), 'book-'));
  made.push(path);
  writeFileSync(join(path, 'observations.json'), JSON.stringify(content));
  return path;
}

describe('the book', () => {
  it('in docs/labs is what its observations and the sources of the experiments give', async () => {
    seen.results = {};
    const kernels = { ...observations, [version]: { ...observations[version] } };
    if (observations[version] === undefined) delete kernels[version];
    expect(await writeBook(folder, { check: true, jobs: 1 })).toEqual(
      // A kernel that is not in the book yet would be in it.
      Object.keys(kernels).includes(version) ? [] : [expect.stringContaining('README.md')],
    );
  });

  it('is not written when a kernel shows something else than before, or surprises', async () => {
    const [id, other] = ['RAW-01', 'RAW-02'];
    const path = bookOf({ [version]: { [id]: { verdict: 'holds', observed: { inet: 'ok' } } } });
    seen.results = {
      [id]: { verdict: 'never held', observed: { inet: 'EPROTONOSUPPORT' } },
      [other]: { verdict: 'surprise', observed: { opens: [] } },
    };
    expect(await writeBook(path, { check: false, jobs: 1 })).toEqual([
      expect.stringMatching(/^RAW-01 showed \{"inet":"ok"\} .* now \{"inet":"EPROTONOSUPPORT"\}\. If it is/),
      expect.stringMatching(/^RAW-02 is a surprise/),
    ]);
    expect(() => readFileSync(join(path, 'raw.md'))).toThrow('ENOENT');
  });

  it('is written once, and then is as it would be', async () => {
    const path = bookOf({});
    seen.results = { 'RAW-01': { verdict: 'never held', observed: { inet: 'EPROTONOSUPPORT' } } };
    expect(await writeBook(path, { check: true, jobs: 1 })).not.toEqual([]);
    expect(await writeBook(path, { check: false, jobs: 1 })).toEqual([]);
    expect(readFileSync(join(path, 'raw.md'), 'utf8')).toContain(
      `- Linux ${version}: **never held**. \`{"inet":"EPROTONOSUPPORT"}\``,
    );
    expect(await writeBook(path, { check: true, jobs: 1 })).toEqual([]);
  });
});
