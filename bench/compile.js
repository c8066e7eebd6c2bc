// Compiles the C programs of the bench.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from './paths.js';

/** @param {string} folder where the programs go */
export function compileAll(folder) {
  for (const file of readdirSync(programs).filter(name => name.endsWith('.c'))) {
    const out = join(folder, file.slice(0, -2));
    try {
      execFileSync(process.env.CC ?? 'cc', ['-O2', '-Wall', '-o', out, join(programs, file)]);
    } catch (cause) {
      throw new Error(
        cause.code === 'ENOENT' ? 'the bench needs a C compiler: install gcc' : `${file} does not compile`,
        {
          cause,
        },
      );
    }
  }
}
