import {
  isPcap,
  isPcapng,
  littleEndian,
  pcapHeader,
  pcapRecord,
  readPcap,
  readPcapng,
  WireError,
} from '../wire/index.js';
import { capturedMessages } from './captured-messages.js';
import { messageFlags } from './header.js';
import { encodeFrame, netlinkLinkType } from './pcap-frame.js';
import { isRtmon, readRtmon, rtmonMessage, rtmonStamp } from './rtmon.js';

/** A message of a recording. */
export interface RecordedMessage {
  /** When it was received: milliseconds since 1970; 0 where the recording does not tell. */
  readonly time: number;
  /** The namespace that it is from, where that is not the recorder's own. */
  readonly nsid?: number | undefined;
  /** Whether it says what was there, rather than what happened. */
  readonly present: boolean;
  /** struct nlmsghdr and what it announces, without padding. */
  readonly bytes: Uint8Array;
}

/** The files that recordings are written to: for Wireshark and the like, or for `ip monitor file`. */
export type RecordingFormat = 'pcap' | 'rtmon';

/** What a recording that begins at `time`, in milliseconds since 1970, begins with. */
export function recordingStart(format: RecordingFormat, time: number): Uint8Array {
  return format === 'pcap' ? pcapHeader(netlinkLinkType) : rtmonStamp(time);
}

/**
 * The bytes of a message in a recording. What was there carries NLM_F_MULTI, as all that a dump answers with does; a
 * file of rtmon has no place for `nsid`.
 */
export function recordMessage(format: RecordingFormat, message: RecordedMessage): Uint8Array {
  const { time, nsid, present } = message;
  const bytes = present ? withFlags(message.bytes, messageFlags.NLM_F_MULTI) : message.bytes;
  if (format === 'rtmon') {
    return present ? rtmonMessage(bytes) : joined(rtmonStamp(time), rtmonMessage(bytes));
  }
  const frame = encodeFrame({ packetType: present ? 'host' : 'multicast', protocol: 'route', nsid, bytes });
  const microseconds = Math.round(time * 1000);
  const seconds = Math.floor(microseconds / 1_000_000);
  return pcapRecord({ seconds, nanoseconds: (microseconds - seconds * 1_000_000) * 1000, bytes: frame });
}

/**
 * The messages of a recording of NETLINK_ROUTE: of ours, a file of rtmon(8), or a capture of an nlmon interface in
 * pcap or pcapng, from which what the kernel multicast is picked. Throws WireError for other files, and where one ends
 * inside a message.
 */
export function* readRecording(file: Uint8Array): Generator<RecordedMessage> {
  if (isRtmon(file)) {
    for (const { time, stamped, bytes } of readRtmon(file)) {
      // Only dumps have parts. The first of them stands behind the first stamp.
      const flags = new DataView(bytes.buffer, bytes.byteOffset).getUint16(6, littleEndian);
      yield { time, present: !stamped || (flags & messageFlags.NLM_F_MULTI) !== 0, bytes };
    }
  } else if (isPcap(file)) yield* capturedMessages(readPcap(file).records);
  else if (isPcapng(file)) yield* capturedMessages(readPcapng(file));
  else {
    throw new WireError(
      'not a recording: pcap and pcapng files of link type NETLINK and files of rtmon(8) can be read',
    );
  }
}

function withFlags(message: Uint8Array, flags: number): Uint8Array {
  const changed = message.slice();
  const view = new DataView(changed.buffer);
  view.setUint16(6, view.getUint16(6, littleEndian) | flags, littleEndian);
  return changed;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
