/** Echo requests, written into the slots of a batch: only what differs from probe to probe, and the checksum. */
import { randomBytes } from 'node:crypto';
import type { MessageBatch } from '../../socket/index.js';
import { littleEndian } from '../../wire/index.js';
import type { IpFamily } from '../ip-endpoint.js';

/** Bytes of the ICMP header of an echo. */
const echoHeader = 8;

const timeSize = 16;
const nonceSize = 8;

/** Where in the data of a probe things are; −1 for what has no room. */
export interface EchoLayout {
  /** struct timeval, 16 bytes. */
  readonly time: number;
  /** 8 bytes: 4 of the session, 4 of the host. */
  readonly nonce: number;
  /** From here on there is filler. */
  readonly filler: number;
}

export function echoLayout(size: number, classic: boolean): EchoLayout {
  if (classic) return { time: size < timeSize ? -1 : 0, nonce: -1, filler: size < timeSize ? 0 : timeSize };
  if (size >= timeSize + nonceSize) return { time: 0, nonce: timeSize, filler: timeSize + nonceSize };
  return size >= nonceSize ? { time: -1, nonce: 0, filler: nonceSize } : { time: -1, nonce: -1, filler: 0 };
}

/** Bytes of filler: what was asked for, the lecture's 0xa5, or each byte its own offset, as ping has it. */
function filler(size: number, pattern: Uint8Array | undefined, classic: boolean): Uint8Array {
  const fill = pattern ?? (classic ? Uint8Array.of(0xa5) : undefined);
  return Uint8Array.from({ length: size }, (_, i) => (fill === undefined ? i : fill[i % fill.length]!));
}

/** What the probes of one run are told from others' by: the first half of the nonce, and what hosts' numbers are mixed with. */
export interface EchoSecret {
  readonly session: number;
  readonly key: number;
}

function randomSecret(): EchoSecret {
  const random = randomBytes(8);
  return { session: random.readInt32LE(0), key: random.readInt32LE(4) };
}

const swap = (word: number): number => (littleEndian ? ((word & 0xff) << 8) | (word >> 8) : word);

/** Writes the probes of one socket. */
export class EchoWriter {
  readonly layout: EchoLayout;
  /** The data, without time and nonce. */
  readonly data: Uint8Array;
  readonly secret: EchoSecret;
  /** What the nonce begins with, as an int of the machine. */
  readonly session: number;
  readonly #key: number;
  readonly #batch: MessageBatch;
  readonly #words: Uint16Array;
  readonly #ints: Int32Array;
  readonly #checksum: boolean;
  /** The sum of the words that are the same in every probe. */
  readonly #constant: number;

  constructor(
    batch: MessageBatch,
    family: IpFamily,
    {
      size,
      pattern,
      classic,
      id,
      secret = randomSecret(),
    }: {
      size: number;
      pattern: Uint8Array | undefined;
      classic: boolean;
      id: number;
      secret?: EchoSecret | undefined;
    },
  ) {
    this.layout = echoLayout(size, classic);
    this.data = filler(size, pattern, classic);
    this.#batch = batch;
    const { buffer, byteOffset, byteLength } = batch.payload;
    this.#words = new Uint16Array(buffer, byteOffset, byteLength >> 1);
    this.#ints = new Int32Array(buffer, byteOffset, byteLength >> 2);
    this.secret = secret;
    this.session = secret.session;
    this.#key = secret.key;
    // The kernel computes ICMPv6's checksum.
    this.#checksum = family === 'inet';
    const request = new Uint8Array(echoHeader + size + (size & 1));
    request[0] = family === 'inet' ? 8 : 128;
    request[4] = id >> 8;
    request[5] = id & 0xff;
    request.set(this.data, echoHeader);
    const { time, nonce } = this.layout;
    if (time >= 0) request.fill(0, echoHeader + time, echoHeader + time + timeSize);
    if (nonce >= 0) {
      request.fill(0, echoHeader + nonce, echoHeader + nonce + nonceSize);
      new Int32Array(request.buffer, echoHeader + nonce, 1)[0] = this.session;
    }
    let sum = 0;
    for (const word of new Uint16Array(request.buffer)) sum += word;
    this.#constant = sum;
    for (let slot = 0; slot < batch.slots; slot++) {
      batch.payload.set(request, slot * batch.payloadSize);
      batch.setLength(slot, echoHeader + size);
    }
  }

  /** Puts a probe into a slot. `time` is in milliseconds since 1970. */
  write(slot: number, host: number, sequence: number, time: number): void {
    const at = slot * this.#batch.payloadSize;
    const words = this.#words;
    const first = at >> 1;
    words[first + 3] = swap(sequence & 0xffff);
    const { layout } = this;
    if (layout.time >= 0) {
      const seconds = Math.floor(time / 1000);
      const ints = (at + echoHeader + layout.time) >> 2;
      const low = littleEndian ? 0 : 1;
      this.#ints[ints + low] = seconds;
      this.#ints[ints + low + 2] = Math.floor((time - seconds * 1000) * 1000);
    }
    if (layout.nonce >= 0) this.#ints[(at + echoHeader + layout.nonce + 4) >> 2] = host ^ this.#key;
    this.#batch.setLength(slot, echoHeader + this.data.length);
    if (!this.#checksum) return;
    let sum = this.#constant + words[first + 3]!;
    const begin = first + (echoHeader >> 1);
    if (layout.time >= 0) for (let i = 0; i < 8; i++) sum += words[begin + (layout.time >> 1) + i]!;
    if (layout.nonce >= 0) {
      const nonce = begin + (layout.nonce >> 1);
      sum += words[nonce + 2]! + words[nonce + 3]!;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    words[first + 1] = ~(sum + (sum >>> 16));
  }

  /** The host that the second half of a nonce stands for. */
  hostOf(nonce: number): number {
    return nonce ^ this.#key;
  }

  /** The offset, in the data, of the first byte of filler that differs from what was sent; −1 when none does. */
  differs(bytes: Uint8Array, at: number, length: number): number {
    const { data } = this;
    const end = Math.min(data.length, length);
    for (let i = this.layout.filler; i < end; i++) if (bytes[at + i] !== data[i]) return i;
    return length === data.length ? -1 : end;
  }
}
