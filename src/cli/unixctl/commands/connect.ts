import { command } from '../../command.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

const { exec, from, raw, fds, fd, creds, claim, record, port, count, timeout } = talkOptions;

export const connect = command({
  usage: 'connect <address>',
  describe: 'connect, and join the connection with standard input and output, or a command',
  positionals: addressPositional,
  options: { ...addressOptions, exec, from, raw, fds, fd, creds, claim, record, port, count, timeout },
  completions: { address: addressWords },
  examples: [
    ['$0 connect /tmp/s', 'talk to who listens there'],
    ['$0 connect --dgram /tmp/d --from /tmp/me', 'send datagrams, and receive the answers'],
  ],
  understand: async argv => (await import('../talk/settings.js')).understandTalk(argv),
  run: async settings => (await import('../talk/connect.js')).connect(settings),
});
