/** The addresses of a sweep as socket addresses, words of one array, so that none is an object. */
import { parseIpv6, readIpv4 } from '../../wire/index.js';
import { encodeEndpoint, type IpFamily } from '../ip-endpoint.js';

/** Where, in the words of a sockaddr_in or sockaddr_in6, the address is. */
const shapes = {
  inet: { words: 4, from: 1, to: 2, any: '0.0.0.0', read: readIpv4 },
  inet6: { words: 7, from: 2, to: 6, any: '::', read: readIpv6 },
} as const;

export class SweepAddresses {
  readonly count: number;
  readonly #stride: number;
  readonly #from: number;
  readonly #to: number;
  readonly #words: Int32Array;

  /** Throws RangeError for a text that is no address of the family. */
  constructor(family: IpFamily, addresses: readonly string[]) {
    const { words, from, to, any, read } = shapes[family];
    this.count = addresses.length;
    this.#stride = words;
    this.#from = from;
    this.#to = to;
    this.#words = new Int32Array(addresses.length * words);
    const bytes = new Uint8Array(this.#words.buffer);
    const [head] = new Int32Array(encodeEndpoint({ address: any }).buffer, 0, 1);
    for (let index = 0; index < addresses.length; index++) {
      const start = index * words;
      this.#words[start] = head!;
      if (read(addresses[index]!, bytes, (start + from) * 4)) continue;
      throw new RangeError(`${addresses[index]} is not an address of the family ${family}`);
    }
  }

  /** Bytes of a socket address. */
  get size(): number {
    return this.#stride * 4;
  }

  /** Copies a socket address to where `to` has room for it. */
  copy(index: number, to: Int32Array, at: number): void {
    const stride = this.#stride;
    const start = index * stride;
    for (let i = 0; i < stride; i++) to[at + i] = this.#words[start + i]!;
  }

  /** Whether the address alone, of the socket address at `at` of `words`, is the one of `index`. */
  isAt(index: number, words: Int32Array, at: number): boolean {
    const own = index * this.#stride;
    for (let i = this.#from; i < this.#to; i++) if (words[at + i] !== this.#words[own + i]) return false;
    return true;
  }
}

function readIpv6(text: string, bytes: Uint8Array, start: number): boolean {
  const address = parseIpv6(text);
  if (address !== undefined) bytes.set(address, start);
  return address !== undefined;
}
