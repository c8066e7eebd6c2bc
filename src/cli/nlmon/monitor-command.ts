import { command } from '../command.js';
import { understand } from './arguments.js';
import { objectWords } from './object-names.js';
import { type Arguments, options } from './options.js';

export const monitor = command({
  usage: '$0 [object...]',
  describe: false,
  positionals: {
    object: {
      describe: `${objectWords.join(', ')}; or as ip names them, or any beginning`,
      type: 'string',
      array: true,
    },
  },
  options,
  rest: 'object...',
  understand: argv => ({ once: argv.once ?? false, settings: understand(argv as unknown as Arguments) }),
  async run({ once, settings }) {
    if (once) await (await import('./once.js')).once(settings);
    else await (await import('./watch.js')).watch(settings);
  },
});
