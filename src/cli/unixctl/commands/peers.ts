import { command } from '../../command.js';
import { listingCommand } from './listing-command.js';

export const peers = command({
  ...listingCommand,
  usage: 'peers [address...]',
  describe: 'who is connected to whom, a connection a line',
  examples: [['$0 peers --pid 4711', 'whom process 4711 talks to']],
  run: async settings => (await import('../peers.js')).peers(settings),
});
