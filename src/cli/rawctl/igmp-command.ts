import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { commonOptions } from '../options.js';
import { namespaceOf, notEmpty, seconds, wholeNumber } from '../values.js';
import { packetFormOptions } from './packet-output.js';
import { ownNetworkOption } from './spoof-command.js';

export const igmp = command({
  usage: 'igmp [group]',
  positionals: {
    group: { describe: 'with --query, the group to ask for; any unless given', type: 'string' },
  },
  describe:
    'multicast groups of this host; with --watch the messages of IGMP and MLD, with --query a question',
  options: {
    watch: { alias: 'w', type: 'boolean', describe: 'IGMP and MLD messages as they pass, both ways' },
    join: { type: 'string', array: true, describe: 'with --watch, join a group', requiresArg: true },
    query: { alias: 'q', type: 'boolean', describe: 'ask who is a member, as a router does' },
    ipv6: { alias: '6', type: 'boolean', describe: 'with --query, of MLD' },
    'query-version': {
      type: 'number',
      describe: 'of IGMP 2 or 3 (3), of MLD 1 or 2 (2)',
      requiresArg: true,
    },
    source: {
      type: 'string',
      array: true,
      describe: 'with --query, and a group: who sends to it',
      requiresArg: true,
    },
    'max-response': {
      type: 'number',
      describe: 'seconds in which members answer (10; 1 where a group is named)',
      requiresArg: true,
    },
    ...ownNetworkOption,
    ...packetFormOptions,
    interface: {
      alias: 'I',
      type: 'string',
      describe: 'only of this interface; the one to ask on',
      requiresArg: true,
    },
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
    ['$0 igmp --query --watch -I eth0 --i-own-this-network', 'who is a member of what, as members tell'],
  ],
  understand: argv => {
    if (!argv.watch && argv.join !== undefined) throw new UsageError('--join goes with --watch');
    const on = notEmpty('--interface', argv.interface);
    const { group, source, queryVersion: version, maxResponse } = argv;
    if (!argv.query) {
      if (group !== undefined) throw new UsageError(`to ask for ${group}, say --query`);
      const needless = { source, 'query-version': version, 'max-response': maxResponse, ipv6: argv.ipv6 };
      for (const [name, value] of Object.entries(needless))
        if (value !== undefined) throw new UsageError(`--${name} goes with --query`);
    } else if (on === undefined)
      throw new UsageError('--query needs --interface: say whose network is asked');
    return {
      query: !argv.query
        ? undefined
        : {
            group,
            family: argv.ipv6 ? ('inet6' as const) : undefined,
            version: wholeNumber('--query-version', version, 3),
            sources: source,
            maxResponse: seconds('--max-response', maxResponse),
            interface: on!,
            iOwnThisNetwork: argv.iOwnThisNetwork,
          },
      form: { explain: argv.explain, hex: argv.hex },
      watch: argv.watch,
      join: argv.join ?? [],
      interface: on,
      count: wholeNumber('--count', argv.count),
      json: argv.json,
      namespace: namespaceOf(argv.netns),
    };
  },
  async run(settings) {
    await (await import('./igmp.js')).igmp(settings);
  },
});
