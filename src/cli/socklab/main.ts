import { type Program, runProgram } from '../program.js';
import { book } from './book-command.js';
import { doctor } from './doctor-command.js';
import { list } from './list-command.js';
import { programs } from './programs-command.js';
import { run } from './run-command.js';
import { show } from './show-command.js';
import { topology } from './topology-command.js';

const program: Program = {
  name: 'socklab',
  usage: '$0 <command>\n\nChecks what lectures on kernel networking claim, on the kernel of this machine.',
  commands: [list, show, run, programs, doctor, topology, book],
  examples: [
    ['$0 list', 'every claim, by topic'],
    ['$0 run NL-08', 'bet, run the experiment, see what happened and why'],
    ['$0 run all --jobs 2', 'every experiment; the exit code says whether something surprised'],
  ],
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
