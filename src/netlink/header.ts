import { littleEndian, type Sink, type Window } from '../wire/index.js';

/** struct nlmsghdr (linux/netlink.h): length, type, flags, sequence number, port. */
export interface MessageHeader {
  /** Bytes, header included, without padding. */
  readonly length: number;
  readonly type: number;
  /** NLM_F_… bits. */
  readonly flags: number;
  readonly sequence: number;
  /** The port of the sender or, in the kernel's answers, of the receiver. */
  readonly port: number;
}

export const messageHeaderSize = 16;

/** Rounds up to the alignment of messages and attributes: four bytes. */
export function align4(length: number): number {
  return (length + 3) & ~3;
}

/** Message types below NLMSG_MIN_TYPE (16), which every protocol shares. */
export const controlTypes = { NLMSG_NOOP: 1, NLMSG_ERROR: 2, NLMSG_DONE: 3, NLMSG_OVERRUN: 4 } as const;

/** Bits of nlmsghdr.nlmsg_flags. Those above 0x80 differ by kind of message: GET, NEW, DEL, and acknowledgements. */
export const messageFlags = {
  NLM_F_REQUEST: 0x01,
  NLM_F_MULTI: 0x02,
  NLM_F_ACK: 0x04,
  NLM_F_ECHO: 0x08,
  NLM_F_DUMP_INTR: 0x10,
  NLM_F_DUMP_FILTERED: 0x20,
  NLM_F_ROOT: 0x100,
  NLM_F_MATCH: 0x200,
  NLM_F_ATOMIC: 0x400,
  NLM_F_DUMP: 0x300,
  NLM_F_REPLACE: 0x100,
  NLM_F_EXCL: 0x200,
  NLM_F_CREATE: 0x400,
  NLM_F_APPEND: 0x800,
  NLM_F_NONREC: 0x100,
  NLM_F_BULK: 0x200,
  NLM_F_CAPPED: 0x100,
  NLM_F_ACK_TLVS: 0x200,
} as const;

/** The lowest message type that a protocol may give a meaning of its own. */
export const firstProtocolType = 16;

/** nlmsg_type in the header's second word, as the host reads it. */
export const typeOf: (word: number) => number = littleEndian ? word => word & 0xffff : word => word >>> 16;

/** nlmsg_flags in the header's second word, as the host reads it. */
export const flagsOf: (word: number) => number = littleEndian ? word => word >>> 16 : word => word & 0xffff;

export function readHeader(window: Window, start: number): MessageHeader {
  const { view } = window;
  return {
    length: view.getUint32(start, littleEndian),
    type: view.getUint16(start + 4, littleEndian),
    flags: view.getUint16(start + 6, littleEndian),
    sequence: view.getUint32(start + 8, littleEndian),
    port: view.getUint32(start + 12, littleEndian),
  };
}

/** Appends a header whose length `endMessage` fills in; returns where it starts. */
export function beginMessage(sink: Sink, type: number, flags: number, sequence = 0, port = 0): number {
  const start = sink.reserve(messageHeaderSize);
  sink.view.setUint16(start + 4, type, littleEndian);
  sink.view.setUint16(start + 6, flags, littleEndian);
  sink.view.setUint32(start + 8, sequence, littleEndian);
  sink.view.setUint32(start + 12, port, littleEndian);
  return start;
}

/** Writes the length of the message that began at `start` and pads it to four bytes. */
export function endMessage(sink: Sink, start: number): void {
  sink.view.setUint32(start, sink.length - start, littleEndian);
  sink.align(4);
}
