import { nearest, parseIp } from '../../../wire/index.js';
import { UsageError } from '../../errors.js';
import { loadIprouteNames, type NameTable } from '../format/iproute-names.js';

/** A number, decimal or hexadecimal, up to `most`. Throws UsageError. */
export function numberOf(what: string, most = 0xffff_ffff): (text: string) => number {
  return text => {
    const number = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
    if (number <= most) return number;
    throw new UsageError(`${what} takes a number from 0 to ${most}, not '${text}'`);
  };
}

/** A number, or a name of /etc/iproute2 or of `further`. Throws UsageError, with the nearest name. */
export function namedNumber(
  what: string,
  table: (names: ReturnType<typeof loadIprouteNames>) => NameTable,
  further: Readonly<Record<string, number>> = {},
): (text: string) => number {
  return text => {
    if (/^(0x[0-9a-f]+|\d+)$/i.test(text) && Number(text) <= 0xffff_ffff) return Number(text);
    const names = table(loadIprouteNames());
    for (const [number, name] of names) if (name === text) return number;
    if (Object.hasOwn(further, text)) return further[text]!;
    return unknown(what, text, [...names.values(), ...Object.keys(further)]);
  };
}

/** One of a few words. Throws UsageError, with the nearest one. */
export function oneOf<W extends string>(what: string, words: readonly W[]): (text: string) => W {
  return text => ((words as readonly string[]).includes(text) ? (text as W) : unknown(what, text, words));
}

function unknown(what: string, text: string, known: readonly string[]): never {
  const near = nearest(text, known);
  const offer = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UsageError(`there is no ${what} '${text}'.${offer} Known: ${known.join(' ')}, or a number`);
}

/** Addresses whose first bits are these. */
export interface AddressPrefix {
  readonly family: 'inet' | 'inet6';
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** `10.0.0.0/8`, `2001:db8::1`, `default`. Throws UsageError. */
export function prefixOf(text: string): AddressPrefix {
  if (text === 'default' || text === 'any' || text === 'all')
    return { family: 'inet', bytes: new Uint8Array(4), length: 0 };
  const [address = '', length, ...more] = text.split('/');
  const bytes = parseIp(address);
  const most = (bytes?.length ?? 0) * 8;
  const given = length === undefined ? most : Number(length);
  if (bytes === undefined || more.length > 0 || !/^\d*$/.test(length ?? '') || length === '' || given > most)
    throw new UsageError(`'${text}' is no IP address or prefix, as 10.0.0.0/8 is`);
  return { family: bytes.length === 4 ? 'inet' : 'inet6', bytes, length: given };
}

export function isPrefix(text: string): boolean {
  const [address = '', length] = text.split('/');
  return parseIp(address) !== undefined && /^\d*$/.test(length ?? '');
}

/** Whether an address begins with the first bits of another. */
export function beginsWith(
  address: string | Uint8Array | undefined,
  { bytes, length }: AddressPrefix,
  bits = length,
): boolean {
  const other =
    address === undefined
      ? new Uint8Array(bytes.length)
      : typeof address === 'string'
        ? parseIp(address)
        : address;
  if (other === undefined || other.length !== bytes.length) return false;
  for (let i = 0; i * 8 < bits; i++) {
    const mask = bits - i * 8 >= 8 ? 0xff : 0xff & ~(0xff >> (bits - i * 8));
    if ((other[i]! & mask) !== (bytes[i]! & mask)) return false;
  }
  return true;
}

/** A routing table by its number or by its name in /etc/iproute2/rt_tables, or all of them. Throws UsageError. */
export function tableNumber(text: string): number | 'all' {
  return text === 'all' ? 'all' : namedNumber('routing table', ({ tables }) => tables)(text);
}
