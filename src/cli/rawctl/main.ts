import { type Program, runProgram } from '../program.js';
import { ping } from './ping-command.js';
import { separateValues } from './short-options.js';
import { trace } from './trace-command.js';

const commands = [ping, trace];

const program: Program = {
  name: 'rawctl',
  usage: '$0 <command> [options]\n\nSends and receives raw IP packets and link-layer frames.',
  commands,
  examples: [
    ['$0 ping example.org', 'ask a host for a sign of life, as ping does'],
    ['$0 ping -c 3 10.0.0.1 10.0.0.2', 'several hosts at once'],
    ['$0 trace example.org', 'the routers on the way to a host'],
  ],
  spelling: args => separateValues(commands, args),
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
