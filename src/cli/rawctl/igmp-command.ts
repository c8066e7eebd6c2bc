import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, notEmpty, wholeNumber } from '../values.js';

export const igmp = command({
  usage: 'igmp',
  describe: 'multicast groups of this host, or with --watch the messages of IGMP and MLD about them',
  options: {
    watch: { alias: 'w', type: 'boolean', describe: 'IGMP and MLD messages as they pass, both ways' },
    join: { type: 'string', array: true, describe: 'with --watch, join a group', requiresArg: true },
    interface: { alias: 'I', type: 'string', describe: 'only of this interface', requiresArg: true },
    count: {
      alias: 'c',
      type: 'number',
      describe: 'with --watch, stop after so many messages',
      requiresArg: true,
    },
    json: commonOptions.json,
    netns: commonOptions.netns,
    sandbox: commonOptions.sandbox,
  },
  examples: [
    ['$0 igmp', 'the groups of every interface'],
    ['$0 igmp --watch --join 239.1.2.3 -I eth0', 'the report that joining sends'],
  ],
  understand: argv => {
    if (!argv.watch && argv.join !== undefined) throw new UsageError('--join goes with --watch');
    return {
      watch: argv.watch,
      join: argv.join ?? [],
      interface: notEmpty('--interface', argv.interface),
      count: wholeNumber('--count', argv.count),
      json: argv.json,
      namespace: namespaceOf(argv.netns),
    };
  },
  async run(settings) {
    await (await import('./igmp.js')).igmp(settings);
  },
});
