import { command } from '../../command.js';
import { commonOptions } from '../../options.js';

export const clean = command({
  usage: 'clean <path...>',
  describe: 'remove the files of sockets that are proven dead',
  positionals: {
    path: { type: 'string', array: true, demandOption: true, describe: 'files, or directories to search' },
  },
  options: {
    'dry-run': { alias: 'n', type: 'boolean', describe: 'only say which' },
    recursive: { alias: 'r', type: 'boolean', describe: 'search directories below too' },
    json: { ...commonOptions.json, describe: 'a JSON object for each socket that was looked at' },
  },
  examples: [['$0 clean /tmp --dry-run', 'which sockets in /tmp are dead']],
  understand: argv => ({
    paths: argv.path,
    dryRun: argv.dryRun ?? false,
    recursive: argv.recursive ?? false,
    json: argv.json ?? false,
  }),
  run: async settings => (await import('../clean.js')).clean(settings),
});
