import { command } from '../../command.js';
import { listingCommand } from './listing-command.js';

export const ls = command({
  ...listingCommand,
  usage: 'ls [address...]',
  describe: 'all AF_UNIX sockets: state, queues, address, peer and owners',
  examples: [
    ['$0 ls', 'all of them'],
    ['$0 ls /run/dbus/system_bus_socket', 'one address, and who is connected to it'],
    ['$0 ls -l --json', 'listeners, a JSON object a line'],
  ],
  run: async settings => (await import('../ls.js')).list(settings),
});
