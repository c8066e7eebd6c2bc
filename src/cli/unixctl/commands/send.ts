import { command } from '../../command.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

const { from, raw, fd, claim, record, port, timeout } = talkOptions;

export const send = command({
  usage: 'send <address> [message...]',
  describe: 'send each word as a message, or standard input, and end',
  positionals: {
    ...addressPositional,
    message: { type: 'string', array: true, describe: 'what to send; standard input unless given' },
  },
  options: { ...addressOptions, from, raw, fd, claim, record, port, timeout },
  completions: { address: addressWords },
  examples: [
    ['$0 send --dgram /tmp/d one two', 'two datagrams'],
    ['$0 send /tmp/s < FILE', 'a file'],
    ['$0 send --seqpacket @s hello --fd FILE', 'a message with an open file'],
  ],
  understand: async argv => (await import('../talk/settings.js')).understandTalk(argv),
  run: async settings => (await import('../talk/send.js')).send(settings),
});
