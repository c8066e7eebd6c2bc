import { WireError } from './error.js';
import { u16, u32 } from './integer.js';
import { checkTime, type PcapRecord, plainBytes } from './pcap.js';
import { Sink } from './sink.js';

/** Block types (draft-ietf-opsawg-pcapng). */
const blocks = { section: 0x0a0d0d0a, interface: 1, simplePacket: 3, enhancedPacket: 6 } as const;
const byteOrderMagic = 0x1a2b3c4d;
/** Options of an interface: its name, the unit of its times, and seconds to add to them. */
const options = { end: 0, name: 2, tsresol: 9, tsoffset: 14 } as const;
/** Type and length in front of a block; the length stands behind it again. */
const blockHeaderSize = 8;
const smallestBlock = 12;

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Units of time in a second. */
  readonly unitsPerSecond: bigint;
  readonly secondsOffset: bigint;
  readonly name: string | undefined;
}

/** Whether a file is pcapng, which tshark and dumpcap write unless told otherwise. */
export function isPcapng(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (file.length < smallestBlock || view.getUint32(0) !== blocks.section) return false;
  return [true, false].some(little => view.getUint32(8, little) === byteOrderMagic);
}

/** The packets of a pcapng file, in order. Throws WireError where it is not one, or ends inside a block. */
export function* readPcapng(given: Uint8Array): Generator<PcapRecord> {
  const file = plainBytes(given);
  if (!isPcapng(file)) throw new WireError('not a pcapng file', 0);
  const blocks = new PcapngBlocks();
  for (let at = 0; at < file.length; ) {
    const length = blocks.lengthAt(file, at);
    if (length > file.length - at) throw new WireError('the file ends inside a block', at);
    const record = blocks.read(file, at, at + length);
    if (record !== undefined) yield record;
    at += length;
  }
}

/** Reads the blocks of a pcapng file one after the other, and keeps what they say about those that follow. */
export class PcapngBlocks {
  #little = true;
  #interfaces: Interface[] = [];

  /** How long the block is that begins at `at`. Throws WireError where there are too few bytes to say. */
  lengthAt(file: Uint8Array, at: number): number {
    if (file.length - at < smallestBlock) throw new WireError('the file ends inside a block', at);
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    // A section says in what byte order it is; its own type reads the same in both.
    if (view.getUint32(at) === blocks.section) {
      this.#little = view.getUint32(at + 8, true) === byteOrderMagic;
      this.#interfaces = [];
    }
    const length = view.getUint32(at + 4, this.#little);
    if (length < smallestBlock || length % 4 !== 0) throw new WireError(`a block of ${length} bytes`, at);
    return length;
  }

  /** Reads the block from `at` to `end`, after `lengthAt`; its packet, if it is one. The packet's bytes are a copy. */
  read(file: Uint8Array, at: number, end: number): PcapRecord | undefined {
    const block = new Block(file, at, end, this.#little);
    const type = block.u32(at);
    if (type === blocks.interface) this.#interfaces.push(readInterface(block));
    else if (type === blocks.enhancedPacket) return this.#enhanced(block);
    else if (type === blocks.simplePacket) return this.#simple(block);
    return undefined;
  }

  #enhanced(block: Block): PcapRecord {
    const { body } = block;
    block.need(body, 20);
    const index = block.u32(body);
    const { linkType, unitsPerSecond, secondsOffset, name } = this.#interface(index, body);
    const units = (BigInt(block.u32(body + 4)) << 32n) | BigInt(block.u32(body + 8));
    const captured = block.u32(body + 12);
    block.need(body, 20 + captured);
    return {
      linkType,
      seconds: Number(units / unitsPerSecond + secondsOffset),
      nanoseconds: Number(((units % unitsPerSecond) * 1_000_000_000n) / unitsPerSecond),
      bytes: block.file.slice(body + 20, body + 20 + captured),
      length: block.u32(body + 16),
      interface: index,
      ...(name === undefined ? {} : { interfaceName: name }),
    };
  }

  #simple(block: Block): PcapRecord {
    const { body } = block;
    block.need(body, 4);
    const { linkType, snapLength } = this.#interface(0, body);
    const length = block.u32(body);
    const captured = snapLength === 0 ? length : Math.min(length, snapLength);
    block.need(body, 4 + captured);
    const bytes = block.file.slice(body + 4, body + 4 + captured);
    return { linkType, seconds: 0, nanoseconds: 0, bytes, length, interface: 0 };
  }

  #interface(index: number, at: number): Interface {
    const found = this.#interfaces[index];
    if (found !== undefined) return found;
    throw new WireError(`a packet of interface ${index}, which is not described`, at);
  }
}

/** The bytes of a block, in its section's byte order. */
class Block {
  readonly file: Uint8Array;
  readonly view: DataView;
  readonly little: boolean;
  readonly body: number;
  /** Where the length stands again. */
  readonly end: number;

  constructor(file: Uint8Array, at: number, end: number, little: boolean) {
    this.file = file;
    this.view = new DataView(file.buffer, file.byteOffset, file.length);
    this.little = little;
    this.body = at + blockHeaderSize;
    this.end = end - 4;
  }

  u16(at: number): number {
    return this.view.getUint16(at, this.little);
  }

  u32(at: number): number {
    return this.view.getUint32(at, this.little);
  }

  need(start: number, size: number): void {
    if (start + size > this.end) throw new WireError('a block that does not hold what it says', start);
  }
}

const decoder = new TextDecoder();

function readInterface(block: Block): Interface {
  const { body, end, view } = block;
  block.need(body, 8);
  let unitsPerSecond = 1_000_000n;
  let secondsOffset = 0n;
  let name: string | undefined;
  for (let at = body + 8; end - at >= 4; ) {
    const code = block.u16(at);
    const length = block.u16(at + 2);
    block.need(at, 4 + length);
    if (code === options.end) break;
    if (code === options.name) name = decoder.decode(block.file.slice(at + 4, at + 4 + length));
    if (code === options.tsresol && length === 1) {
      const unit = view.getUint8(at + 4);
      unitsPerSecond = unit & 0x80 ? 2n ** BigInt(unit & 0x7f) : 10n ** BigInt(unit);
    }
    if (code === options.tsoffset && length === 8) secondsOffset = view.getBigInt64(at + 4, block.little);
    at += 4 + ((length + 3) & ~3);
  }
  return { linkType: block.u16(body), snapLength: block.u32(body + 4), unitsPerSecond, secondsOffset, name };
}

/** An interface that packets of a pcapng file are of. */
export interface PcapngInterface {
  readonly linkType: number;
  /** Bytes of a packet that are captured at most; 0 where there is no limit. */
  readonly snapLength?: number;
  readonly name?: string;
}

/**
 * What a pcapng file begins with: a section, and the interfaces that its packets are of, whose times are to the
 * nanosecond. Packets follow one by one, so that a file can be written as they come.
 */
export function pcapngHeader(interfaces: readonly PcapngInterface[]): Uint8Array {
  const sink = new Sink();
  writeBlock(sink, blocks.section, () => {
    for (const number of [byteOrderMagic, 1, 0xffff_ffff, 0xffff_ffff]) u32.encode(number, sink);
  });
  for (const { linkType, snapLength = 0, name } of interfaces) {
    writeBlock(sink, blocks.interface, () => {
      u16.encode(linkType, sink);
      u16.encode(0, sink);
      u32.encode(snapLength, sink);
      if (name !== undefined) writeOption(sink, options.name, new TextEncoder().encode(name));
      writeOption(sink, options.tsresol, Uint8Array.of(9));
      u32.encode(options.end, sink);
    });
  }
  return sink.bytes();
}

/** A packet's bytes in a pcapng file that began with `pcapngHeader`. Throws WireError for a time or length beyond the format. */
export function pcapngRecord(
  record: Omit<PcapRecord, 'linkType' | 'length' | 'interfaceName'> & { length?: number },
): Uint8Array {
  const { seconds, nanoseconds, bytes, length = bytes.length, interface: index = 0 } = record;
  checkTime(seconds, nanoseconds, Number.MAX_SAFE_INTEGER);
  const units = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  if (units >> 64n !== 0n) throw new WireError(`${seconds} seconds are beyond the times of a pcapng file`);
  const sink = new Sink(bytes.length + 48);
  writeBlock(sink, blocks.enhancedPacket, () => {
    const numbers = [index, Number(units >> 32n), Number(units & 0xffff_ffffn), bytes.length, length];
    for (const number of numbers) u32.encode(number, sink);
    sink.write(bytes);
    sink.align(4);
  });
  return sink.bytes();
}

function writeBlock(sink: Sink, type: number, write: () => void): void {
  const start = sink.length;
  u32.encode(type, sink);
  u32.encode(0, sink);
  write();
  const length = sink.length + 4 - start;
  u32.encode(length, sink);
  sink.at(start + 4, () => u32.encode(length, sink));
}

function writeOption(sink: Sink, code: number, value: Uint8Array): void {
  u16.encode(code, sink);
  u16.encode(value.length, sink);
  sink.write(value);
  sink.align(4);
}
