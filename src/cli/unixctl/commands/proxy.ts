import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { notEmpty, wholeNumber } from '../../values.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

export const proxy = command({
  usage: 'proxy <listen> <target>',
  describe: 'relay to another address, with descriptors, credentials and boundaries',
  positionals: {
    listen: { ...addressPositional.address, describe: 'where clients connect, or send to' },
    target: { ...addressPositional.address, describe: 'where they are relayed to' },
  },
  options: {
    ...addressOptions,
    dump: { alias: 'd', type: 'boolean', describe: 'print what passes' },
    pcap: { ...talkOptions.record, describe: 'record what passes to this pcap file' },
    port: talkOptions.port,
    mode: talkOptions.mode,
    'as-me': { type: 'boolean', describe: 'connect as who runs this, not as the client' },
  },
  completions: { target: addressWords },
  examples: [
    ['$0 proxy /tmp/p /run/docker.sock --dump', 'see what a client says: docker -H unix:///tmp/p ps'],
    ['$0 proxy --seqpacket @p @s --pcap F.pcap', 'record messages for Wireshark'],
  ],
  async understand(argv) {
    const { addressOf, modeOf, typeOf } = await import('../addresses.js');
    if (argv.port !== undefined && argv.pcap === undefined) throw new UsageError('--port needs --pcap');
    const path = notEmpty('--pcap', argv.pcap);
    const [listen, target] = [addressOf(argv.listen), addressOf(argv.target, argv)];
    if (listen.equals(target)) throw new UsageError('a proxy to itself would relay for ever');
    return {
      listen,
      target,
      type: typeOf(argv),
      mode: modeOf(argv.mode),
      dump: argv.dump ?? false,
      pcap: path === undefined ? undefined : { path, port: wholeNumber('--port', argv.port, 0xffff) ?? 80 },
      asMe: argv.asMe ?? false,
    };
  },
  run: async settings => (await import('../proxy.js')).proxy(settings),
});
