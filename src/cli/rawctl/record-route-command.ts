import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, seconds, wholeNumber } from '../values.js';

const largestPort = 0xffff;

export const recordRoute = command({
  usage: 'record-route [host]',
  describe: 'the way to a host and back, as the IPv4 record route option has it',
  positionals: { host: { describe: 'a name or an address', type: 'string' } },
  options: {
    udp: {
      type: 'boolean',
      describe: "the lecture's form: a UDP datagram, of 10 bytes, instead of an echo request",
    },
    listen: {
      alias: 'l',
      type: 'boolean',
      describe: 'receive such datagrams, and print what their headers recorded',
    },
    port: { alias: 'p', type: 'number', describe: 'of --udp and --listen (999)', requiresArg: true },
    count: { alias: 'c', type: 'number', describe: 'with --listen, stop after so many', requiresArg: true },
    routes: { type: 'number', describe: 'room for so many addresses (9)', requiresArg: true },
    timeout: {
      alias: 'W',
      type: 'number',
      describe: 'seconds to wait for the answer (2; with --udp 1, for an ICMP error)',
      requiresArg: true,
    },
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [
    ['$0 record-route 127.0.0.1', 'the shortest way there is'],
    ['$0 record-route --udp 10.0.0.2', 'a datagram to port 999, with 40 bytes of options'],
    ['$0 record-route --listen', 'on 10.0.0.2: what it recorded'],
  ],
  understand: argv => {
    const { host, listen, udp } = argv;
    if (listen && (host !== undefined || udp))
      throw new UsageError('--listen is for the receiver, and takes neither a host nor --udp');
    if (!listen && host === undefined) throw new UsageError('say which host, or --listen');
    if (!listen && argv.count !== undefined) throw new UsageError('--count goes with --listen');
    if (!listen && !udp && argv.port !== undefined)
      throw new UsageError('--port goes with --udp and --listen');
    return {
      host,
      udp,
      port: wholeNumber('--port', argv.port, largestPort),
      count: wholeNumber('--count', argv.count),
      routes: wholeNumber('--routes', argv.routes, 9),
      timeout: seconds('--timeout', argv.timeout),
      json: argv.json,
      namespace: namespaceOf(argv.netns),
    };
  },
  async run(settings) {
    const { host, udp } = settings;
    if (host !== undefined && !udp)
      return (await import('./record-route.js')).recordRoute({ ...settings, host });
    const { listenForRoutes, sendRecordingTo } = await import('./record-route-udp.js');
    await (host === undefined ? listenForRoutes(settings) : sendRecordingTo({ ...settings, host }));
    return 0;
  },
});
