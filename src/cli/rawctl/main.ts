import { type Program, runProgram } from '../program.js';
import { fields } from './fields-command.js';
import { igmp } from './igmp-command.js';
import { listen } from './listen-command.js';
import { ping } from './ping-command.js';
import { recordRoute } from './record-route-command.js';
import { send } from './send-command.js';
import { separateValues } from './short-options.js';
import { spoof } from './spoof-command.js';
import { sr } from './sr-command.js';
import { syn } from './syn-command.js';
import { trace } from './trace-command.js';
import { udpsum } from './udpsum-command.js';

const commands = [ping, trace, send, sr, listen, fields, spoof, syn, recordRoute, igmp, udpsum];

const program: Program = {
  name: 'rawctl',
  usage: '$0 <command> [options]\n\nSends and receives raw IP packets and link-layer frames.',
  commands,
  examples: [
    ['$0 ping example.org', 'ask a host for a sign of life, as ping does'],
    ['$0 ping -c 3 10.0.0.1 10.0.0.2', 'several hosts at once'],
    ['$0 trace example.org', 'the routers on the way to a host'],
    ['$0 sr ip/icmp dst=127.0.0.1 id=7', 'a packet from its layers, and what answers it'],
    ['$0 fields --sandbox', 'what the kernel does with the headers that it is handed'],
  ],
  spelling: args => separateValues(commands, args),
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
