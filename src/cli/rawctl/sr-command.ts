import { command } from '../command.js';
import { seconds, wholeNumber } from '../values.js';
import { layersPositional, sendOptions, sendRemedies, understandSending } from './send-command.js';

export const sr = command({
  usage: 'sr <layer...>',
  describe: 'send packets, and show what answers them: what they asked for, and ICMP errors about them',
  positionals: { layer: layersPositional },
  options: {
    ...sendOptions,
    timeout: { alias: 'W', type: 'number', describe: 'seconds to wait for answers (2)', requiresArg: true },
    retry: { type: 'number', describe: 'send again what is not answered, so many times', requiresArg: true },
    all: { type: 'boolean', describe: 'wait all the time for more answers' },
  },
  remedies: sendRemedies,
  examples: [
    ['$0 sr ip/icmp dst=127.0.0.1 id=7 seq=1', 'an echo request and its reply'],
    ['$0 sr ip/udp dst=127.0.0.1 dstPort=9', 'the ICMP error of a closed port'],
    ['$0 sr ip/tcp dst=127.0.0.1 dstPort=1-1024', 'a packet for each port: open ones answer [S.]'],
    ['$0 sr arp targetProtocol=10.0.0.0/24 -I eth0', 'who is there'],
    [
      '$0 sr ip/udp/dns dst=192.0.2.53 \'records={"questions":[{"type":"A","name":"example.org"}]}\'',
      'a DNS query',
    ],
  ],
  understand: argv => ({
    ...understandSending(argv),
    timeout: seconds('--timeout', argv.timeout),
    retries: wholeNumber('--retry', argv.retry),
    all: argv.all,
  }),
  async run(settings) {
    return (await import('./sr.js')).sendReceive(settings);
  },
});
