import { sections, sectionsToCome } from '../../labs/catalogue.js';
import type { Section } from '../../labs/section.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';
import { topicWords } from './words.js';

/** Prints the catalogue, or a section of it. */
export function list(topic: string | undefined, json: boolean): void {
  const wanted = sections.filter(({ name }) => topic === undefined || name === topic.toUpperCase());
  if (wanted.length === 0)
    throw new UsageError(`there is no topic '${topic}'. Topics: ${topicWords().join(' ')}`);
  const output = new Output();
  for (const section of wanted) (json ? jsonLines : textLines)(section, output);
  if (!json && topic === undefined) {
    output.write(
      `still to come: ${Object.entries(sectionsToCome)
        .map(([name, what]) => `${name} (${what})`)
        .join(', ')}\n`,
    );
    output.write("\n'socklab run ID' asks the kernel about a claim; 'socklab show ID' tells how.\n");
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
