/** The other end of sd_notify(3): what a supervisor hears from the processes that it started. */
import { randomBytes } from 'node:crypto';
import type { OwnedFd } from '../socket/index.js';
import { UnixAddress } from './address.js';
import type { Credentials } from './credentials.js';
import { UnixDatagram } from './datagram.js';

/** A notification: assignments, and the descriptors that came with them, which are the reader's to close. */
export interface ReceivedNotification {
  /** The last value of each name: READY, STATUS, FDSTORE, FDNAME, MAINPID, … */
  readonly fields: ReadonlyMap<string, string>;
  readonly fds: readonly OwnedFd[];
  readonly sender: Credentials | undefined;
}

/** A socket for notifications, at an abstract name of its own. */
export class NotifySocket implements AsyncDisposable {
  readonly #socket: UnixDatagram;

  constructor() {
    const name = `afkit-notify-${process.pid}-${randomBytes(8).toString('hex')}`;
    this.#socket = UnixDatagram.open({ local: UnixAddress.abstract(name), passCredentials: true });
  }

  /** The value of NOTIFY_SOCKET for those who shall notify. */
  get address(): string {
    return this.#socket.local.toString();
  }

  /** The notifications of processes of this user or root, until the socket is closed. Others' are dropped. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedNotification, void, undefined> {
    for await (const message of this.#socket) {
      const { credentials } = message;
      if (credentials !== undefined && credentials.uid !== 0 && credentials.uid !== process.geteuid!())
        continue;
      yield { fields: parseAssignments(message.data.toString()), fds: message.fds, sender: credentials };
    }
  }

  /** Does nothing the second time. */
  close(): void {
    this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}

/** Lines of NAME=VALUE; what is none is passed over. */
export function parseAssignments(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1));
  }
  return fields;
}
