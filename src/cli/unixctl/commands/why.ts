import { command } from '../../command.js';
import { commonOptions } from '../../options.js';
import { addressOptions } from '../address-options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

export const why = command({
  usage: 'why <address>',
  describe: 'try an address, and explain what refuses and what to do',
  positionals: addressPositional,
  options: { ...addressOptions, json: { ...commonOptions.json, describe: 'as a JSON object' } },
  completions: { address: addressWords },
  examples: [['$0 why /run/docker.sock', 'why the client says "connection refused"']],
  async understand(argv) {
    const { addressOf, typeOf } = await import('../addresses.js');
    return {
      address: addressOf(argv.address, argv),
      type: typeOf(argv),
      json: argv.json ?? false,
    };
  },
  run: async settings => (await import('../why.js')).why(settings),
});
