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
  M: { type: 'boolean', describe: 'MPLS only: routes, netconf', group: 'Which:' },
  family: {
    alias: 'f',
    type: 'string',
    describe: 'inet, inet6 or mpls: as -4, -6, -M',
    requiresArg: true,
    group: 'Which:',
  },
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
  up: { type: 'boolean', describe: 'interfaces that are up', group: 'Which:' },
  type: {
    type: 'string',
    describe: 'of this kind: interfaces (vlan, ...), routes (blackhole, ...)',
    requiresArg: true,
    group: 'Which:',
  },
  master: {
    type: 'string',
    describe: 'of ports of this bridge, bond, VRF, ...',
    requiresArg: true,
    group: 'Which:',
  },
  vrf: { type: 'string', describe: 'of this VRF', requiresArg: true, group: 'Which:' },
  scope: {
    type: 'string',
    describe: 'addresses and routes of this scope',
    requiresArg: true,
    group: 'Which:',
  },
  proto: {
    type: 'string',
    describe: 'what this installed: kernel, static, bird, ...',
    requiresArg: true,
    group: 'Which:',
  },
  nud: { type: 'string', describe: 'neighbours in this state', requiresArg: true, group: 'Which:' },
  to: {
    type: 'string',
    describe: 'routes to this prefix, addresses and neighbours inside it',
    requiresArg: true,
    group: 'Which:',
  },
  group: {
    type: 'string',
    describe: 'interfaces of this group, statistics of this',
    requiresArg: true,
    group: 'Which:',
  },
  vid: { type: 'string', describe: 'of this VLAN of bridges', requiresArg: true, group: 'Which:' },
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

/** What --family takes. */
export const families = ['inet', 'inet6', 'mpls'] as const;

/** The options that are words behind objects too: those that know the word are chosen by it. */
export const selectorOptions = [
  'up',
  'type',
  'master',
  'vrf',
  'scope',
  'proto',
  'nud',
  'to',
  'group',
  'vid',
] as const;

/** The command line as yargs hands it over. */
export interface Arguments {
  '--'?: string[];
  object?: string[];
  once?: boolean;
  snapshot?: boolean;
  4?: boolean;
  6?: boolean;
  M?: boolean;
  family?: string;
  dev?: string;
  table?: string;
  parent?: string;
  up?: boolean;
  type?: string;
  master?: string;
  vrf?: string;
  scope?: string;
  proto?: string;
  nud?: string;
  to?: string;
  group?: string;
  vid?: string;
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
