import { littleEndian, Sink, struct, u32, Window, WireError } from '../wire/index.js';
import { align4, beginMessage, endMessage, messageHeaderSize, readHeader } from './header.js';

/** The message that rtmon(8) writes in front of each event; the kernel sends none of this type. */
export const NLMSG_TSTAMP = 15;

/** Its payload: when the event was received. */
export const timestamp = struct({ seconds: u32, microseconds: u32 });

/** A message of a file of rtmon(8). */
export interface RtmonMessage {
  /** When it was received, in milliseconds since 1970: that of the stamp before it; 0 before the first. */
  readonly time: number;
  /** Whether a stamp stands right before it, as before every event. */
  readonly stamped: boolean;
  /** struct nlmsghdr and what it announces, without padding. */
  readonly bytes: Uint8Array;
}

/** A stamp, for a time in milliseconds since 1970. */
export function rtmonStamp(time: number): Uint8Array {
  const microseconds = Math.round(time * 1000);
  const sink = new Sink(messageHeaderSize + timestamp.size);
  const start = beginMessage(sink, NLMSG_TSTAMP, 0);
  const seconds = Math.floor(microseconds / 1_000_000);
  timestamp.encode({ seconds, microseconds: microseconds - seconds * 1_000_000 }, sink);
  endMessage(sink, start);
  return sink.bytes();
}

/** A message as it stands in such a file: padded to four bytes. */
export function rtmonMessage(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(align4(message.length));
  padded.set(message);
  return padded;
}

/** Whether bytes begin as a file of rtmon does, with a stamp. */
export function isRtmon(file: Uint8Array): boolean {
  if (file.length < messageHeaderSize) return false;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const length = view.getUint32(0, littleEndian);
  return length === messageHeaderSize + timestamp.size && view.getUint16(4, littleEndian) === NLMSG_TSTAMP;
}

/**
 * The messages of a file that rtmon(8) wrote and `ip monitor file` reads: netlink messages one behind the other, each
 * event behind a stamp. Throws WireError where the file ends inside a message.
 */
export function* readRtmon(file: Uint8Array): Generator<RtmonMessage> {
  const window = new Window(file);
  let time = 0;
  let stamped = false;
  for (let at = 0; at < file.length; ) {
    if (file.length - at < messageHeaderSize) throw new WireError('the file ends inside a message', at);
    const { length, type } = readHeader(window, at);
    if (length < messageHeaderSize) throw new WireError(`a message of ${length} bytes`, at);
    const stop = at + length;
    if (stop > file.length) throw new WireError('the file ends inside a message', at);
    if (type === NLMSG_TSTAMP && length >= messageHeaderSize + timestamp.size) {
      const start = at + messageHeaderSize;
      const { seconds, microseconds } = timestamp.decode(window, start, start + timestamp.size);
      time = seconds * 1000 + microseconds / 1000;
      stamped = true;
    } else {
      yield { time, stamped, bytes: window.copy(at, stop) };
      stamped = false;
    }
    at += align4(length);
  }
}
