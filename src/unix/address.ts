/** Addresses of AF_UNIX sockets: `struct sockaddr_un` (unix(7), linux/un.h). */
import { endianness } from 'node:os';
import { constants, SocketError } from '../socket/index.js';
import { EINVAL, ENAMETOOLONG } from './errno.js';
import { escapeBytes, unescapeText } from './escape.js';

/** UNIX_PATH_MAX: bytes of a path (a NUL behind it is not needed), or of an abstract name and the NUL before it. */
export const pathSize = 108;

/** An address, or text: `@name` and `\0name` are abstract, all else is a path. */
export type UnixAddressLike = UnixAddress | string;

const littleEndian = endianness() === 'LE';

/**
 * The address of an AF_UNIX socket: a path, an abstract name, or none. Immutable.
 *
 * Names are bytes. An abstract name is exact to the byte: NULs count, and `a` is another name than `a\0`.
 */
export class UnixAddress {
  /**
   * The address of a socket that has none. Binding to it lets the kernel choose an abstract name of five
   * hexadecimal digits (autobind, unix(7)).
   */
  static readonly unnamed = new UnixAddress('unnamed', new Uint8Array(0));

  readonly kind: 'path' | 'abstract' | 'unnamed';
  /** The path without a NUL at its end; the abstract name without the NUL at its beginning. */
  readonly bytes: Uint8Array;

  private constructor(kind: 'path' | 'abstract' | 'unnamed', bytes: Uint8Array) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /**
   * A file's path, of any length: how {@link encode} and the sockets differ is told there.
   *
   * @throws RangeError when it is empty or has a NUL in it
   */
  static path(path: string | Uint8Array): UnixAddress {
    const bytes = bytesOf(path);
    if (bytes.length === 0) throw new RangeError('a path must not be empty');
    if (bytes.includes(0)) throw new RangeError('a path must not have a NUL in it');
    return new UnixAddress('path', bytes);
  }

  /**
   * An abstract name of 0 to 107 bytes, without the NUL that the kernel has before it.
   *
   * @param options.padded fills the name with NULs to 107 bytes, as programs do that pass
   *   `sizeof(struct sockaddr_un)` as its length: Node.js before 24, `socat` with `unix-tightsocklen=0`
   * @throws RangeError when it is too long
   */
  static abstract(name: string | Uint8Array, { padded = false }: { padded?: boolean } = {}): UnixAddress {
    const bytes = bytesOf(name);
    if (bytes.length >= pathSize) {
      throw new RangeError(`an abstract name has at most ${pathSize - 1} bytes, not ${bytes.length}`);
    }
    if (!padded) return new UnixAddress('abstract', bytes);
    const whole = new Uint8Array(pathSize - 1);
    whole.set(bytes);
    return new UnixAddress('abstract', whole);
  }

  /** An address from itself or from text, taken literally: `@name` and `\0name` are abstract, all else is a path. */
  static from(address: UnixAddressLike): UnixAddress {
    if (address instanceof UnixAddress) return address;
    if (typeof address !== 'string') {
      throw new TypeError('an address is a UnixAddress, a path, or an abstract name with @ before it');
    }
    return /^[@\0]/.test(address) ? UnixAddress.abstract(address.slice(1)) : UnixAddress.path(address);
  }

  /**
   * The inverse of {@link toString}, for what people type: as {@link from}, but `\xHH` is a byte and `\\` a
   * backslash.
   *
   * @throws RangeError for another escape
   */
  static parse(text: string): UnixAddress {
    if (text.startsWith('@')) return UnixAddress.abstract(unescapeText(text.slice(1)));
    return UnixAddress.path(unescapeText(text));
  }

  /**
   * From `struct sockaddr_un`, as long as the kernel said it is.
   *
   * @throws SocketError EINVAL when it is the address of another family
   */
  static decode(bytes: Uint8Array): UnixAddress {
    if (bytes.length === 0) return UnixAddress.unnamed;
    const family =
      bytes.length < 2 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint16(0, littleEndian);
    if (family !== constants.AF_UNIX) {
      throw new SocketError({
        syscall: 'getsockname',
        errno: EINVAL,
        explanation: `an address of family ${family} is none of AF_UNIX`,
      });
    }
    if (bytes.length === 2) return UnixAddress.unnamed;
    if (bytes[2] === 0) return new UnixAddress('abstract', bytes.slice(3));
    const end = bytes.indexOf(0, 2);
    return new UnixAddress('path', bytes.slice(2, end === -1 ? undefined : end));
  }

  /** Whether the path fits into the address that the kernel takes. Abstract names always do. */
  get fits(): boolean {
    return this.bytes.length <= pathSize;
  }

  /**
   * `struct sockaddr_un`, no longer than the address needs.
   *
   * @throws SocketError ENAMETOOLONG when a path has more than 108 bytes. The sockets of `afkit/unix` take
   *   longer ones; they go through /proc/self/fd.
   */
  encode(): Uint8Array {
    const { kind, bytes } = this;
    if (!this.fits) {
      throw new SocketError({
        syscall: 'bind',
        errno: ENAMETOOLONG,
        explanation: `the path has ${bytes.length} bytes, and an address takes ${pathSize}`,
        address: this.toString(),
      });
    }
    const before = kind === 'abstract' ? 1 : 0;
    // A path of 108 bytes has no room for its NUL, and needs none.
    const behind = kind === 'path' && bytes.length < pathSize ? 1 : 0;
    const encoded = new Uint8Array(2 + before + bytes.length + behind);
    new DataView(encoded.buffer).setUint16(0, constants.AF_UNIX, littleEndian);
    encoded.set(bytes, 2 + before);
    return encoded;
  }

  /** The path as Node's fs takes it; undefined when this is no path. */
  get path(): Buffer | undefined {
    return this.kind === 'path' ? Buffer.from(this.bytes) : undefined;
  }

  equals(other: UnixAddress): boolean {
    return this.kind === other.kind && Buffer.compare(this.bytes, other.bytes) === 0;
  }

  /**
   * As people write it: the path, `@name`, or nothing for an unnamed socket. Bytes that are not printable
   * UTF-8 are `\xHH`, a backslash is `\\`, and a path that begins with `@` gets `./` before it.
   */
  toString(): string {
    if (this.kind === 'unnamed') return '';
    const text = escapeBytes(this.bytes);
    if (this.kind === 'abstract') return `@${text}`;
    return text.startsWith('@') ? `./${text}` : text;
  }

  toJSON(): string {
    return this.toString();
  }
}

function bytesOf(name: string | Uint8Array): Uint8Array {
  return typeof name === 'string' ? new TextEncoder().encode(name) : name.slice();
}
