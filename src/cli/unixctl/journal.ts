import { text } from 'node:stream/consumers';
import type { UnixAddress } from '../../unix/address.js';
import { type JournalFields, journal } from '../../unix/systemd/index.js';

export interface JournalSettings {
  readonly fields: JournalFields;
  /** The message; a line of standard input for each entry unless given. */
  readonly message: string | undefined;
  readonly socket: UnixAddress | undefined;
}

/** Writes entries to the journal. */
export async function writeEntries({ fields, message, socket }: JournalSettings): Promise<undefined> {
  const to = socket === undefined ? {} : { to: socket };
  if (message !== undefined) {
    await journal({ MESSAGE: message, ...fields }, to);
    return undefined;
  }
  if ('MESSAGE' in fields) {
    await journal(fields, to);
    return undefined;
  }
  const lines = (await text(process.stdin)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) await journal({ MESSAGE: line, ...fields }, to);
  return undefined;
}
