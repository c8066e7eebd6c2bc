import { command } from '../../command.js';
import { notEmpty, seconds } from '../../values.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';

export const recvFd = command({
  usage: 'recv-fd <address>',
  describe: 'receive descriptors, say what they are, and give them to a command',
  positionals: addressPositional,
  options: {
    ...addressOptions,
    exec: { ...talkOptions.exec, describe: 'a shell command that gets them as 3, 4, …' },
    connect: { type: 'boolean', describe: 'connect to a sender, do not wait for one' },
    mode: talkOptions.mode,
    timeout: talkOptions.timeout,
    json: { ...talkOptions.json, describe: 'a JSON object a descriptor' },
  },
  examples: [["$0 recv-fd /tmp/s --exec 'cat <&3'", 'print the file that is passed']],
  async understand(argv) {
    const { addressOf, modeOf, typeOf } = await import('../addresses.js');
    return {
      address: addressOf(argv.address, argv),
      type: typeOf(argv),
      mode: modeOf(argv.mode),
      exec: notEmpty('--exec', argv.exec),
      connect: argv.connect ?? false,
      timeout: seconds('--timeout', argv.timeout),
      json: argv.json ?? false,
    };
  },
  run: async settings => (await import('../pass-fd.js')).recvFd(settings),
});
