import { command } from '../../command.js';
import { listingCommand } from './listing-command.js';

export const tree = command({
  ...listingCommand,
  usage: 'tree [address...]',
  describe: 'every address with the connections to it below',
  examples: [['$0 tree --pid 1', 'what process 1 serves, and whom']],
  run: async settings => (await import('../tree.js')).tree(settings),
});
