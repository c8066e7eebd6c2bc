import type { UnixAddress } from '../../../unix/address.js';
import type { Credentials } from '../../../unix/credentials.js';
import type { UnixSocketType } from '../../../unix/diagnosis.js';
import { UsageError } from '../../errors.js';
import { notEmpty, seconds, wholeNumber } from '../../values.js';
import type { AddressArguments } from '../address-options.js';
import { addressOf, modeOf, typeOf } from '../addresses.js';
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
