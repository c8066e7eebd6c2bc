import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { addressOptions } from '../address-options.js';

const { stream, dgram, seqpacket } = addressOptions;

export const pair = command({
  usage: 'pair [word...]',
  describe: 'run two commands joined by a socketpair: A -- B',
  positionals: {
    word: { type: 'string', array: true, describe: 'the first command; the other follows --' },
  },
  options: { stream, dgram, seqpacket },
  rest: 'B',
  examples: [
    ['$0 pair cat -- ./client', 'a client that talks to itself'],
    ["$0 pair 'sh -c A' -- 'B | C'", 'a word with blanks is for the shell'],
    ['$0 pair --seqpacket -- A ARGS -- B ARGS', 'options of the first command are behind -- too'],
  ],
  async understand(argv) {
    const { typeOf } = await import('../addresses.js');
    const rest = [...(argv['--'] ?? [])];
    const cut = rest.indexOf('--');
    const given = argv.word ?? [];
    const first = cut === -1 ? given : [...given, ...rest.slice(0, cut)];
    const second = cut === -1 ? rest : rest.slice(cut + 1);
    if (first.length === 0 || second.length === 0)
      throw new UsageError('say which two commands: A -- B, or with options -- A ARGS -- B ARGS');
    return { type: typeOf(argv), commands: [first, second] as const };
  },
  run: async settings => (await import('../pair.js')).pair(settings),
});
