import { command } from '../../command.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';

const { keep, exec, mode, raw, fds, creds, record, port, count, timeout, json } = talkOptions;

export const recv = command({
  usage: 'recv <address>',
  describe: 'print what comes to an address',
  positionals: addressPositional,
  options: { ...addressOptions, keep, exec, mode, raw, fds, creds, record, port, count, timeout, json },
  examples: [
    ['$0 recv --dgram /tmp/d -c 1 --json', 'one datagram, with its sender, descriptors and time'],
    ['$0 recv -k /tmp/s > FILE', 'what all clients say, one after the other'],
  ],
  understand: async argv => (await import('../talk/settings.js')).understandTalk(argv),
  run: async settings => (await import('../talk/receive.js')).receive(settings),
});
