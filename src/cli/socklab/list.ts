import { sections, sectionsToCome } from '../../labs/catalogue.js';
import type { Section } from '../../labs/section.js';
import { Output } from '../output.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';
import { sectionOf } from './words.js';

/** Prints the catalogue, or a section of it. */
export function list(topic: string | undefined, json: boolean): void {
  const wanted = topic === undefined ? sections : [sectionOf(topic)];
  const output = new Output();
  for (const section of wanted) (json ? jsonLines : textLines)(section, output);
  if (!json && topic === undefined) {
    const toCome = Object.entries(sectionsToCome).map(([name, what]) => `${name} (${what})`);
    output.write(`${fold(toCome.join(', '), 'still to come: ')}\n\n`);
  }
  if (!json) {
    const example = wanted.length === 1 ? wanted[0]!.experiments[0]!.id : 'RAW-60';
    output.write(
      `'socklab run ${example}' asks the kernel about a claim, after your bet, and tells why.\n` +
        `'socklab show ${example}' tells how, and 'socklab list TOPIC' lists one topic.\n`,
    );
  }
  output.flush();
}

function jsonLines({ experiments, listed }: Section, output: Output): void {
  for (const { id, claim, texts } of experiments)
    output.write(`${JSON.stringify({ id, claim, texts, experiment: true })}\n`);
  for (const { id, claim, reason } of listed)
    output.write(`${JSON.stringify({ id, claim, experiment: false, reason })}\n`);
}

function textLines({ name, title, experiments, listed }: Section, output: Output): void {
  const { bold, dim, plain } = styles();
  output.write(`${bold}${name}${plain}  ${title}\n`);
  const claims = [...experiments, ...listed].sort((a, b) =>
    a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
  for (const entry of claims) {
    output.write(`${fold(entry.claim, `  ${entry.id.padEnd(9)} `)}\n`);
    if ('reason' in entry)
      output.write(`${dim}${fold(`no experiment: ${entry.reason}`, ' '.repeat(12))}${plain}\n`);
  }
  output.write('\n');
}
