import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, seconds, wholeNumber } from '../values.js';

const largestPort = 0xffff;

export const udpsum = command({
  usage: 'udpsum <server>',
  describe: "Stevens' check: whether a DNS server sends UDP checksums",
  positionals: { server: { describe: 'a name or an address', type: 'string', demandOption: true } },
  options: {
    ipv4: { alias: '4', type: 'boolean', describe: 'over IPv4' },
    ipv6: { alias: '6', type: 'boolean', describe: 'over IPv6' },
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
  understand: argv => {
    if (argv.ipv4 && argv.ipv6) throw new UsageError('-4 and -6 exclude each other');
    return {
      server: argv.server,
      family: argv.ipv4 ? ('inet' as const) : argv.ipv6 ? ('inet6' as const) : undefined,
      port: wholeNumber('--port', argv.port, largestPort),
      name: argv.name,
      timeout: seconds('--timeout', argv.timeout),
      json: argv.json,
      namespace: namespaceOf(argv.netns),
    };
  },
  async run(settings) {
    return (await import('./udpsum.js')).udpsum(settings);
  },
});
