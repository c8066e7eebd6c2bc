import { type Program, runProgram } from '../program.js';
import { ls } from './commands/ls.js';
import { peers } from './commands/peers.js';
import { tree } from './commands/tree.js';

const program: Program = {
  name: 'unixctl',
  usage:
    '$0 <command> [options]\n\nAF_UNIX sockets: streams, datagrams and sequenced packets, descriptors and credentials.',
  commands: [ls, tree, peers],
  examples: [['$0 ls', 'all sockets, with their owners and peers']],
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
