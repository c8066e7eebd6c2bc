import { availableParallelism } from 'node:os';
import { writeBook } from '../../labs/book.js';
import { enclose } from './enclosure.js';

/** Resolves with 1 where an experiment surprised, or where the book is not as it should be. */
export async function book(folder: string, check: boolean): Promise<number> {
  const code = await enclose('run as root');
  if (code !== undefined) return code;
  const problems = await writeBook(folder, { check, jobs: availableParallelism() });
  for (const problem of problems) process.stderr.write(`socklab: ${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}
