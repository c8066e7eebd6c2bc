import { command } from '../command.js';
import { seconds } from '../values.js';
import { layersPositional, sendOptions, understandSending } from './send-command.js';

export const sr = command({
  usage: 'sr <layer...>',
  describe: 'send a packet, and show what answers it: what it asked for, and ICMP errors about it',
  positionals: { layer: layersPositional },
  options: {
    ...sendOptions,
    timeout: { alias: 'W', type: 'number', describe: 'seconds to wait for answers (2)', requiresArg: true },
    all: { type: 'boolean', describe: 'wait all the time for more answers' },
  },
  examples: [
    ['$0 sr ip/icmp dst=127.0.0.1 id=7 seq=1', 'an echo request and its reply'],
    ['$0 sr ip/udp dst=127.0.0.1 dstPort=9', 'the ICMP error of a closed port'],
    [
      '$0 sr ip/udp/dns dst=192.0.2.53 \'records={"questions":[{"type":"A","name":"example.org"}]}\'',
      'a DNS query',
    ],
  ],
  understand: argv => ({
    ...understandSending(argv),
    timeout: seconds('--timeout', argv.timeout),
    all: argv.all,
  }),
  async run(settings) {
    return (await import('./sr.js')).sendReceive(settings);
  },
});
