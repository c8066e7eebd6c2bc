import { WireError } from './error.js';
import type { PcapRecord } from './pcap.js';

/** Block types (draft-ietf-opsawg-pcapng). */
const blocks = { section: 0x0a0d0d0a, interface: 1, simplePacket: 3, enhancedPacket: 6 } as const;
const byteOrderMagic = 0x1a2b3c4d;
/** Options of an interface: the unit of its times, and seconds to add to them. */
const options = { tsresol: 9, tsoffset: 14 } as const;
/** Type and length in front of a block; the length stands behind it again. */
const blockHeaderSize = 8;
const smallestBlock = 12;

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Units of time in a second. */
  readonly unitsPerSecond: bigint;
  readonly secondsOffset: bigint;
}

/** Whether a file is pcapng, which tshark and dumpcap write unless told otherwise. */
export function isPcapng(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (file.length < smallestBlock || view.getUint32(0) !== blocks.section) return false;
  return [true, false].some(little => view.getUint32(8, little) === byteOrderMagic);
}

/** The packets of a pcapng file, in order. Throws WireError where it is not one, or ends inside a block. */
export function* readPcapng(file: Uint8Array): Generator<PcapRecord> {
  if (!isPcapng(file)) throw new WireError('not a pcapng file', 0);
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let little = true;
  let interfaces: Interface[] = [];
  for (let at = 0; at < file.length; ) {
    if (file.length - at < smallestBlock) throw new WireError('the file ends inside a block', at);
    // A section says in what byte order it is; its own type reads the same in both.
    if (view.getUint32(at) === blocks.section) {
      little = view.getUint32(at + 8, true) === byteOrderMagic;
      interfaces = [];
    }
    const type = view.getUint32(at, little);
    const length = view.getUint32(at + 4, little);
    if (length < smallestBlock || length % 4 !== 0) throw new WireError(`a block of ${length} bytes`, at);
    if (length > file.length - at) throw new WireError('the file ends inside a block', at);
    const body = at + blockHeaderSize;
    const end = at + length - 4;
    if (type === blocks.interface) interfaces.push(readInterface(body, end));
    else if (type === blocks.enhancedPacket) yield readEnhanced(body, end);
    else if (type === blocks.simplePacket) yield readSimple(body, end);
    at += length;
  }

  function readInterface(body: number, end: number): Interface {
    need(body, end, 8);
    let unitsPerSecond = 1_000_000n;
    let secondsOffset = 0n;
    for (let at = body + 8; end - at >= 4; ) {
      const code = view.getUint16(at, little);
      const length = view.getUint16(at + 2, little);
      need(at, end, 4 + length);
      if (code === options.tsresol && length === 1) {
        const unit = view.getUint8(at + 4);
        unitsPerSecond = unit & 0x80 ? 2n ** BigInt(unit & 0x7f) : 10n ** BigInt(unit);
      }
      if (code === options.tsoffset && length === 8) secondsOffset = view.getBigInt64(at + 4, little);
      at += 4 + ((length + 3) & ~3);
    }
    const linkType = view.getUint16(body, little);
    return { linkType, snapLength: view.getUint32(body + 4, little), unitsPerSecond, secondsOffset };
  }

  function readEnhanced(body: number, end: number): PcapRecord {
    need(body, end, 20);
    const { linkType, unitsPerSecond, secondsOffset } = interfaceAt(view.getUint32(body, little), body);
    const units =
      (BigInt(view.getUint32(body + 4, little)) << 32n) | BigInt(view.getUint32(body + 8, little));
    const captured = view.getUint32(body + 12, little);
    need(body, end, 20 + captured);
    return {
      linkType,
      seconds: Number(units / unitsPerSecond + secondsOffset),
      nanoseconds: Number(((units % unitsPerSecond) * 1_000_000_000n) / unitsPerSecond),
      bytes: file.slice(body + 20, body + 20 + captured),
      length: view.getUint32(body + 16, little),
    };
  }

  function readSimple(body: number, end: number): PcapRecord {
    need(body, end, 4);
    const { linkType, snapLength } = interfaceAt(0, body);
    const length = view.getUint32(body, little);
    const captured = snapLength === 0 ? length : Math.min(length, snapLength);
    need(body, end, 4 + captured);
    const bytes = file.slice(body + 4, body + 4 + captured);
    return { linkType, seconds: 0, nanoseconds: 0, bytes, length };
  }

  function interfaceAt(index: number, at: number): Interface {
    const found = interfaces[index];
    if (found === undefined)
      throw new WireError(`a packet of interface ${index}, which is not described`, at);
    return found;
  }

  function need(start: number, end: number, size: number): void {
    if (start + size > end) throw new WireError('a block that does not hold what it says', start);
  }
}
