import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { flag, number, word } from './declare.js';
import { understand } from './trace/settings.js';

const [which, what, how] = ['Which way:', 'What is sent:', 'How it is shown:'];

const traceOptions = {
  icmp: flag('I', 'ICMP echo requests instead of UDP datagrams', what),
  tcp: flag('T', 'TCP SYNs', what),
  port: number('p', 'the destination port (33434; TCP 80)', what),
  sport: number(undefined, 'the source port', what),
  paris: {
    type: 'boolean',
    default: true,
    describe:
      'one flow, so that routers that balance send all probes the same way; --no-paris counts ports up',
    group: what,
  },
  header: flag(undefined, 'build the IP header too (IP_HDRINCL); the default where that is permitted', what),
  size: number(undefined, 'bytes of data (32)', what),
  tos: word('t', 'type of service, traffic class: a number, 0x for hexadecimal', what),
  mark: word(undefined, 'the mark of the packets (SO_MARK)', what),
  flowlabel: word('l', 'the IPv6 flow label', what),
  'dont-fragment': flag('F', 'no fragmentation on the way', what),
  socket: {
    type: 'string',
    choices: ['raw', 'datagram'],
    describe: 'the kind of socket; by default raw, or datagram where that is not permitted',
    group: what,
  },
  4: { type: 'boolean', describe: 'IPv4 only', group: which },
  6: { type: 'boolean', describe: 'IPv6 only', group: which },
  first: number('f', 'the first hop (1)', which),
  'max-hops': number('m', 'the last hop (30)', which),
  queries: number('q', 'probes a hop (3)', which),
  wait: number('w', 'seconds to wait for an answer (3)', which),
  parallel: number('N', 'probes under way at once (16)', which),
  pause: number('z', 'milliseconds between probes (0)', which),
  interface: word('i', 'an interface to send on', which),
  source: word('s', 'an address to send from', which),
  mtu: flag(undefined, 'find the MTU of the way, and where it becomes smaller', which),
  paths: flag(undefined, 'find all equal-cost paths', which),
  flows: number(undefined, 'with --paths: the most flows to try (256)', which),
  draw: flag(undefined, 'the paths as a picture', how),
  svg: word(undefined, 'the paths as a picture in this file', how),
  classic: flag(undefined, "the lecture's program: its banner, its lines, its ports and data", how),
  back: flag(undefined, "how many hops answers seem to have come, as '-5', where that differs", how),
  numeric: flag('n', 'addresses, no names', how),
  json: { ...commonOptions.json, group: how },
  netns: commonOptions.netns,
  sandbox: commonOptions.sandbox,
} as const;

export const trace = command({
  usage: 'trace <host>',
  describe: 'show the routers on the way to a host',
  positionals: { host: { describe: 'a name or an address', type: 'string', demandOption: true } },
  options: traceOptions,
  examples: [
    ['$0 trace example.org', 'as traceroute'],
    ['$0 trace -T -p 443 example.org', 'by TCP SYNs to the port of HTTPS'],
    ['$0 trace --draw example.org', 'all paths, as a picture'],
    ['$0 trace --mtu example.org', 'where packets become smaller'],
  ],
  understand,
  async run(settings) {
    return (await import('./trace/run.js')).run(settings);
  },
});
