import type { UnixAddress } from '../../../unix/address.js';
import type { Credentials } from '../../../unix/credentials.js';
import type { UnixSocketType } from '../../../unix/diagnosis.js';
import { UsageError } from '../../errors.js';
import { notEmpty, seconds, wholeNumber } from '../../values.js';
import { type AddressArguments, addressOf, modeOf, typeOf } from '../address-options.js';
import { claimOf, type Passed, passedOf } from '../attachments.js';

/** What listen, connect, send and recv are asked for. */
export interface TalkSettings {
  readonly address: UnixAddress;
  readonly type: UnixSocketType;
  /** An address for our own end. */
  readonly from: UnixAddress | undefined;
  readonly mode: number | undefined;
  /** Messages as they are, and not a line each. */
  readonly raw: boolean;
  /** Say which descriptors come. */
  readonly fds: boolean;
  /** Say who sends. */
  readonly creds: boolean;
  /** Descriptors to pass with the first message. */
  readonly passed: readonly Passed[];
  /** Whom to send as. */
  readonly claim: Partial<Credentials> | undefined;
  readonly record: { readonly path: string; readonly port: number } | undefined;
  readonly exec: string | undefined;
  readonly keep: boolean;
  readonly timeout: number | undefined;
  /** Messages after which to stop. */
  readonly count: number | undefined;
  readonly json: boolean;
  /** What to send, a message a word; standard input unless given. */
  readonly messages: readonly string[];
}

/** Options of several of the commands, as yargs declares them. */
export const talkOptions = {
  raw: { type: 'boolean', describe: 'messages as they are, not a line each', group: 'How:' },
  fds: { type: 'boolean', describe: 'describe the descriptors that come', group: 'Beside the data:' },
  fd: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'pass a descriptor, by its number, or a file opened for reading',
    group: 'Beside the data:',
  },
  creds: { type: 'boolean', describe: 'say who sent what comes', group: 'Beside the data:' },
  claim: {
    type: 'string',
    requiresArg: true,
    describe: 'send as PID:UID:GID, any of which may be empty',
    group: 'Beside the data:',
  },
  record: { type: 'string', requiresArg: true, describe: 'record to this pcap file', group: 'How:' },
  port: { type: 'number', requiresArg: true, describe: 'the port that recordings make up', group: 'How:' },
  exec: {
    alias: 'e',
    type: 'string',
    requiresArg: true,
    describe: 'a shell command that gets the connection as its standard input and output',
    group: 'How:',
  },
  from: { type: 'string', requiresArg: true, describe: 'an address for our own end', group: 'How:' },
  mode: { type: 'string', requiresArg: true, describe: 'permissions of the file, in octal', group: 'How:' },
  keep: { alias: 'k', type: 'boolean', describe: 'take one connection after the other', group: 'Until:' },
  count: {
    alias: 'c',
    type: 'number',
    requiresArg: true,
    describe: 'stop after so many messages',
    group: 'Until:',
  },
  timeout: {
    alias: 'w',
    type: 'number',
    requiresArg: true,
    describe: 'give up after so many seconds',
    group: 'Until:',
  },
  json: { alias: 'j', type: 'boolean', describe: 'a JSON object a message', group: 'How:' },
} as const;

export interface TalkArguments extends AddressArguments {
  readonly address: string;
  readonly from?: string | undefined;
  readonly mode?: string | undefined;
  readonly raw?: boolean | undefined;
  readonly fds?: boolean | undefined;
  readonly fd?: readonly string[] | undefined;
  readonly creds?: boolean | undefined;
  readonly claim?: string | undefined;
  readonly record?: string | undefined;
  readonly port?: number | undefined;
  readonly exec?: string | undefined;
  readonly keep?: boolean | undefined;
  readonly timeout?: number | undefined;
  readonly count?: number | undefined;
  readonly json?: boolean | undefined;
  readonly message?: readonly string[] | undefined;
}

export function understandTalk(argv: TalkArguments): TalkSettings {
  const type = typeOf(argv);
  const { exec, record, keep = false } = argv;
  if (record !== undefined && exec !== undefined)
    throw new UsageError('--record and --exec exclude each other: what the command says is not seen here');
  if (argv.raw && type === 'stream') throw new UsageError('--raw is about messages, and a stream has none');
  if (argv.port !== undefined && record === undefined) throw new UsageError('--port needs --record');
  const path = notEmpty('--record', record);
  return {
    address: addressOf(argv.address, argv),
    type,
    from: argv.from === undefined ? undefined : addressOf(argv.from),
    mode: modeOf(argv.mode),
    raw: argv.raw ?? false,
    fds: argv.fds ?? false,
    creds: argv.creds ?? false,
    passed: passedOf(argv.fd),
    claim: claimOf(argv.claim),
    record: path === undefined ? undefined : { path, port: wholeNumber('--port', argv.port, 0xffff) ?? 80 },
    exec: notEmpty('--exec', exec),
    keep,
    timeout: seconds('--timeout', argv.timeout),
    count: wholeNumber('--count', argv.count),
    json: argv.json ?? false,
    messages: argv.message ?? [],
  };
}
