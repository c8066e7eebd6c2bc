import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { namespaceOf, seconds, wholeNumber } from '../values.js';

const largestPort = 0xffff;

export const udpsum = command({
  usage: 'udpsum <server>',
  describe: "Stevens' check: whether a DNS server sends UDP checksums",
  positionals: { server: { describe: 'a name or an IPv4 address', type: 'string', demandOption: true } },
  options: {
    port: { alias: 'p', type: 'number', describe: 'its port (53)', requiresArg: true },
    name: { type: 'string', describe: 'the name to ask for (the root)', requiresArg: true },
    timeout: {
      alias: 'W',
      type: 'number',
      describe: 'seconds to wait for the answer (3)',
      requiresArg: true,
    },
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [['$0 udpsum 192.0.2.53', 'ask that server']],
  understand: argv => ({
    server: argv.server,
    port: wholeNumber('--port', argv.port, largestPort),
    name: argv.name,
    timeout: seconds('--timeout', argv.timeout),
    json: argv.json,
    namespace: namespaceOf(argv.netns),
  }),
  async run(settings) {
    return (await import('./udpsum.js')).udpsum(settings);
  },
});
