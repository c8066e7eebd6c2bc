import { WireError } from './error.js';
import {
  isPcap,
  type PcapHeader,
  type PcapRecord,
  pcapHeaderSize,
  pcapRecordHeaderSize,
  plainBytes,
  readPcapHeader,
  readPcapRecordHeader,
} from './pcap.js';
import { isPcapng, PcapngBlocks } from './pcapng.js';

/** No packet is longer: a length beyond is a broken file, and is not waited for. */
const longest = 1 << 26;

/** Enough to tell what kind of file it is, and for the header of a block. */
const beginning = 12;

/**
 * The packets of a pcap or pcapng file that comes in pieces: a file's stream, a pipe. Holds no more than a packet and a
 * piece at a time. Throws WireError for another kind of file, and where it ends inside a packet or is broken; what came
 * before has been handed out by then.
 */
export async function* readCapture(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<PcapRecord, void, undefined> {
  const input = new Input(source);
  if (!(await input.has(beginning)))
    throw new WireError('not a capture file: pcap and pcapng can be read', 0);
  if (isPcapng(input.pending)) yield* pcapng(input);
  else if (isPcap(input.pending)) yield* pcap(input);
  else throw new WireError('not a capture file: pcap and pcapng can be read', 0);
}

async function* pcap(input: Input): AsyncGenerator<PcapRecord, void, undefined> {
  await input.has(pcapHeaderSize);
  const header: PcapHeader = readPcapHeader(input.pending);
  input.drop(pcapHeaderSize);
  while (await input.has(1)) {
    if (!(await input.has(pcapRecordHeaderSize)))
      throw new WireError("the file ends inside a packet's header", input.offset);
    const { captured, ...head } = readPcapRecordHeader(input.pending, 0, header);
    checkLength(captured, input.offset);
    const end = pcapRecordHeaderSize + captured;
    if (!(await input.has(end))) throw new WireError('the file ends inside a packet', input.offset);
    const bytes = input.pending.slice(pcapRecordHeaderSize, end);
    input.drop(end);
    yield { ...head, bytes };
  }
}

async function* pcapng(input: Input): AsyncGenerator<PcapRecord, void, undefined> {
  const blocks = new PcapngBlocks();
  while (await input.has(1)) {
    await input.has(beginning);
    const length = blocks.lengthAt(input.pending, 0);
    checkLength(length, input.offset);
    if (!(await input.has(length))) throw new WireError('the file ends inside a block', input.offset);
    const record = blocks.read(input.pending, 0, length);
    input.drop(length);
    if (record !== undefined) yield record;
  }
}

function checkLength(length: number, offset: number): void {
  if (length > longest) throw new WireError(`a packet of ${length} bytes: the file is broken`, offset);
}

/** What came and was not used yet. */
class Input {
  /** Bytes of the file before `pending`. */
  offset = 0;
  pending: Uint8Array = new Uint8Array();
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#source =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** Waits until there are so many bytes; false when the file ends before. */
  async has(size: number): Promise<boolean> {
    if (this.pending.length >= size) return true;
    const pieces = [this.pending];
    let length = this.pending.length;
    while (length < size) {
      const { value, done } = await this.#source.next();
      if (done) break;
      pieces.push(plainBytes(value));
      length += value.length;
    }
    this.pending = joined(pieces, length);
    return length >= size;
  }

  drop(size: number): void {
    this.pending = this.pending.subarray(size);
    this.offset += size;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const filled = pieces.filter(piece => piece.length > 0);
  if (filled.length === 1) return filled[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of filled) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
