import { type PcapRecord, Window, WireError } from '../wire/index.js';
import { align4, firstProtocolType, messageFlags, messageHeaderSize, readHeader } from './header.js';
import { overrunMessage } from './message-bytes.js';
import { decodeFrame, netlinkLinkType } from './pcap-frame.js';
import type { RecordedMessage } from './recording.js';

const { NLM_F_REQUEST, NLM_F_MULTI, NLM_F_DUMP } = messageFlags;

/** What a message type does, by its lowest two bits (linux/rtnetlink.h): NEW, DEL, GET, SET. */
const verb = (type: number): number => type & 3;
const GET = 2;
const RTM_NEWLINK = 16;

/**
 * The messages of NETLINK_ROUTE that the kernel multicast, out of captured packets. Our own recordings mark them
 * (PACKET_MULTICAST), and what was there besides (PACKET_HOST). A capture of an nlmon interface has everything that
 * passed: requests, answers, which are left out, parts of dumps, of which those about links tell names, and a copy of
 * each event for every listener, of which the first counts. Where a packet was cut off, messages were lost. Throws WireError for packets that are not netlink.
 */
export function* capturedMessages(records: Iterable<PcapRecord>): Generator<RecordedMessage> {
  /** Sequence numbers of requests for one object whose answer was not seen yet, and the type of that answer. */
  const asked = new Map<number, number>();
  let last: Uint8Array | undefined;
  for (const { linkType, seconds, nanoseconds, bytes: packet, length } of records) {
    if (linkType !== netlinkLinkType) {
      throw new WireError(
        `packets of link type ${linkType}; netlink is ${netlinkLinkType}, of an nlmon interface`,
      );
    }
    const { packetType, protocol, nsid, bytes } = decodeFrame(packet);
    if (protocol !== 'route') continue;
    const time = seconds * 1000 + nanoseconds / 1e6;
    const ours = packetType === 'multicast' || packetType === 'host';
    for (const { type, flags, sequence, bytes: message } of messagesOf(bytes)) {
      const from = nsid === undefined ? { time } : { time, nsid };
      if (ours) yield { ...from, present: packetType === 'host', bytes: message };
      else if (type < firstProtocolType) continue;
      else if (flags & NLM_F_REQUEST) {
        if (verb(type) === GET && (flags & NLM_F_DUMP) !== NLM_F_DUMP) asked.set(sequence, type - GET);
      } else if (flags & NLM_F_MULTI) {
        if (type === RTM_NEWLINK) yield { ...from, present: true, bytes: message };
      } else if (asked.get(sequence) === type) asked.delete(sequence);
      else if (last === undefined || !sameBytes(last, message)) {
        last = message;
        yield { ...from, present: false, bytes: message };
      }
    }
    if (length > packet.length) yield { time, present: false, bytes: overrunMessage() };
  }
}

interface Found {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** The whole messages of a datagram. */
function* messagesOf(datagram: Uint8Array): Generator<Found> {
  const window = new Window(datagram);
  for (let at = 0; datagram.length - at >= messageHeaderSize; ) {
    const { length, type, flags, sequence } = readHeader(window, at);
    if (length < messageHeaderSize || at + length > datagram.length) return;
    yield { type, flags, sequence, bytes: window.copy(at, at + length) };
    at += align4(length);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
