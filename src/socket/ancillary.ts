/**
 * Control messages (cmsg(3)): `struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; }`
 * and its data, each padded to the size of a word. Bytes only: what a type means is for its family.
 */
import { endianness } from 'node:os';

/** One control message: SOL_SOCKET and SCM_RIGHTS, say, and the descriptors as bytes. */
export interface ControlMessage {
  level: number;
  type: number;
  data: Uint8Array;
}

const littleEndian = endianness() === 'LE';
const wordSize = ['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch) ? 4 : 8;
const headerSize = wordSize + 8;

function align(length: number): number {
  return (length + wordSize - 1) & -wordSize;
}

/** CMSG_LEN(3): the header and `dataLength` bytes of data. */
export function controlLength(dataLength: number): number {
  return headerSize + dataLength;
}

/**
 * CMSG_SPACE(3) of each, summed: the `controlSize` that a batch needs for control messages with
 * data of these lengths, in bytes. Mind the padding: room for one descriptor takes in two.
 */
export function controlSpace(...dataLengths: number[]): number {
  return dataLengths.reduce((sum, length) => sum + align(headerSize + length), 0);
}

/** Goes through control messages without an object for each, as CMSG_NXTHDR(3) does: to the first header that does not fit. */
export class ControlReader {
  level = 0;
  type = 0;
  /** Where the data of this message begins in the view, and how many bytes they are. */
  offset = 0;
  length = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #next = 0;
  #end = 0;

  /** Begins with the first of the messages that take `length` bytes of `view` from `start`. */
  begin(view: DataView, start: number, length: number): void {
    this.#view = view;
    this.#next = start;
    this.#end = start + length;
  }

  /** Moves on to the next message; false behind the last. */
  next(): boolean {
    const start = this.#next;
    const left = this.#end - start;
    if (left < headerSize) return false;
    const length = readWord(this.#view, start);
    if (length < headerSize || length > left) return false;
    this.level = this.#view.getInt32(start + wordSize, littleEndian);
    this.type = this.#view.getInt32(start + wordSize + 4, littleEndian);
    this.offset = start + headerSize;
    this.length = length - headerSize;
    this.#next = start + align(length);
    return true;
  }
}

/** Decodes the control messages in `bytes`. The data of each is a view of `bytes`, not a copy. */
export function decodeControlMessages(bytes: Uint8Array): ControlMessage[] {
  const messages: ControlMessage[] = [];
  const reader = new ControlReader();
  reader.begin(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
  while (reader.next()) {
    const { level, type, offset, length } = reader;
    messages.push({ level, type, data: bytes.subarray(offset, offset + length) });
  }
  return messages;
}

/**
 * Writes one control message whose data are C ints at `offset`; returns where it ends, padding included. For
 * descriptors: {@link writeControlMessages} without the bytes in between.
 */
export function writeIntMessage(
  view: DataView,
  offset: number,
  level: number,
  type: number,
  values: readonly number[],
): number {
  const end = offset + align(headerSize + values.length * 4);
  if (end > view.byteLength) throw tooLong(view.byteLength);
  // First, so that the padding is zero.
  view.setInt32(end - 4, 0, littleEndian);
  writeHeader(view, offset, level, type, values.length * 4);
  let at = offset + headerSize;
  for (let i = 0; i < values.length; i++, at += 4) view.setInt32(at, values[i]!, littleEndian);
  return end;
}

/**
 * Writes control messages to the start of `target`; returns how many bytes they take, padding
 * included. Throws RangeError when they do not fit.
 */
export function writeControlMessages(target: Uint8Array, messages: Iterable<ControlMessage>): number {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  let offset = 0;
  for (const { level, type, data } of messages) {
    const length = headerSize + data.length;
    const end = offset + align(length);
    if (end > target.length) throw tooLong(target.length);
    writeHeader(view, offset, level, type, data.length);
    target.set(data, offset + headerSize);
    target.fill(0, offset + length, end);
    offset = end;
  }
  return offset;
}

/** The bytes of control messages. */
export function encodeControlMessages(messages: readonly ControlMessage[]): Uint8Array {
  const bytes = new Uint8Array(controlSpace(...messages.map(({ data }) => data.length)));
  writeControlMessages(bytes, messages);
  return bytes;
}

function writeHeader(view: DataView, offset: number, level: number, type: number, dataLength: number): void {
  writeWord(view, offset, headerSize + dataLength);
  view.setInt32(offset + wordSize, level, littleEndian);
  view.setInt32(offset + wordSize + 4, type, littleEndian);
}

function tooLong(room: number): RangeError {
  return new RangeError(`control messages need more than the ${room} bytes there are`);
}

// Words of 64 bits are read and written as two of 32: a BigInt for each would be garbage.
const lowHalf = littleEndian ? 0 : 4;

function readWord(view: DataView, offset: number): number {
  if (wordSize === 4) return view.getUint32(offset, littleEndian);
  return (
    view.getUint32(offset + 4 - lowHalf, littleEndian) * 2 ** 32 +
    view.getUint32(offset + lowHalf, littleEndian)
  );
}

function writeWord(view: DataView, offset: number, value: number): void {
  if (wordSize === 4) {
    view.setUint32(offset, value, littleEndian);
    return;
  }
  view.setUint32(offset + lowHalf, value, littleEndian);
  view.setUint32(offset + 4 - lowHalf, 0, littleEndian);
}
