import { type PcapRecord, Window, WireError } from '../wire/index.js';
import {
  align4,
  controlTypes,
  firstProtocolType,
  messageFlags,
  messageHeaderSize,
  readHeader,
} from './header.js';
import { overrunMessage } from './message-bytes.js';
import { decodeFrame, netlinkLinkType } from './pcap-frame.js';
import type { RecordedMessage } from './recording.js';

const { NLM_F_REQUEST, NLM_F_MULTI, NLM_F_DUMP } = messageFlags;

/** What a message type does, by its lowest two bits (linux/rtnetlink.h): NEW, DEL, GET, SET. */
const verb = (type: number): number => type & 3;
const GET = 2;
const RTM_NEWLINK = 16;
const RTM_GETNEIGH = 30;
const AF_INET6 = 10;

/**
 * The messages of NETLINK_ROUTE that the kernel multicast, out of captured packets. Our own recordings mark them
 * (PACKET_MULTICAST), and what was there besides (PACKET_HOST). A capture of an nlmon interface has everything that
 * passed: requests, answers, which are left out, parts of dumps, of which those about links tell names, and a copy of
 * each event for every listener, of which the first counts. What IPv6 says of links, to a group of its own
 * (RTNLGRP_IPV6_IFINFO), is not of those that monitors of links listen to. Where a packet was cut off, messages were
 * lost. Throws WireError for packets that are not netlink.
 */
export function* capturedMessages(records: Iterable<PcapRecord>): Generator<RecordedMessage> {
  const requests = new OpenRequests();
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
    for (const found of messagesOf(bytes)) {
      const { type, flags, bytes: message } = found;
      const from = nsid === undefined ? { time } : { time, nsid };
      if (ours) yield { ...from, present: packetType === 'host', bytes: message };
      else if (requests.takes(found)) continue;
      else if (flags & NLM_F_MULTI) {
        if (type === RTM_NEWLINK) yield { ...from, present: true, bytes: message };
      } else if (type === RTM_NEWLINK && message[messageHeaderSize] === AF_INET6) continue;
      else if (last === undefined || !sameBytes(last, message)) {
        last = message;
        yield { ...from, present: false, bytes: message };
      }
    }
    if (length > packet.length) yield { time, present: false, bytes: overrunMessage() };
  }
}

/**
 * Requests that were seen, and not yet what ends them. Several at a time may have one sequence number: programs begin
 * with the time in seconds.
 */
class OpenRequests {
  readonly #open = new Map<string, number>();

  /** Whether a message is a request, or the end of one: an acknowledgement, a refusal, the answer to a question. */
  takes({ type, flags, sequence, port, bytes }: Found): boolean {
    if (type === controlTypes.NLMSG_ERROR) {
      // The header of the request stands behind our own and the error's number.
      const at = messageHeaderSize + 4;
      if (bytes.length >= at + messageHeaderSize)
        this.#close(readHeader(new Window(bytes), at).type, sequence);
    }
    if (type < firstProtocolType) return true;
    if (flags & NLM_F_REQUEST) {
      if (this.#isEvent(type, sequence, port)) return false;
      if (verb(type) !== GET || (flags & NLM_F_DUMP) !== NLM_F_DUMP) this.#add(type, sequence, 1);
      return true;
    }
    return (flags & NLM_F_MULTI) === 0 && verb(type) === 0 && this.#close(type + GET, sequence);
  }

  /**
   * Events about next hops, filters and actions have the flags of the request that made them, and the port that it came
   * from, which requests themselves may leave 0. The kernel's own question for a neighbour has neither.
   */
  #isEvent(type: number, sequence: number, port: number): boolean {
    if (port === 0) return type === RTM_GETNEIGH && sequence === 0;
    return verb(type) !== GET && this.#open.has(keyOf(type, sequence));
  }

  #close(type: number, sequence: number): boolean {
    const open = this.#open.has(keyOf(type, sequence));
    if (open) this.#add(type, sequence, -1);
    return open;
  }

  #add(type: number, sequence: number, count: 1 | -1): void {
    const key = keyOf(type, sequence);
    const sum = (this.#open.get(key) ?? 0) + count;
    if (sum === 0) this.#open.delete(key);
    else this.#open.set(key, sum);
  }
}

const keyOf = (type: number, sequence: number): string => `${type} ${sequence}`;

interface Found {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly port: number;
  readonly bytes: Uint8Array;
}

/** The whole messages of a datagram. */
function* messagesOf(datagram: Uint8Array): Generator<Found> {
  const window = new Window(datagram);
  for (let at = 0; datagram.length - at >= messageHeaderSize; ) {
    const { length, type, flags, sequence, port } = readHeader(window, at);
    if (length < messageHeaderSize || at + length > datagram.length) return;
    yield { type, flags, sequence, port, bytes: window.copy(at, at + length) };
    at += align4(length);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
