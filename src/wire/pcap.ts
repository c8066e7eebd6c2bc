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

const fileHeaderSize = 24;
const recordHeaderSize = 16;
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

/** Reads a pcap file (pcap-savefile(5)) of either byte order. Throws WireError for another kind of file. */
export function readPcap(file: Uint8Array): PcapFile {
  const form = recognise(file);
  if (form === undefined) throw new WireError('not a pcap file', 0);
  if (file.length < fileHeaderSize) throw new WireError('the file ends inside its header', file.length);
  const { little, nanoseconds } = form;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const version = view.getUint16(4, little);
  if (version !== 2) throw new WireError(`pcap of version ${version}; 2 is known`, 4);
  // Above the 16 bits are how long a frame check sequence is.
  const linkType = view.getUint32(20, little) & 0xffff;
  return {
    linkType,
    snapLength: view.getUint32(16, little),
    nanoseconds,
    records: { [Symbol.iterator]: records },
  };

  function* records(): Generator<PcapRecord> {
    const unit = nanoseconds ? 1 : 1000;
    for (let at = fileHeaderSize; at < file.length; ) {
      const start = at + recordHeaderSize;
      if (start > file.length) throw new WireError("the file ends inside a packet's header", at);
      const stop = start + view.getUint32(at + 8, little);
      if (stop > file.length) throw new WireError('the file ends inside a packet', at);
      yield {
        linkType,
        seconds: view.getUint32(at, little),
        nanoseconds: view.getUint32(at + 4, little) * unit,
        bytes: file.slice(start, stop),
        length: view.getUint32(at + 12, little),
      };
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
  const view = new DataView(new ArrayBuffer(fileHeaderSize));
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
  if (!(Number.isInteger(seconds) && seconds >= 0 && seconds <= 0xffff_ffff)) {
    throw new WireError(`${seconds} is not a time of a pcap file: whole seconds from 1970 to 2106`);
  }
  if (!(Number.isInteger(nanoseconds) && nanoseconds >= 0 && nanoseconds < 1e9)) {
    throw new WireError(`${nanoseconds} nanoseconds are not a part of a second`);
  }
  const record = new Uint8Array(recordHeaderSize + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, seconds, littleEndian);
  view.setUint32(4, options.nanoseconds ? nanoseconds : Math.floor(nanoseconds / 1000), littleEndian);
  view.setUint32(8, bytes.length, littleEndian);
  view.setUint32(12, length, littleEndian);
  record.set(bytes, recordHeaderSize);
  return record;
}
