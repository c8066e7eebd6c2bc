import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { namespaceOf, seconds, wholeNumber } from '../values.js';

export const recordRoute = command({
  usage: 'record-route <host>',
  describe: 'the way to a host and back, as the IPv4 record route option has it',
  positionals: { host: { describe: 'a name or an address', type: 'string', demandOption: true } },
  options: {
    routes: { type: 'number', describe: 'room for so many addresses (9)', requiresArg: true },
    timeout: {
      alias: 'W',
      type: 'number',
      describe: 'seconds to wait for the answer (2)',
      requiresArg: true,
    },
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [['$0 record-route 127.0.0.1', 'the shortest way there is']],
  understand: argv => ({
    host: argv.host,
    routes: wholeNumber('--routes', argv.routes, 9),
    timeout: seconds('--timeout', argv.timeout),
    json: argv.json,
    namespace: namespaceOf(argv.netns),
  }),
  async run(settings) {
    return (await import('./record-route.js')).recordRoute(settings);
  },
});
