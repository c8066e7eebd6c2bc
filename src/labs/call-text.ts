/** System calls as the time line tells them: the call, and what became of it. */
import { constants, decodeInt, Socket } from '../socket/index.js';
import { addressText } from './address-text.js';
import { flagNames } from './call-names.js';
import { netlinkText } from './netlink-text.js';
import type { Received } from './recorded-socket.js';
import type { Timeline } from './timeline.js';

/** Makes a call and enters it with its outcome, at the time of its beginning. Throws what the call does. */
export function recorded<T>(
  host: string,
  timeline: Timeline,
  text: string,
  call: () => T,
  result: (value: T) => string,
  fd?: number,
): T {
  const prefix = fd === undefined ? '' : `${fd}: `;
  const at = timeline.now();
  try {
    const value = call();
    const shown = value instanceof Socket ? ` ${value.fd}` : result(value);
    timeline.record(host, 'call', `${prefix}${text} =${shown}`, at);
    return value;
  } catch (error) {
    timeline.record(host, 'call', `${prefix}${text} = ${failure(error)}`, at);
    throw error;
  }
}

/** Says which netlink messages of a protocol are in a datagram. */
export const netlinkContent =
  (protocol: number) =>
  (message: Uint8Array): string =>
    ` ${netlinkText(message, protocol === constants.NETLINK_ROUTE)}`;

/** What a call that threw gave: `-1 EAGAIN`. */
export function failure(error: unknown): string {
  return error instanceof Error && 'code' in error ? `-1 ${error.code}` : String(error);
}

/** The value of an option: an int as a number; else the bytes, as far as they are of interest. */
export function optionText(bytes: Uint8Array): string {
  if (bytes.length === 4) return String(decodeInt(bytes));
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return bytes.length === 0 ? '(empty)' : `${hex}${bytes.length > 16 ? `… (${bytes.length} bytes)` : ''}`;
}

/** What a receive gave: ` 5 bytes from 10.9.1.2 (MSG_TRUNC)`. */
export function receivedText({ length, from, flags }: Received): string {
  const whom = from.length === 0 ? '' : ` from ${addressText(from)}`;
  return ` ${length} bytes${whom}${flags === 0 ? '' : ` (${flagNames(flags)})`}`;
}

/** The flags of a call as its last argument; empty for none. */
export const flagsArgument = (flags: number): string => (flags === 0 ? '' : `, ${flagNames(flags)}`);
