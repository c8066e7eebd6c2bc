import { once } from 'node:events';
import type { OwnedFd } from '../../../socket/index.js';
import type { Credentials } from '../../../unix/credentials.js';
import type { ReceivedMessage } from '../../../unix/received.js';
import { descriptorLines, messageFields, senderText } from '../received-text.js';
import type { TalkSettings } from './settings.js';

/** Prints what is received: the data on standard output, what came beside it on standard error. */
export class Printer {
  readonly #settings: Pick<TalkSettings, 'type' | 'raw' | 'fds' | 'creds' | 'json'>;
  #sender: string | undefined;
  #descriptors = 0;

  constructor(settings: Pick<TalkSettings, 'type' | 'raw' | 'fds' | 'creds' | 'json'>) {
    this.#settings = settings;
  }

  /** Whether descriptors are looked at, and not only closed. */
  get wantsDescriptors(): boolean {
    return this.#settings.fds || this.#settings.json;
  }

  async print(message: ReceivedMessage, fds: readonly OwnedFd[]): Promise<void> {
    const { type, raw, json } = this.#settings;
    if (json) return write(`${JSON.stringify(messageFields(message, fds))}\n`);
    if (this.#settings.creds) this.#saySender(message.credentials, message.address.toString());
    if (this.#settings.fds) {
      for (const line of descriptorLines(fds))
        process.stderr.write(`descriptor ${this.#descriptors++}: ${line}\n`);
    }
    if (message.data.length > 0) await write(message.data);
    if (type !== 'stream' && !raw && message.data.at(-1) !== newline) await write('\n');
    return undefined;
  }

  /** Who sent something, when that is another than before. */
  #saySender(credentials: Credentials | undefined, address: string): void {
    if (credentials === undefined) return;
    const sender = `${senderText(credentials)}${address === '' ? '' : `, at ${address}`}`;
    if (sender === this.#sender) return;
    this.#sender = sender;
    process.stderr.write(`from ${sender}\n`);
  }
}

const newline = 0x0a;

async function write(data: Buffer | string): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}
