import { type Program, runProgram } from '../program.js';
import { complete } from './completion.js';
import { demo } from './demo-command.js';
import { explain } from './explain-command.js';
import { fromIpOptions } from './ip-options.js';
import { monitor } from './monitor-command.js';

const program: Program = {
  name: 'nlmon',
  usage:
    '$0 <object...> [options]\n\nShows links, addresses, routes, neighbours and more of the kernel as they change.',
  commands: [monitor, demo, explain],
  examples: [
    ['$0 routes', 'every change of a route, as ip monitor route shows it'],
    ['$0 neigh links --json', 'neighbours and links, a JSON object a line'],
    ['$0 routes --once -6', 'the IPv6 routes that are there, as ip -6 route shows them'],
    ['$0 all --record F.pcap', 'print events and record them; --replay F.pcap prints them again'],
    ['$0 demo', 'see events without root and without changing anything'],
  ],
  spelling: fromIpOptions,
  complete,
};

/** Runs the command line and resolves with the exit code. */
export const main = (args: readonly string[]): Promise<number> => runProgram(program, args);
