import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { namespaceOf, wholeNumber } from '../values.js';
import { packetFormOptions } from './packet-output.js';

const port = (describe: string) => ({ type: 'number', describe, requiresArg: true }) as const;

/** The user's word that a destination is in a network of their own. */
export const ownNetworkOption = {
  'i-own-this-network': { type: 'boolean', describe: 'allow a destination on a local link' },
} as const;

const largestPort = 0xffff;

export const spoof = command({
  usage: 'spoof [destination]',
  describe: "the lecture's forged datagram: UDP from an address that is another's",
  positionals: {
    destination: {
      describe: "an address (127.0.0.1; in a sandbox the lecture's 76.125.43.103)",
      type: 'string',
    },
  },
  options: {
    src: { type: 'string', describe: 'whom to pretend to be (192.168.0.199)', requiresArg: true },
    'source-port': port('its port (45512)'),
    port: port('the port of the destination (999)'),
    data: { type: 'string', describe: "what it carries ('ab')", requiresArg: true },
    ...ownNetworkOption,
    ...packetFormOptions,
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [
    ['$0 spoof --sandbox', 'to this host, in a network of its own'],
    ['$0 spoof 127.0.0.1 --src 8.8.8.8 -x', 'with the meaning of every byte'],
  ],
  understand: argv => ({
    dst: argv.destination,
    src: argv.src,
    srcPort: wholeNumber('--source-port', argv.sourcePort, largestPort, 0),
    dstPort: wholeNumber('--port', argv.port, largestPort),
    data: argv.data,
    iOwnThisNetwork: argv.iOwnThisNetwork,
    form: { explain: argv.explain, hex: argv.hex },
    json: argv.json,
    namespace: namespaceOf(argv.netns),
  }),
  async run(settings) {
    await (await import('./spoof.js')).spoof(settings);
  },
});
