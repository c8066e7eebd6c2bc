import { createInterface } from 'node:readline/promises';
import type { Experiment } from '../../labs/experiment.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';

/** Asks a reader what will be seen, on a terminal; undefined for no answer, and where nobody is there to ask. */
export async function bet({ id, claim, predict }: Experiment): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { bold, plain } = styles();
  const choices = predict.choices.map((choice, index) => `    ${index + 1}  ${choice}`).join('\n');
  process.stdout.write(
    `${bold}${id}${plain}  ${fold(claim, ' '.repeat(id.length + 2)).trimStart()}\n\n${fold(predict.question, '  ')}\n${choices}\n`,
  );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`  Your bet (1-${predict.choices.length}; Enter for none): `);
    return predict.choices[Number(answer.trim()) - 1];
  } finally {
    terminal.close();
  }
}
