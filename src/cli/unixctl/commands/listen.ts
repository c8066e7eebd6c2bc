import { command } from '../../command.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';

const { keep, exec, mode, raw, fds, fd, creds, claim, record, port, count, timeout } = talkOptions;

export const listen = command({
  usage: 'listen <address>',
  describe: 'take a connection and join it with standard input and output, or a command',
  positionals: addressPositional,
  options: { ...addressOptions, keep, exec, mode, raw, fds, fd, creds, claim, record, port, count, timeout },
  examples: [
    ['$0 listen /tmp/s', 'take a connection, and talk'],
    ["$0 listen -k @upper --exec 'tr a-z A-Z'", 'serve every client with a command'],
    ['$0 listen --dgram /tmp/d --creds', 'datagrams, and who sends them'],
  ],
  understand: async argv => (await import('../talk/settings.js')).understandTalk(argv),
  run: async settings => (await import('../talk/listen.js')).listen(settings),
});
