import { ipProtocols } from '../../raw/ip-protocols.js';
import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, notEmpty, wholeNumber } from '../values.js';
import { packetFormOptions } from './packet-output.js';

export const listen = command({
  usage: 'listen <protocol>',
  describe: 'what raw sockets see of an IP protocol, decoded',
  positionals: {
    protocol: {
      describe: 'icmp, udp, ospf, … or a number from 1 to 255',
      type: 'string',
      demandOption: true,
    },
  },
  options: {
    ipv6: { alias: '6', type: 'boolean', describe: 'IPv6; IPv4 unless given' },
    bind: { type: 'string', describe: "only what is for this address of the host's", requiresArg: true },
    interface: {
      alias: 'I',
      type: 'string',
      describe: 'only what arrives on this interface',
      requiresArg: true,
    },
    join: { type: 'string', array: true, describe: 'join a multicast group first', requiresArg: true },
    count: { alias: 'c', type: 'number', describe: 'stop after so many packets', requiresArg: true },
    ...packetFormOptions,
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  completions: { protocol: () => Object.keys(ipProtocols.numbers) },
  examples: [
    ['$0 listen icmp', 'ICMP as a raw socket has it'],
    ['$0 listen igmp --join 224.0.0.22', 'reports of group memberships'],
    ['$0 listen -6 icmpv6 -x', 'with the meaning of every byte'],
  ],
  understand: argv => {
    const count = wholeNumber('--count', argv.count);
    if (argv.protocol === '') throw new UsageError('the protocol is empty');
    return {
      protocol: argv.protocol,
      family: argv.ipv6 ? ('inet6' as const) : ('inet' as const),
      bind: notEmpty('--bind', argv.bind),
      interface: notEmpty('--interface', argv.interface),
      join: argv.join ?? [],
      count,
      form: { explain: argv.explain, hex: argv.hex },
      json: argv.json,
      namespace: namespaceOf(argv.netns),
    };
  },
  async run(settings) {
    await (await import('./listen.js')).listen(settings);
  },
});
