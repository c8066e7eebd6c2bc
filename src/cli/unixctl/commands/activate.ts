import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { wholeNumber } from '../../values.js';
import { talkOptions } from '../talk/options.js';

const several = { type: 'string', array: true, nargs: 1, group: 'Sockets:' } as const;

export const activate = command({
  usage: 'activate',
  describe: 'start a server when somebody calls, and restart it unnoticed: -l ADDRESS -- CMD',
  options: {
    listen: { ...several, alias: 'l', describe: 'listen for streams here' },
    'listen-dgram': { ...several, describe: 'receive datagrams here' },
    'listen-seqpacket': { ...several, describe: 'listen for sequenced packets here' },
    fdname: { ...several, describe: 'names for the sockets, in their order' },
    mode: { ...talkOptions.mode, group: 'Sockets:' },
    backlog: { type: 'number', requiresArg: true, describe: 'connections that may wait', group: 'Sockets:' },
    accept: { alias: 'a', type: 'boolean', describe: 'start the command for each connection', group: 'How:' },
    inetd: { type: 'boolean', describe: 'with --accept: as standard input and output', group: 'How:' },
    now: { type: 'boolean', describe: 'start at once', group: 'How:' },
    quiet: { alias: 'q', type: 'boolean', describe: 'do not say what happens', group: 'How:' },
  },
  rest: 'CMD',
  examples: [
    ['$0 activate -l /run/web.sock -- ./server', 'LISTEN_FDS, as systemd has it'],
    ['$0 activate -l @each --accept --inetd -- cat', 'a process for each connection'],
    ['kill -HUP PID', 'replaces the server: the old one ends when the new one is ready'],
  ],
  async understand(argv) {
    const { addressOf, modeOf } = await import('../addresses.js');
    const of = (given: readonly string[] | undefined, type: 'stream' | 'dgram' | 'seqpacket') =>
      (given ?? []).map(text => ({ address: addressOf(text), type }));
    const listen = [
      ...of(argv.listen, 'stream'),
      ...of(argv.listenDgram, 'dgram'),
      ...of(argv.listenSeqpacket, 'seqpacket'),
    ];
    const words = argv['--'] ?? [];
    if (listen.length === 0) throw new UsageError('say where to listen: -l ADDRESS');
    if (words.length === 0) throw new UsageError('say what to start: -- CMD');
    const names = argv.fdname ?? [];
    if (names.length > listen.length)
      throw new UsageError(`${names.length} names for ${listen.length} sockets`);
    for (const name of names) {
      if (!/^[\x20-\x39\x3b-\x7e]{1,255}$/.test(name))
        throw new UsageError(`--fdname ${name}: a name has no colon`);
    }
    if (argv.inetd && !argv.accept) throw new UsageError('--inetd needs --accept');
    if (argv.accept && listen.some(({ type }) => type === 'dgram'))
      throw new UsageError('--accept is about connections, and datagrams have none');
    if (argv.accept && argv.now) throw new UsageError('--now and --accept exclude each other');
    return {
      listen,
      names,
      mode: modeOf(argv.mode),
      backlog: wholeNumber('--backlog', argv.backlog, 0x7fff_ffff),
      command: words,
      accept: argv.accept ?? false,
      inetd: argv.inetd ?? false,
      now: argv.now ?? false,
      quiet: argv.quiet ?? false,
    };
  },
  run: async settings => (await import('../activate.js')).activate(settings),
});
