/** Netlink messages made by hand, for experiments about the messages themselves. */
import { beginMessage, endMessage, messageFlags, readHeader } from '../../netlink/header.js';
import type { DecodedOf, Message } from '../../netlink/message.js';
import { encodeSocketAddress } from '../../netlink/socket-address.js';
import { Sink, Window } from '../../wire/index.js';

export const toKernel: Uint8Array = encodeSocketAddress({ port: 0, groups: 0 });

/** The type of the message that ends a dump. */
export const NLMSG_DONE = 3;

/** A message of a type with zeros behind its header. */
export function plainMessage(type: number, flags: number, bytes: number, sequence = 1): Uint8Array {
  const sink = new Sink(64);
  const start = beginMessage(sink, type, messageFlags.NLM_F_REQUEST | flags, sequence);
  sink.reserve(bytes);
  endMessage(sink, start);
  return sink.bytes();
}

/** The types of the messages in a datagram. */
export function typesIn(datagram: Uint8Array): number[] {
  const window = new Window(datagram);
  const types: number[] = [];
  for (let offset = 0; offset + 16 <= datagram.length; ) {
    const { type, length } = readHeader(window, offset);
    types.push(type);
    if (length < 16) break;
    offset += (length + 3) & ~3;
  }
  return types;
}

/** The errno of an NLMSG_ERROR, positive; 0 of an acknowledgement; undefined for another message. */
export function errorIn(datagram: Uint8Array): number | undefined {
  const window = new Window(datagram);
  if (datagram.length < 20 || readHeader(window, 0).type !== 2) return undefined;
  return -new DataView(datagram.buffer, datagram.byteOffset).getInt32(16, true);
}

/** A message of a schema, ready to send. */
export function encodedMessage(
  schema: Message<any, any>,
  type: number,
  flags: number,
  value: object,
): Uint8Array {
  const sink = new Sink(256);
  const start = beginMessage(sink, type, messageFlags.NLM_F_REQUEST | flags, 1);
  schema.encode(value as never, sink);
  endMessage(sink, start);
  return sink.bytes();
}

/** The messages of a datagram as a schema reads them, those of the kernel's own types left out. */
export function decodedMessages<M extends Message<any, any>>(
  schema: M,
  datagram: Uint8Array,
): DecodedOf<M>[] {
  const window = new Window(datagram);
  const found: DecodedOf<M>[] = [];
  for (let offset = 0; offset + 16 <= datagram.length; ) {
    const { type, length } = readHeader(window, offset);
    if (length < 16) break;
    if (type >= 16) found.push(schema.decode(window, offset + 16, offset + length) as DecodedOf<M>);
    offset += (length + 3) & ~3;
  }
  return found;
}
