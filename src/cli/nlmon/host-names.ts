import { lookupService } from 'node:dns';

/** Noncharacters of Unicode around an address whose host's name is being looked up; JSON has them as they are. */
const open = '\uFDD0';
const close = '\uFDD1';
const marked = new RegExp(`${open}([^${close}]*)${close}`, 'g');

type LookUp = (address: string, found: (name: string | undefined) => void) => void;

/** getnameinfo(3), which asks what nsswitch.conf(5) says: /etc/hosts, DNS. */
const systemLookUp: LookUp = (address, found) => {
  lookupService(address, 0, (error, name) => found(error === null ? name : undefined));
};

/**
 * The names of hosts, in place of their addresses. What is printed of an address whose name is not known yet is a mark;
 * text goes through {@link write}, which holds it, and what comes after it, until the names are there.
 */
export class HostNames {
  readonly #stream: Pick<NodeJS.WriteStream, 'write'>;
  readonly #patience: number | undefined;
  readonly #lookUp: LookUp;
  /** undefined while it is being looked up. */
  readonly #names = new Map<string, string | undefined>();
  readonly #held: string[] = [];

  /** @param patience milliseconds after which an address is printed without a name; for ever unless given */
  constructor(stream: Pick<NodeJS.WriteStream, 'write'>, patience?: number, lookUp: LookUp = systemLookUp) {
    this.#stream = stream;
    this.#patience = patience;
    this.#lookUp = lookUp;
  }

  /** A host's name, its address when it has none, or a mark while that is being asked. */
  readonly name = (address: string): string => {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    if (!this.#names.has(address)) this.#ask(address);
    return this.#names.get(address) ?? open + address + close;
  };

  write(text: string): boolean {
    this.#held.push(text);
    this.#release();
    return true;
  }

  #ask(address: string): void {
    this.#names.set(address, undefined);
    const timer =
      this.#patience === undefined ? undefined : setTimeout(() => settle(address), this.#patience);
    const settle = (name: string): void => {
      this.#names.set(address, name);
      this.#release();
    };
    this.#lookUp(address, name => {
      clearTimeout(timer);
      settle(name ?? address);
    });
  }

  /** Writes what is held up to the first name that is missing. */
  #release(): void {
    while (this.#held.length > 0) {
      const [text] = this.#held as [string];
      if (!text.includes(open)) {
        this.#stream.write(text);
      } else {
        for (const [, address] of text.matchAll(marked)) {
          if (this.#names.get(address!) === undefined) return;
        }
        this.#stream.write(text.replace(marked, (_, address: string) => this.#names.get(address)!));
      }
      this.#held.shift();
    }
  }
}
