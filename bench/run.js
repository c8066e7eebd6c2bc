// Measures what README's performance table says. See options.js for the options.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileAll } from './compile.js';
import { machine } from './machine.js';
import { checkNamespaces, inNamespace } from './namespace.js';
import { readOptions } from './options.js';
import { results } from './paths.js';
import { installPeers } from './peers.js';
import { markdown, summary } from './report.js';

const { only, complete, ...sizes } = readOptions(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'afkit-bench-'));
let current;
process.on('exit', () => {
  current?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

try {
  checkNamespaces();
  const where = machine();
  compileAll(folder);
  const sections = [];
  for (const name of only) {
    const peers = name === 'unix' ? installPeers() : undefined;
    const section = await inNamespace(name, { folder, peers, ...sizes }, child => {
      current = child;
    });
    sections.push(section);
    process.stdout.write(`${markdown(section)}\n`);
  }
  const text = [
    '# What was measured',
    where,
    `Every figure is the median of ${sizes.runs} or more runs that took turns (A B C A B C …); seconds are of the whole process, from its start to its end, and peak is its largest resident set. Made by \`npm run bench\`.`,
    summary(sections),
    ...sections.map(markdown),
  ].join('\n\n');
  process.stdout.write(`${where}\n${summary(sections)}\n`);
  if (complete) writeFileSync(results, text);
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
