/** What the command line may have besides objects, as yargs declares it. */
export const options = {
  once: {
    type: 'boolean',
    describe: 'print what is there, as ip OBJECT show does, and stop',
    group: 'What:',
  },
  snapshot: { type: 'boolean', describe: 'print what is there first, then the events', group: 'What:' },
  4: { type: 'boolean', describe: 'IPv4 only', group: 'Which:' },
  6: { type: 'boolean', describe: 'IPv6 only', group: 'Which:' },
  dev: { type: 'string', describe: 'of this interface', requiresArg: true, group: 'Which:' },
  table: {
    type: 'string',
    describe: 'routes of this table: a name, a number, all',
    requiresArg: true,
    group: 'Which:',
  },
  parent: {
    type: 'string',
    describe: 'filters and chains of this qdisc or class: 1:, 1:10, root, ingress, egress',
    requiresArg: true,
    group: 'Which:',
  },
  netns: {
    type: 'string',
    describe: 'listen in this network namespace: a name, a process number, a path',
    requiresArg: true,
    group: 'Which:',
  },
  'all-nsid': {
    type: 'boolean',
    describe: 'listen to every namespace that has a number here',
    group: 'Which:',
  },
  json: { alias: 'j', type: 'boolean', describe: 'a JSON object a line', group: 'How:' },
  timestamp: {
    alias: 't',
    type: 'boolean',
    describe: 'the time, in a line before each event',
    group: 'How:',
  },
  ts: { type: 'boolean', describe: 'the time, in front of each event', group: 'How:' },
  label: { type: 'boolean', describe: 'what each event is about; on with all', group: 'How:' },
  details: { alias: 'd', type: 'boolean', describe: 'everything that is known', group: 'How much:' },
  statistics: {
    alias: 's',
    type: 'count',
    describe: 'counters; given twice, every kind of error too',
    group: 'How much:',
  },
  brief: { type: 'boolean', describe: 'name, state and addresses, in columns (-br)', group: 'How much:' },
  oneline: { alias: 'o', type: 'boolean', describe: 'a line an object', group: 'How:' },
  human: { alias: 'h', type: 'boolean', describe: 'large numbers with K, M, G', group: 'How:' },
  iec: { type: 'boolean', describe: 'with -h: in powers of 1024', group: 'How:' },
  numeric: { alias: 'N', type: 'boolean', describe: 'numbers in place of names', group: 'How:' },
  resolve: { alias: 'r', type: 'boolean', describe: 'names of hosts in place of addresses', group: 'How:' },
  color: {
    alias: 'c',
    type: 'string',
    describe: 'colours: -c or -c=always, auto (on a terminal; the default), never',
    group: 'How:',
  },
  pretty: { alias: 'p', type: 'boolean', describe: 'JSON over many lines', group: 'How:' },
  count: {
    alias: 'n',
    type: 'number',
    describe: 'stop after so many events',
    requiresArg: true,
    group: 'Until:',
  },
  timeout: {
    alias: 'w',
    type: 'number',
    describe: 'stop after so many seconds',
    requiresArg: true,
    group: 'Until:',
  },
  rcvbuf: { type: 'number', describe: 'bytes of the receive buffer', requiresArg: true, group: 'How:' },
  sandbox: {
    type: 'boolean',
    describe: 'run in a user and network namespace of its own, without root',
    group: 'Which:',
  },
  record: {
    type: 'string',
    describe: 'record what is printed to this file: .pcap or .rtmon',
    requiresArg: true,
    group: 'Files:',
  },
  replay: {
    type: 'string',
    describe: 'print a recording: ours, of rtmon, or a capture of an nlmon interface',
    requiresArg: true,
    group: 'Files:',
  },
  speed: {
    type: 'string',
    describe: 'how fast to replay: 1 as it happened, 10 ten times as fast, max at once (default)',
    requiresArg: true,
    group: 'Files:',
  },
} as const;

/** The command line as yargs hands it over. */
export interface Arguments {
  '--'?: string[];
  object?: string[];
  once?: boolean;
  snapshot?: boolean;
  4?: boolean;
  6?: boolean;
  dev?: string;
  table?: string;
  parent?: string;
  netns?: string;
  allNsid?: boolean;
  json?: boolean;
  timestamp?: boolean;
  ts?: boolean;
  label?: boolean;
  details?: boolean;
  statistics?: number;
  brief?: boolean;
  oneline?: boolean;
  human?: boolean;
  iec?: boolean;
  numeric?: boolean;
  resolve?: boolean;
  color?: string;
  pretty?: boolean;
  count?: number;
  timeout?: number;
  rcvbuf?: number;
  sandbox?: boolean;
  record?: string;
  replay?: string;
  speed?: string;
}
