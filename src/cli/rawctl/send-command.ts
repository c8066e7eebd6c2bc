import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, notEmpty, wholeNumber } from '../values.js';
import { packetFormOptions } from './packet-output.js';

export const layersPositional = {
  describe:
    'layers and their fields: ip/udp dst=127.0.0.1 dstPort=9; JSON; or - for JSON from standard input',
  type: 'string',
  array: true,
  demandOption: true,
} as const;

export const sendOptions = {
  to: {
    type: 'string',
    describe: 'where it is routed to, where that is not its own destination',
    requiresArg: true,
  },
  interface: { alias: 'I', type: 'string', describe: 'the interface that it leaves by', requiresArg: true },
  broadcast: { alias: 'b', type: 'boolean', describe: 'allow a broadcast address' },
  count: { alias: 'c', type: 'number', describe: 'how many times each', requiresArg: true },
  rate: { alias: 'r', type: 'number', describe: 'packets a second', requiresArg: true },
  ...packetFormOptions,
  json: commonOptions.json,
  netns: commonOptions.netns,
  sandbox: commonOptions.sandbox,
} as const;

interface SendArguments {
  readonly layer: readonly string[];
  readonly to?: string | undefined;
  readonly interface?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly count?: number | undefined;
  readonly rate?: number | undefined;
  readonly explain?: boolean | undefined;
  readonly hex?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly netns?: string | undefined;
}

/** What `send` and `sr` have in common. */
export function understandSending(argv: SendArguments) {
  if (argv.rate !== undefined && !(argv.rate > 0))
    throw new UsageError('--rate takes packets a second, above 0');
  return {
    words: argv.layer,
    to: argv.to,
    interface: notEmpty('--interface', argv.interface),
    broadcast: argv.broadcast,
    count: wholeNumber('--count', argv.count),
    rate: argv.rate,
    form: { explain: argv.explain, hex: argv.hex },
    json: argv.json,
    namespace: namespaceOf(argv.netns),
  };
}

export type SendSettings = ReturnType<typeof understandSending>;

/** What both have against an errno. */
export const sendRemedies = { EACCES: '--broadcast allows a broadcast address' } as const;

export const send = command({
  usage: 'send <layer...>',
  describe: 'build packets from layers and send them',
  positionals: { layer: layersPositional },
  options: {
    ...sendOptions,
    'dry-run': { alias: 'n', type: 'boolean', describe: 'build and show it, send nothing' },
  },
  remedies: sendRemedies,
  examples: [
    ['$0 send ip/udp dst=127.0.0.1 dstPort=9 payload=hello', 'a UDP datagram'],
    [
      '$0 send -n -x ip/tcp dst=127.0.0.1 flags=syn,ack options=mss:1460,nop',
      'what every byte of it would be',
    ],
    ['$0 send -n ip/udp dst=10.0.0.0/30 dstPort=53,123', 'four packets, one for each combination'],
    ['$0 send eth/arp targetProtocol=10.0.0.1 -I eth0', 'a frame'],
    ['$0 send ip/icmp dst=127.0.0.1 icmp.checksum=0xdead -c 100 -r 10', 'ten a second, wrong on purpose'],
  ],
  understand: argv => ({ ...understandSending(argv), dryRun: argv.dryRun }),
  async run(settings) {
    await (await import('./send.js')).send(settings);
  },
});
