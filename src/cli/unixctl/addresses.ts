import { UnixAddress } from '../../unix/address.js';
import type { UnixSocketType } from '../../unix/diagnosis.js';
import { UsageError } from '../errors.js';
import type { AddressArguments } from './address-options.js';

/** The type that a command line chooses. Throws UsageError for more than one. */
export function typeOf(argv: AddressArguments): UnixSocketType {
  const given = (['stream', 'dgram', 'seqpacket'] as const).filter(type => argv[type]);
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other`);
  return given[0] ?? 'stream';
}

/** An address as it is typed. Throws UsageError. */
export function addressOf(text: string, { padded = false }: AddressArguments = {}): UnixAddress {
  try {
    const address = UnixAddress.parse(text);
    if (!padded) return address;
    if (address.kind !== 'abstract')
      throw new RangeError('--padded is about abstract names, which begin with @');
    return UnixAddress.abstract(address.bytes, { padded });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${text === '' ? 'an empty address' : text}: ${error.message}`);
  }
}

/** Permissions as chmod(1) takes them in octal. Throws UsageError. */
export function modeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  throw new UsageError(`--mode takes permissions in octal, such as 660, not ${text}`);
}
