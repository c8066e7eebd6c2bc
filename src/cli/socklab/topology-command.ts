import { command } from '../command.js';

export const topology = command({
  usage: 'topology <file>',
  describe: 'bring up hosts and links from a file, for a shell or a command in any of them',
  positionals: { file: { type: 'string', describe: 'JSON or YAML: hosts, links', demandOption: true } },
  options: {
    host: {
      type: 'string',
      requiresArg: true,
      describe: 'the host for the command behind --; the first unless given',
    },
    draw: { type: 'boolean', describe: 'draw it and bring nothing up' },
  },
  rest: 'command and its arguments; a shell unless given',
  examples: [['$0 topology lab.yaml --host h1 -- ping -c 1 10.9.1.2', 'a command on h1']],
  async run({ file, host, draw, '--': words }) {
    return (await import('./topology.js')).topology({
      file: file as string,
      host,
      draw: draw ?? false,
      words: words ?? [],
    });
  },
});
