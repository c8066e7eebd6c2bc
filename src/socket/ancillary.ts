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

/**
 * Decodes the control messages in `bytes`. The data of each is a view of `bytes`, not a copy.
 * As CMSG_NXTHDR(3) does, it ends at the first header that does not fit.
 */
export function decodeControlMessages(bytes: Uint8Array): ControlMessage[] {
  const messages: ControlMessage[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + headerSize <= bytes.length; ) {
    const length = readWord(view, offset);
    if (length < headerSize || length > bytes.length - offset) break;
    messages.push({
      level: view.getInt32(offset + wordSize, littleEndian),
      type: view.getInt32(offset + wordSize + 4, littleEndian),
      data: bytes.subarray(offset + headerSize, offset + length),
    });
    offset += align(length);
  }
  return messages;
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
    if (end > target.length) {
      throw new RangeError(`control messages need more than the ${target.length} bytes there are`);
    }
    writeWord(view, offset, length);
    view.setInt32(offset + wordSize, level, littleEndian);
    view.setInt32(offset + wordSize + 4, type, littleEndian);
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

function readWord(view: DataView, offset: number): number {
  if (wordSize === 4) return view.getUint32(offset, littleEndian);
  return Number(view.getBigUint64(offset, littleEndian));
}

function writeWord(view: DataView, offset: number, value: number): void {
  if (wordSize === 4) view.setUint32(offset, value, littleEndian);
  else view.setBigUint64(offset, BigInt(value), littleEndian);
}
