/** What a command line of trace asks for. */
import type { PathOptions } from '../../../raw/trace/paths.js';
import { UsageError } from '../../errors.js';
import { namespaceOf, notEmpty, seconds, wholeNumber } from '../../values.js';
import { numberOption } from '../number-option.js';

/** The command line as yargs hands it over. */
export interface TraceArguments {
  readonly host: string;
  readonly icmp?: boolean | undefined;
  readonly tcp?: boolean | undefined;
  readonly port?: number | undefined;
  readonly sport?: number | undefined;
  readonly paris?: boolean | undefined;
  readonly header?: boolean | undefined;
  readonly size?: number | undefined;
  readonly tos?: string | undefined;
  readonly mark?: string | undefined;
  readonly flowlabel?: string | undefined;
  readonly dontFragment?: boolean | undefined;
  readonly socket?: string | undefined;
  readonly 4?: boolean | undefined;
  readonly 6?: boolean | undefined;
  readonly first?: number | undefined;
  readonly maxHops?: number | undefined;
  readonly queries?: number | undefined;
  readonly wait?: number | undefined;
  readonly parallel?: number | undefined;
  readonly pause?: number | undefined;
  readonly interface?: string | undefined;
  readonly source?: string | undefined;
  readonly mtu?: boolean | undefined;
  readonly paths?: boolean | undefined;
  readonly flows?: number | undefined;
  readonly draw?: boolean | undefined;
  readonly svg?: string | undefined;
  readonly classic?: boolean | undefined;
  readonly back?: boolean | undefined;
  readonly numeric?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly netns?: string | undefined;
}

export interface TraceCommandSettings {
  readonly host: string;
  readonly family: 'inet' | 'inet6' | undefined;
  readonly what: 'hops' | 'mtu' | 'paths';
  readonly options: PathOptions;
  readonly namespace: string | number | undefined;
  readonly classic: boolean;
  readonly back: boolean;
  readonly numeric: boolean;
  readonly json: boolean;
  readonly draw: boolean;
  readonly svg: string | undefined;
}

/** Data of the lecture's probes: two shorts and a timeval of two words, on machines of 64 bits. */
const lectureSize = 24;
/** The lecture counts its probes from 1, and its ports from 32768 + 666. */
const lecturePort = 33435;

export function understand(argv: TraceArguments): TraceCommandSettings {
  const { classic = false, json = false, draw = false, svg } = argv;
  if (argv[4] && argv[6]) throw new UsageError('-4 and -6 exclude each other');
  if (argv.icmp && argv.tcp) throw new UsageError('--icmp and --tcp exclude each other');
  if (argv.header && argv.socket === 'datagram') throw new UsageError('--header takes a raw socket');
  const paths = Boolean(argv.paths || draw || svg !== undefined);
  if (argv.mtu && paths) throw new UsageError('--mtu and --paths exclude each other');
  if (classic && (argv.mtu || paths)) throw new UsageError('--classic knows one way, and no MTU');
  if (classic && (argv.icmp || argv.tcp)) throw new UsageError('--classic sends UDP datagrams');
  if (paths && argv.paris === false)
    throw new UsageError('--paths needs constant flows: leave --no-paris out');
  const maxHops = wholeNumber('--max-hops', argv.maxHops, 255) ?? 30;
  const firstHop = wholeNumber('--first', argv.first, 255) ?? 1;
  if (firstHop > maxHops) throw new UsageError(`--first ${firstHop} is behind the last hop, ${maxHops}`);
  const wait = seconds('--wait', argv.wait);
  const socket = argv.header ? 'raw' : classic ? 'datagram' : (argv.socket as 'raw' | 'datagram' | undefined);
  const options: PathOptions = {
    method: argv.icmp ? 'icmp' : argv.tcp ? 'tcp' : 'udp',
    port: wholeNumber('--port', argv.port, 65_535) ?? (classic ? lecturePort : undefined),
    sourcePort: wholeNumber('--sport', argv.sport, 65_535),
    paris: classic ? false : (argv.paris ?? true),
    firstHop,
    maxHops,
    probes: wholeNumber('--queries', argv.queries, 255) ?? 3,
    timeout: wait === undefined ? 3000 : wait * 1000,
    window: classic ? 1 : (wholeNumber('--parallel', argv.parallel, 1024) ?? 16),
    pause: wholeNumber('--pause', argv.pause, 3_600_000, 0) ?? 0,
    size: wholeNumber('--size', argv.size, 65_000, 0) ?? (classic ? lectureSize : 32),
    tos: numberOption('--tos', argv.tos, 255),
    mark: numberOption('--mark', argv.mark, 0xffffffff),
    flowLabel: numberOption('--flowlabel', argv.flowlabel, 0xfffff),
    interface: notEmpty('--interface', argv.interface),
    source: notEmpty('--source', argv.source),
    dontFragment: argv.dontFragment ?? false,
    socket,
    maxFlows: wholeNumber('--flows', argv.flows, 4096) ?? 256,
  };
  return {
    host: argv.host,
    family: argv[4] ? 'inet' : argv[6] ? 'inet6' : undefined,
    what: argv.mtu ? 'mtu' : paths ? 'paths' : 'hops',
    options,
    namespace: namespaceOf(argv.netns),
    classic,
    back: argv.back ?? false,
    numeric: argv.numeric ?? false,
    json,
    draw,
    svg: notEmpty('--svg', svg),
  };
}
