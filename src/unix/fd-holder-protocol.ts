/**
 * The messages of s6-fdholderd (skarnet.org/software/s6/fdholder.html): a frame is the length of its data in 32
 * bits, the number of its descriptors in 16, both in network byte order, and the data; the descriptors come with it.
 *
 * A request is a letter and its arguments, an answer an errno and, when that is 0, what was asked for. A name is its
 * length in a byte, its bytes and a NUL; a time is a TAI64N label.
 */
import { SocketError } from '../socket/index.js';
import { EINVAL, EPROTO } from './errno.js';

export const frameHeaderSize = 6;

/** Bytes of a name at most. */
const longestName = 255;

/** Descriptors of a frame at most, in a dump. */
export const descriptorsInFrame = 253;

/** Bytes of the data of a frame at most; a dump of 253 names takes the most. */
const longestFrame = 1 << 20;

export interface FrameHeader {
  readonly length: number;
  readonly descriptors: number;
}

/** Until when a descriptor is kept, in milliseconds since 1970; undefined for as long as there is a holder. */
export type Deadline = number | undefined;

/** What a client asks for. */
export type HolderRequest =
  | { readonly verb: 'store'; readonly name: string; readonly deadline: Deadline }
  | { readonly verb: 'delete'; readonly name: string }
  | { readonly verb: 'retrieve'; readonly name: string; readonly remove: boolean }
  | { readonly verb: 'list' }
  | { readonly verb: 'getDump' }
  | { readonly verb: 'setDump'; readonly count: number }
  | { readonly verb: 'dumpPart'; readonly entries: readonly HeldName[] };

export interface HeldName {
  readonly name: string;
  readonly deadline: Deadline;
}

/** A frame without its descriptors. */
export function encodeFrame(data: Uint8Array, descriptors: number): Uint8Array {
  const frame = new Uint8Array(frameHeaderSize + data.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, data.length);
  view.setUint16(4, descriptors);
  frame.set(data, frameHeaderSize);
  return frame;
}

/** Throws SocketError EPROTO for one that no holder and no client would send. */
export function decodeFrameHeader(bytes: Uint8Array): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = { length: view.getUint32(0), descriptors: view.getUint16(4) };
  if (header.length > longestFrame || header.descriptors > descriptorsInFrame)
    throw malformed(`a frame of ${header.length} bytes and ${header.descriptors} descriptors`);
  return header;
}

export function encodeRequest(request: HolderRequest): Uint8Array {
  switch (request.verb) {
    case 'store':
      return bytesOf('S', timeBytes(request.deadline), nameBytes(request.name));
    case 'delete':
      return bytesOf('D', nameBytes(request.name));
    case 'retrieve':
      return bytesOf('R', Uint8Array.of(request.remove ? 1 : 0), nameBytes(request.name));
    case 'list':
      return bytesOf('L');
    case 'getDump':
      return bytesOf('?');
    case 'setDump':
      return bytesOf('!', u32Bytes(request.count));
    case 'dumpPart':
      return bytesOf('.', encodeEntries(request.entries));
  }
}

/** Throws SocketError EPROTO for what is no request. */
export function decodeRequest(data: Uint8Array): HolderRequest {
  const rest = new Reader(data);
  const letter = String.fromCharCode(rest.byte());
  const request = decodeVerb(letter, rest);
  rest.expectEnd();
  return request;
}

function decodeVerb(letter: string, rest: Reader): HolderRequest {
  switch (letter) {
    case 'S': {
      const deadline = rest.time();
      return { verb: 'store', name: rest.name(), deadline };
    }
    case 'D':
      return { verb: 'delete', name: rest.name() };
    case 'R': {
      const remove = rest.byte() !== 0;
      return { verb: 'retrieve', name: rest.name(), remove };
    }
    case 'L':
      return { verb: 'list' };
    case '?':
      return { verb: 'getDump' };
    case '!':
      return { verb: 'setDump', count: rest.u32() };
    case '.':
      return { verb: 'dumpPart', entries: rest.entries() };
    default:
      throw malformed(`a request '${letter}'`);
  }
}

/** The names of a list; errors and all else of an answer are told by its first byte. */
export function encodeList(names: readonly string[]): Uint8Array {
  const texts = names.map(name => Buffer.from(`${name}\0`));
  return bytesOf('\0', u32Bytes(names.length), ...texts);
}

export function decodeList(data: Uint8Array): string[] {
  const rest = new Reader(data);
  rest.byte();
  const count = rest.u32();
  const names = Buffer.from(rest.all()).toString().split('\0');
  if (names.pop() !== '' || names.length !== count) throw malformed('a list of another length than it says');
  return names;
}

/** The head of a dump: how many frames follow, with how many descriptors in all. */
export function encodeDumpHead(descriptors: number): Uint8Array {
  const frames = Math.ceil(descriptors / descriptorsInFrame);
  return bytesOf('\0', u32Bytes(frames), u32Bytes(descriptors));
}

export function decodeDumpHead(data: Uint8Array): { frames: number; descriptors: number } {
  const rest = new Reader(data);
  rest.byte();
  const head = { frames: rest.u32(), descriptors: rest.u32() };
  rest.expectEnd();
  return head;
}

/** The answer to `setDump`: how many frames are to come. */
export function encodeDumpInvitation(descriptors: number): Uint8Array {
  return bytesOf('\0', u32Bytes(Math.ceil(descriptors / descriptorsInFrame)));
}

export function encodeEntries(entries: readonly HeldName[]): Uint8Array {
  return Buffer.concat(entries.flatMap(({ name, deadline }) => [timeBytes(deadline), nameBytes(name)]));
}

export function decodeEntries(data: Uint8Array): HeldName[] {
  const rest = new Reader(data);
  const entries = rest.entries();
  rest.expectEnd();
  return entries;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#take(1)[0]!;
  }

  u32(): number {
    const at = this.#at;
    this.#take(4);
    return this.#view.getUint32(at);
  }

  time(): Deadline {
    const at = this.#at;
    this.#take(timeSize);
    const milliseconds =
      Number(this.#view.getBigUint64(at) - epoch) * 1000 + this.#view.getUint32(at + 8) / 1e6;
    return milliseconds >= forEver ? undefined : milliseconds;
  }

  name(): string {
    const bytes = this.#take(this.byte());
    const end = this.byte();
    const name = Buffer.from(bytes).toString();
    if (end !== 0 || bytes.length === 0 || name.includes('\0'))
      throw malformed('a name that does not end where it says');
    return name;
  }

  entries(): HeldName[] {
    const entries: HeldName[] = [];
    while (this.#at < this.#bytes.length) {
      const deadline = this.time();
      entries.push({ name: this.name(), deadline });
    }
    return entries;
  }

  all(): Uint8Array {
    return this.#take(this.#bytes.length - this.#at);
  }

  expectEnd(): void {
    if (this.#at !== this.#bytes.length) throw malformed(`${this.#bytes.length - this.#at} bytes too many`);
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw malformed('a message that ends too early');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

const timeSize = 12;
/** The TAI64 label of 1970: 2^62, and the ten seconds that TAI was ahead of UTC then. */
const epoch = (1n << 62n) + 10n;
/** What counts as no deadline: beyond the year 5000. */
const forEver = 100_000_000_000_000;

function timeBytes(deadline: Deadline): Uint8Array {
  const bytes = new Uint8Array(timeSize);
  const view = new DataView(bytes.buffer);
  const milliseconds = Math.max(0, deadline ?? forEver);
  const seconds = Math.floor(milliseconds / 1000);
  view.setBigUint64(0, epoch + BigInt(seconds));
  view.setUint32(8, Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * 1e6)));
  return bytes;
}

function nameBytes(name: string): Uint8Array {
  const bytes = Buffer.from(name);
  if (bytes.length === 0 || bytes.length > longestName || bytes.includes(0)) {
    const explanation = `a name has 1 to ${longestName} bytes and no NUL, not '${name}'`;
    throw new SocketError({ syscall: 'fdstore', errno: EINVAL, explanation });
  }
  return Buffer.concat([Uint8Array.of(bytes.length), bytes, Uint8Array.of(0)]);
}

function u32Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function bytesOf(letter: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from(letter), ...parts]);
}

export function malformed(what: string): SocketError {
  const explanation = `the other side does not speak the protocol of s6-fdholderd: ${what}`;
  return new SocketError({ syscall: 'fdstore', errno: EPROTO, explanation });
}
