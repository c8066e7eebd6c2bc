import { createInterface } from 'node:readline';
import type { Experiment } from '../../labs/experiment.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';

/** The exit code of what Ctrl-C has ended, as shells have it. */
const interrupted = 130;

/** Asks a reader what will be seen, on a terminal; undefined for no answer, and where nobody is there to ask. */
export async function bet({ id, claim, predict }: Experiment): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { bold, plain } = styles();
  const choices = predict.choices.map((choice, index) => fold(choice, `    ${index + 1}  `)).join('\n');
  process.stdout.write(
    `${fold(claim, `${bold}${id}${plain}  `)}\n\n${fold(predict.question, '  ')}\n${choices}\n`,
  );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.on('SIGINT', () => {
    process.stdout.write('\n');
    process.exit(interrupted);
  });
  terminal.setPrompt(`  Your bet (1-${predict.choices.length}; Enter for none): `);
  terminal.prompt();
  try {
    for await (const line of terminal) {
      if (line.trim() === '') return undefined;
      const choice = predict.choices[Number(line.trim()) - 1];
      if (choice !== undefined) return choice;
      terminal.prompt();
    }
    // Ctrl-D.
    process.stdout.write('\n');
    return undefined;
  } finally {
    terminal.close();
  }
}
