import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { flag, number, word } from './declare.js';
import { understand } from './ping/settings.js';

const [when, what, how] = ['When:', 'What:', 'How it is shown:'];

const pingOptions = {
  count: number('c', 'stop after this many probes; with -w, answers', when),
  interval: number('i', 'seconds between the probes to a host (1)', when),
  deadline: number('w', 'stop after this many seconds', when),
  timeout: number('W', 'seconds to wait for an answer to the last probe (10)', when),
  flood: flag('f', 'as fast as answers come, or 100 a second; shows a dot for what is not answered', when),
  preload: number('l', 'send this many at once', when),
  adaptive: flag('A', 'the next probe when the last is answered', when),
  4: { type: 'boolean', describe: 'IPv4 only', group: what },
  6: { type: 'boolean', describe: 'IPv6 only', group: what },
  size: number('s', 'bytes of data (56)', what),
  ttl: number('t', 'time to live, hop limit', what),
  tos: word('Q', 'type of service, traffic class: a number, 0x for hexadecimal', what),
  pattern: word('p', 'up to 16 bytes that fill the data, in hexadecimal', what),
  interface: word('I', 'an interface to send on, or an address to send from', what),
  mtudisc: word('M', 'path MTU discovery: do, want, dont or probe', what),
  'record-route': flag('R', 'record the route (IPv4)', what),
  'ip-timestamp': word('T', 'IPv4 timestamps: tsonly, tsandaddr, tsprespec=HOST,…', what),
  mark: word('m', 'the mark of the packets (SO_MARK)', what),
  flowlabel: word('F', 'the IPv6 flow label', what),
  broadcast: flag('b', 'allow a broadcast address', what),
  socket: {
    type: 'string',
    choices: ['raw', 'datagram'],
    describe: 'the kind of socket; by default raw, or datagram where that is not permitted',
    group: what,
  },
  classic: flag(undefined, "the lecture's program: its banner, its lines, its data", how),
  'kernel-rtt': flag(undefined, "split each time by the kernel's stamps: on the wire, in this host", how),
  alive: flag(undefined, 'only say which hosts answer; HOST can be a prefix such as 10.0.0.0/24', how),
  numeric: flag('n', 'addresses, no names', how),
  quiet: flag('q', 'the statistics only', how),
  outstanding: flag('O', 'say when a probe is not answered before the next', how),
  'print-time': flag('D', 'the time before each line', how),
  audible: flag('a', 'ring the bell for each answer', how),
  verbose: flag('v', 'other ICMP messages too', how),
  json: { ...commonOptions.json, group: how },
  netns: commonOptions.netns,
  sandbox: commonOptions.sandbox,
} as const;

export const ping = command({
  usage: 'ping <host...>',
  describe: 'ask hosts for an answer, and measure how long it takes',
  positionals: {
    host: { describe: 'names or addresses', type: 'string', array: true, demandOption: true },
  },
  options: pingOptions,
  completions: {
    mtudisc: () => ['do', 'want', 'dont', 'probe'],
    'ip-timestamp': () => ['tsonly', 'tsandaddr'],
  },
  examples: [
    ['$0 ping -c 3 127.0.0.1 ::1', 'three probes to each of two hosts'],
    ['$0 ping --classic 127.0.0.1', "the lecture's ping"],
    ['$0 ping --alive 192.0.2.0/24', 'which hosts of a network answer'],
  ],
  understand,
  async run(settings) {
    return (await import('./ping/run.js')).run(settings);
  },
});
