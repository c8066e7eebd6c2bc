import {
  constantOf,
  isPcap,
  isPcapng,
  littleEndian,
  type PcapRecord,
  parseHexText,
  readPcap,
  readPcapng,
  WireError,
} from '../wire/index.js';
import { messageHeaderSize } from './header.js';
import { decodeFrame, netlinkLinkType, netlinkProtocols } from './pcap-frame.js';
import { isTrace, parseTrace } from './strace.js';

/** Netlink messages that were sent or received together. */
export interface Datagram {
  readonly bytes: Uint8Array;
  /** The netlink protocol by its constant: `NETLINK_ROUTE`. */
  readonly protocol: string;
  /** The system call and its descriptor, of a trace. */
  readonly call?: string;
  readonly fd?: number;
  readonly direction?: 'sent' | 'received';
  /** When it was captured: milliseconds since 1970. */
  readonly time?: number;
  /** The namespace that it is from, of a recording of several. */
  readonly nsid?: number;
  /** Whether what was at hand does not have all of it. */
  readonly cut?: boolean;
}

/** The protocol of what does not tell. */
const usual = 'NETLINK_ROUTE';
/** The largest length that the first message of a file may claim beyond the file's end. */
const largestMessage = 65_536;

/** What `readDatagrams` takes, for people. */
export const datagramForms =
  'hexadecimal, netlink messages as they are, a pcap or pcapng file of an nlmon interface, ' +
  'a file of rtmon(8), or what strace -e trace=network -e write=all -e read=all prints';

/** The netlink messages in what people have at hand, recognised by content. Throws WireError for anything else. */
export function* readDatagrams(input: Uint8Array): Generator<Datagram> {
  if (isPcap(input)) yield* packets(readPcap(input).records);
  else if (isPcapng(input)) yield* packets(readPcapng(input));
  else if (isText(input)) yield* fromText(new TextDecoder('latin1').decode(input));
  else if (beginsAsMessage(input)) yield { bytes: input, protocol: usual };
  else throw new WireError(`no netlink messages that are known here: ${datagramForms}`);
}

function* packets(records: Iterable<PcapRecord>): Generator<Datagram> {
  for (const { linkType, seconds, nanoseconds, bytes: packet, length } of records) {
    if (linkType !== netlinkLinkType) {
      throw new WireError(
        `packets of link type ${linkType}; netlink is ${netlinkLinkType}, of an nlmon interface`,
      );
    }
    const { protocol, nsid, bytes } = decodeFrame(packet);
    yield {
      bytes,
      protocol:
        typeof protocol === 'number' ? `protocol ${protocol}` : constantOf(netlinkProtocols, protocol),
      time: seconds * 1000 + nanoseconds / 1e6,
      ...(nsid === undefined ? {} : { nsid }),
      ...(length > packet.length ? { cut: true } : {}),
    };
  }
}

function* fromText(text: string): Generator<Datagram> {
  if (isTrace(text)) {
    let any = false;
    for (const { protocol = usual, cut, ...traced } of parseTrace(text)) {
      any = true;
      yield { ...traced, protocol, ...(cut ? { cut } : {}) };
    }
    if (any) return;
    throw new WireError(
      'the trace has no bytes of netlink messages: strace shows them decoded; run it with -e write=all -e read=all',
    );
  }
  const bytes = parseHexText(text);
  if (bytes === undefined) throw new WireError(`text that is none of: ${datagramForms}`);
  yield { bytes, protocol: usual };
}

/** Whether there is nothing but characters of ASCII. */
function isText(input: Uint8Array): boolean {
  return input.every(byte => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
}

function beginsAsMessage(input: Uint8Array): boolean {
  if (input.length < messageHeaderSize) return false;
  const length = new DataView(input.buffer, input.byteOffset, input.length).getUint32(0, littleEndian);
  return length >= messageHeaderSize && length <= Math.max(input.length, largestMessage);
}
