/** The native protocol of the journal (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/). */
import { writeSync } from 'node:fs';
import { constants, OwnedFd, SocketError, type WaitOptions } from '../../socket/index.js';
import type { UnixAddressLike } from '../address.js';
import { UnixDatagram } from '../datagram.js';
import { EMSGSIZE, ENOBUFS } from '../errno.js';

export const journalSocket = '/run/systemd/journal/socket';

/** Priorities of syslog(3), which PRIORITY takes. */
export const priorities = {
  emerg: 0,
  alert: 1,
  crit: 2,
  err: 3,
  warning: 4,
  notice: 5,
  info: 6,
  debug: 7,
} as const;

/**
 * Fields of an entry: upper case letters, digits and underscores, not beginning with an underscore or a digit; MESSAGE,
 * PRIORITY, SYSLOG_IDENTIFIER, … (systemd.journal-fields(7)). A field may have several values; bytes are taken as they
 * are.
 */
export type JournalFields = Record<
  string,
  string | number | Uint8Array | readonly (string | Uint8Array)[] | undefined
>;

export interface JournalOptions extends WaitOptions {
  /** The journal's socket. */
  to?: UnixAddressLike | undefined;
}

/** The bytes of an entry. @throws RangeError for a name that is none, and for an entry without fields */
export function encodeEntry(entry: JournalFields): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, values] of Object.entries(entry)) {
    if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(name)) {
      throw new RangeError(
        `'${name}' is no name of a field: up to 64 upper case letters, digits and underscores, a letter first`,
      );
    }
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== undefined) parts.push(...encodeField(name, value));
    }
  }
  if (parts.length === 0) throw new RangeError('an entry must have a field');
  return Buffer.concat(parts);
}

/** `NAME=value`, or for a value of several lines `NAME`, its length in 8 bytes, little endian, and the value. */
function encodeField(name: string, value: string | number | Uint8Array): Uint8Array[] {
  const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
  const newline = Buffer.from('\n');
  if (!bytes.includes(0x0a) && !(value instanceof Uint8Array))
    return [Buffer.from(`${name}=`), bytes, newline];
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return [Buffer.from(`${name}\n`), length, bytes, newline];
}

/** A connection to the journal. */
export class Journal implements Disposable {
  readonly #socket = UnixDatagram.open();
  readonly #to: UnixAddressLike;

  constructor({ to = journalSocket }: { to?: UnixAddressLike | undefined } = {}) {
    this.#to = to;
  }

  /**
   * Writes an entry. One that is too large for a datagram goes as a file in memory, sealed against changes.
   *
   * @throws (as a rejection) SocketError ENOENT, ECONNREFUSED no journal runs; RangeError
   */
  async write(entry: JournalFields, wait: WaitOptions = {}): Promise<void> {
    const bytes = encodeEntry(entry);
    try {
      await this.#socket.send(bytes, { ...wait, to: this.#to });
    } catch (error) {
      if (!(error instanceof SocketError) || ![EMSGSIZE, ENOBUFS].includes(error.errno)) throw error;
      using file = sealedFile(bytes);
      await this.#socket.send(new Uint8Array(0), { ...wait, to: this.#to, fds: [file] });
    }
  }

  close(): void {
    this.#socket.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Writes one entry. @throws (as a rejection) as {@link Journal.write} */
export async function journal(entry: JournalFields, { to, ...wait }: JournalOptions = {}): Promise<void> {
  using connection = new Journal({ to });
  await connection.write(entry, wait);
}

function sealedFile(bytes: Uint8Array): OwnedFd {
  const file = OwnedFd.memoryFile({ sealable: true });
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file.fd, bytes, done);
    const { F_ADD_SEALS, F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE } = constants;
    file.control(F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
