/** What a command line of ping asks for. */
import type { MtuDiscovery } from '../../../raw/ip-options.js';
import type { PingOptions } from '../../../raw/ping/options.js';
import { parseIp, toHex } from '../../../wire/index.js';
import { UsageError } from '../../errors.js';
import { namespaceOf, seconds, wholeNumber } from '../../values.js';
import { numberOption } from '../number-option.js';

/** The command line as yargs hands it over. */
export interface PingArguments {
  readonly host: readonly string[];
  readonly count?: number | undefined;
  readonly interval?: number | undefined;
  readonly deadline?: number | undefined;
  readonly timeout?: number | undefined;
  readonly flood?: boolean | undefined;
  readonly preload?: number | undefined;
  readonly adaptive?: boolean | undefined;
  readonly 4?: boolean | undefined;
  readonly 6?: boolean | undefined;
  readonly size?: number | undefined;
  readonly ttl?: number | undefined;
  readonly tos?: string | undefined;
  readonly pattern?: string | undefined;
  readonly interface?: string | undefined;
  readonly mtudisc?: string | undefined;
  readonly recordRoute?: boolean | undefined;
  readonly ipTimestamp?: string | undefined;
  readonly mark?: string | undefined;
  readonly flowlabel?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly socket?: string | undefined;
  readonly classic?: boolean | undefined;
  readonly kernelRtt?: boolean | undefined;
  readonly alive?: boolean | undefined;
  readonly numeric?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly outstanding?: boolean | undefined;
  readonly printTime?: boolean | undefined;
  readonly audible?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly netns?: string | undefined;
}

/** IPv4 timestamps that were asked for; hosts by name are still to be resolved. */
export type TimestampRequest = 'only' | 'address' | readonly string[];

export interface PingSettings {
  readonly hosts: readonly string[];
  readonly family: 'inet' | 'inet6' | undefined;
  readonly options: PingOptions;
  readonly recordRoute: boolean;
  readonly timestamps: TimestampRequest | undefined;
  readonly namespace: string | number | undefined;
  readonly form: 'ping' | 'classic' | 'json' | 'alive';
  readonly json: boolean;
  readonly kernelRtt: boolean;
  readonly numeric: boolean;
  readonly quiet: boolean;
  readonly outstanding: boolean;
  readonly printTime: boolean;
  readonly audible: boolean;
  readonly flood: boolean;
  readonly size: number;
  readonly pattern: string | undefined;
}

/** Largest data of an echo: 65,535 less the headers. */
const largestSize = 65_507;
/** The least interval, in milliseconds, that one without privilege may ask for. */
const leastInterval = 2;
const usualSize = 56;

export function understand(argv: PingArguments): PingSettings {
  const { flood = false, classic = false, json = false, alive = false, adaptive = false } = argv;
  if (argv[4] && argv[6]) throw new UsageError('-4 and -6 exclude each other');
  if (argv.recordRoute && argv.ipTimestamp !== undefined) {
    throw new UsageError('-R and -T exclude each other: there is room for one of them in an IPv4 header');
  }
  const header = argv.recordRoute || argv.ipTimestamp !== undefined;
  if (header && argv[6]) throw new UsageError('-R and -T are for IPv4: IPv6 has no such options');
  if (argv.host.length === 0 || argv.host.includes('')) throw new UsageError('say which host to ping');
  const count = wholeNumber('--count', argv.count);
  const size = wholeNumber('--size', argv.size, largestSize, 0) ?? usualSize;
  const { interface: on } = argv;
  const source = on !== undefined && parseIp(on) !== undefined;
  const options: PingOptions = {
    count,
    ...intervalOf(argv.interval),
    deadline: milliseconds('--deadline', argv.deadline),
    ...(argv.timeout === undefined ? {} : { linger: milliseconds('--timeout', argv.timeout)! }),
    size,
    preload: wholeNumber('--preload', argv.preload, 65_536) ?? 1,
    window: Math.max(256, argv.preload ?? 0),
    adaptive,
    flood,
    ttl: wholeNumber('--ttl', argv.ttl, 255),
    tos: numberOption('--tos', argv.tos, 255),
    mark: numberOption('--mark', argv.mark, 0xffffffff),
    flowLabel: numberOption('--flowlabel', argv.flowlabel, 0xfffff),
    mtuDiscover: mtuDiscovery(argv.mtudisc),
    pattern: patternOf(argv.pattern),
    ...(on === undefined ? {} : source ? { source: on } : { interface: on }),
    broadcast: argv.broadcast ?? false,
    socket: argv.socket as 'raw' | 'datagram' | undefined,
    kernelTimes: argv.kernelRtt ?? false,
    verbose: argv.verbose ?? false,
    sentEvents: flood && !json,
    ...(classic ? { classic, id: process.pid & 0xffff, firstSequence: 0 } : {}),
  };
  return {
    hosts: argv.host,
    family: argv[4] || header ? 'inet' : argv[6] ? 'inet6' : undefined,
    options,
    recordRoute: argv.recordRoute ?? false,
    timestamps: timestampsOf(argv.ipTimestamp),
    namespace: namespaceOf(argv.netns),
    form: alive ? 'alive' : json ? 'json' : classic ? 'classic' : 'ping',
    json,
    kernelRtt: argv.kernelRtt ?? false,
    numeric: argv.numeric ?? false,
    quiet: argv.quiet ?? false,
    outstanding: argv.outstanding ?? false,
    printTime: argv.printTime ?? false,
    audible: argv.audible ?? false,
    flood,
    size,
    pattern: options.pattern === undefined ? undefined : toHex(options.pattern),
  };
}

function milliseconds(option: string, value: number | undefined): number | undefined {
  const checked = seconds(option, value);
  return checked === undefined ? undefined : checked * 1000;
}

/** An interval of 0 is a flood without a limit. */
function intervalOf(value: number | undefined): { interval?: number } {
  if (value === undefined) return {};
  const interval = value === 0 ? 0 : seconds('--interval', value)! * 1000;
  if (interval < leastInterval && process.geteuid?.() !== 0) {
    throw new UsageError(`--interval takes at least ${leastInterval / 1000} from those who are not root`);
  }
  return { interval };
}

function mtuDiscovery(text: string | undefined): MtuDiscovery | undefined {
  if (text === undefined || ['do', 'want', 'dont', 'probe'].includes(text))
    return text as MtuDiscovery | undefined;
  throw new UsageError(`--mtudisc takes do, want, dont or probe, not ${text}`);
}

function patternOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{1,32}$/i.test(text)) {
    throw new UsageError(`--pattern takes up to 16 bytes in hexadecimal, as ff00, not ${text}`);
  }
  return Uint8Array.from(text.match(/../g) ?? [`0${text}`], digits => Number.parseInt(digits, 16));
}

function timestampsOf(text: string | undefined): TimestampRequest | undefined {
  if (text === undefined) return undefined;
  if (text === 'tsonly') return 'only';
  if (text === 'tsandaddr') return 'address';
  const hosts = /^tsprespec=(.+)$/.exec(text)?.[1]?.split(',');
  if (hosts !== undefined && hosts.length <= 4) return hosts;
  throw new UsageError('--ip-timestamp takes tsonly, tsandaddr, or tsprespec= and up to 4 hosts');
}
