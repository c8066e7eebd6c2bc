import type { ArgumentsOf } from '../../command.js';
import { commonOptions } from '../../options.js';
import { namespaceOf } from '../../values.js';
import type { ListSettings } from '../ls.js';
import { selectionOptions } from '../selection-options.js';
import { addressWords } from './address-words.js';

const positionals = {
  address: {
    type: 'string',
    array: true,
    describe: 'sockets with this address or inode, and those connected to them',
  },
} as const;

const options = { ...selectionOptions, ...commonOptions } as const;

/** What ls, tree and peers have in common. */
export const listingCommand = {
  positionals,
  options,
  completions: { address: addressWords },
  understand: async (argv: ArgumentsOf<typeof positionals, typeof options>): Promise<ListSettings> => ({
    selection: (await import('../select.js')).understandSelection(argv),
    namespace: namespaceOf(argv.netns),
    json: argv.json ?? false,
  }),
} as const;
