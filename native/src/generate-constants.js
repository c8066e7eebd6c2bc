// Writes the table that constants.cc includes: every name of constants.txt behind its own #ifdef,
// because headers differ in what they define. `NAME = VALUE` gives a number that is used when the
// headers are older than the kernel interface; such numbers are those of asm-generic.
import { readFileSync, writeFileSync } from 'node:fs';

const [list, table] = process.argv.slice(2);

const lines = readFileSync(list, 'utf8')
  .split('\n')
  .map(line => line.replace(/#.*/, '').trim())
  .filter(line => line !== '');

const entries = lines.flatMap(line => {
  const [names, fallback] = line.split('=').map(part => part.trim());
  return names.split(/\s+/).map(name => ({ name, fallback }));
});

const text = entries
  .map(
    ({ name, fallback }) =>
      `#ifdef ${name}\nAFKIT_CONSTANT("${name}", ${name})\n` +
      (fallback === undefined
        ? ''
        : `#elif defined(AFKIT_GENERIC_NUMBERS)\nAFKIT_CONSTANT("${name}", ${fallback})\n`) +
      '#endif\n',
  )
  .join('');

writeFileSync(table, text);
