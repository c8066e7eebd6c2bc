import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { seconds } from '../../values.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

const { stream, dgram, seqpacket, padded } = addressOptions;

export const peercred = command({
  usage: 'peercred <address>',
  describe: 'who listens at an address: process, user, groups, executable, cgroup',
  positionals: addressPositional,
  options: {
    stream,
    seqpacket,
    dgram: { ...dgram, hidden: true },
    padded,
    listen: { type: 'boolean', describe: 'wait for a client, and say who that is' },
    timeout: talkOptions.timeout,
    json: { ...talkOptions.json, describe: 'as a JSON object' },
  },
  completions: { address: addressWords },
  examples: [['$0 peercred /run/dbus/system_bus_socket', 'who serves the system bus']],
  async understand(argv) {
    const { addressOf, typeOf } = await import('../addresses.js');
    const type = typeOf(argv);
    if (type === 'dgram')
      throw new UsageError(
        'datagram sockets have no peer that the kernel knows: see unixctl recv --dgram --creds',
      );
    return {
      address: addressOf(argv.address, argv),
      type,
      listen: argv.listen ?? false,
      json: argv.json ?? false,
      timeout: seconds('--timeout', argv.timeout),
    };
  },
  run: async settings => (await import('../peercred.js')).peercred(settings),
});
