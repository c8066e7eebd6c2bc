import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { namespaceOf, seconds, wholeNumber } from '../values.js';
import { packetFormOptions } from './packet-output.js';
import { ownNetworkOption } from './spoof-command.js';

const largestPort = 0xffff;

export const syn = command({
  usage: 'syn [destination] [port]',
  describe: "a hand-made SYN: the SYN/ACK that comes back, and the kernel's own RST",
  positionals: {
    destination: { describe: 'a host (127.0.0.1)', type: 'string' },
    port: { describe: 'its port; one that is opened for it unless given', type: 'number' },
  },
  options: {
    timeout: { alias: 'W', type: 'number', describe: 'seconds to wait for an answer (1)', requiresArg: true },
    ...ownNetworkOption,
    ...packetFormOptions,
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [
    ['$0 syn --sandbox', 'to an open port, in a network of its own'],
    ['$0 syn 127.0.0.1 9', 'to a closed one'],
  ],
  understand: argv => ({
    destination: argv.destination ?? '127.0.0.1',
    port: wholeNumber('the port', argv.port, largestPort),
    timeout: seconds('--timeout', argv.timeout),
    iOwnThisNetwork: argv.iOwnThisNetwork,
    form: { explain: argv.explain, hex: argv.hex },
    json: argv.json,
    namespace: namespaceOf(argv.netns),
  }),
  async run(settings) {
    return (await import('./syn.js')).syn(settings);
  },
});
