/** The netlink messages of a datagram, one after another, for experiments and the time line. */
import { align4, messageHeaderSize, readHeader } from '../netlink/header.js';
import { Window } from '../wire/index.js';

/** A message by its type and where it stands in the datagram, header and all. */
export interface FoundMessage {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** Ends at what is no message any more. */
export function* messagesIn(datagram: Uint8Array): Generator<FoundMessage> {
  const window = new Window(datagram);
  for (let start = 0; start + messageHeaderSize <= datagram.length; ) {
    const { type, length } = readHeader(window, start);
    if (length < messageHeaderSize) return;
    yield { type, start, end: start + length };
    start += align4(length);
  }
}
