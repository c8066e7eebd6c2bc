import { littleEndian } from './endianness.js';
import { WireError } from './error.js';

/** A packet of a capture file. */
export interface PcapRecord {
  /** What its first bytes are: a LINKTYPE_… number (https://www.tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** Whole seconds since 1970; 0 where the file does not tell. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** What was captured of it. */
  readonly bytes: Uint8Array;
  /** Bytes that it had: more than `bytes` where capturing cut it off. */
  readonly length: number;
  /** Of a file of several interfaces, by which it came: its number there, and its name where that is told. */
  readonly interface?: number;
  readonly interfaceName?: string;
}

export interface PcapFile {
  readonly linkType: number;
  /** Bytes of a packet that are captured at most. */
  readonly snapLength: number;
  /** Whether times are to the nanosecond; to the microsecond otherwise. */
  readonly nanoseconds: boolean;
  /** The packets in order. Throws WireError where the file ends inside one. */
  readonly records: Iterable<PcapRecord>;
}

const magics = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const;

export const pcapHeaderSize = 24;
export const pcapRecordHeaderSize = 16;
const largestSnapLength = 262_144;

/** The byte order and the fraction of a file's times, by its first bytes; undefined for one that is not pcap. */
function recognise(file: Uint8Array): { little: boolean; nanoseconds: boolean } | undefined {
  if (file.length < 4) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === magics.microseconds) return { little, nanoseconds: false };
    if (magic === magics.nanoseconds) return { little, nanoseconds: true };
  }
  return undefined;
}

export function isPcap(file: Uint8Array): boolean {
  return recognise(file) !== undefined;
}

/** What the header of a pcap file says. */
export interface PcapHeader extends Omit<PcapFile, 'records'> {
  readonly little: boolean;
}

/** Reads the header of a pcap file of either byte order. Throws WireError for another kind of file. */
export function readPcapHeader(file: Uint8Array): PcapHeader {
  const form = recognise(file);
  if (form === undefined) throw new WireError('not a pcap file', 0);
  if (file.length < pcapHeaderSize) throw new WireError('the file ends inside its header', file.length);
  const { little, nanoseconds } = form;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const version = view.getUint16(4, little);
  if (version !== 2) throw new WireError(`pcap of version ${version}; 2 is known`, 4);
  // Above the 16 bits are how long a frame check sequence is.
  const linkType = view.getUint32(20, little) & 0xffff;
  return { little, nanoseconds, linkType, snapLength: view.getUint32(16, little) };
}

/** What stands in front of a packet in a pcap file; `captured` bytes follow. */
export function readPcapRecordHeader(
  bytes: Uint8Array,
  at: number,
  { little, nanoseconds, linkType }: PcapHeader,
): Omit<PcapRecord, 'bytes'> & { readonly captured: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, pcapRecordHeaderSize);
  return {
    linkType,
    seconds: view.getUint32(0, little),
    nanoseconds: view.getUint32(4, little) * (nanoseconds ? 1 : 1000),
    captured: view.getUint32(8, little),
    length: view.getUint32(12, little),
  };
}

/** Reads a pcap file (pcap-savefile(5)) of either byte order. Throws WireError for another kind of file. */
export function readPcap(given: Uint8Array): PcapFile {
  const file = plainBytes(given);
  const header = readPcapHeader(file);
  const { linkType, snapLength, nanoseconds } = header;
  return { linkType, snapLength, nanoseconds, records: { [Symbol.iterator]: records } };

  function* records(): Generator<PcapRecord> {
    for (let at = pcapHeaderSize; at < file.length; ) {
      const start = at + pcapRecordHeaderSize;
      if (start > file.length) throw new WireError("the file ends inside a packet's header", at);
      const { captured, ...head } = readPcapRecordHeader(file, at, header);
      const stop = start + captured;
      if (stop > file.length) throw new WireError('the file ends inside a packet', at);
      yield { ...head, bytes: file.slice(start, stop) };
      at = stop;
    }
  }
}

export interface PcapOptions {
  /** Times to the nanosecond; to the microsecond unless given. */
  readonly nanoseconds?: boolean;
  readonly snapLength?: number;
}

/** What a pcap file begins with. Records follow it one by one, so that a file can be written as packets come. */
export function pcapHeader(linkType: number, options: PcapOptions = {}): Uint8Array {
  const { nanoseconds = false, snapLength = largestSnapLength } = options;
  const view = new DataView(new ArrayBuffer(pcapHeaderSize));
  view.setUint32(0, nanoseconds ? magics.nanoseconds : magics.microseconds, littleEndian);
  view.setUint16(4, 2, littleEndian);
  view.setUint16(6, 4, littleEndian);
  view.setUint32(16, snapLength, littleEndian);
  view.setUint32(20, linkType, littleEndian);
  return new Uint8Array(view.buffer);
}

/** A packet's bytes in a pcap file. Throws WireError for a time that the format has no room for. */
export function pcapRecord(
  {
    seconds,
    nanoseconds,
    bytes,
    length = bytes.length,
  }: Omit<PcapRecord, 'linkType' | 'length'> & { length?: number },
  options: PcapOptions = {},
): Uint8Array {
  checkTime(seconds, nanoseconds, 0xffff_ffff);
  const record = new Uint8Array(pcapRecordHeaderSize + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, seconds, littleEndian);
  view.setUint32(4, options.nanoseconds ? nanoseconds : Math.floor(nanoseconds / 1000), littleEndian);
  view.setUint32(8, bytes.length, littleEndian);
  view.setUint32(12, length, littleEndian);
  record.set(bytes, pcapRecordHeaderSize);
  return record;
}

/** Throws WireError unless a time is one of whole seconds since 1970, at most `latest`, and nanoseconds of a second. */
export function checkTime(seconds: number, nanoseconds: number, latest: number): void {
  if (!(Number.isInteger(seconds) && seconds >= 0 && seconds <= latest)) {
    const until = latest === 0xffff_ffff ? ' to 2106' : '';
    throw new WireError(`${seconds} is not a time of a capture file: whole seconds from 1970${until}`);
  }
  if (!(Number.isInteger(nanoseconds) && nanoseconds >= 0 && nanoseconds < 1e9)) {
    throw new WireError(`${nanoseconds} nanoseconds are not a part of a second`);
  }
}

/** The same bytes, also of a Buffer, as an array whose slices are copies. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
