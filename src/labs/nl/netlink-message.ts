/** Netlink messages made by hand, for experiments about the messages themselves. */
import {
  beginMessage,
  controlTypes,
  endMessage,
  firstProtocolType,
  messageFlags,
  messageHeaderSize,
} from '../../netlink/header.js';
import type { DecodedOf, Message } from '../../netlink/message.js';
import { encodeSocketAddress } from '../../netlink/socket-address.js';
import { decodeInt } from '../../socket/index.js';
import { Sink, Window } from '../../wire/index.js';
import { messagesIn } from '../netlink-walk.js';

export const toKernel: Uint8Array = encodeSocketAddress({ port: 0, groups: 0 });

/** The type of the message that ends a dump. */
export const { NLMSG_DONE } = controlTypes;

/** A message of a type with zeros behind its header. */
export function plainMessage(type: number, flags: number, bytes: number, sequence = 1): Uint8Array {
  const sink = new Sink(64);
  const start = beginMessage(sink, type, messageFlags.NLM_F_REQUEST | flags, sequence);
  sink.reserve(bytes);
  endMessage(sink, start);
  return sink.bytes();
}

/** The types of the messages in a datagram. */
export const typesIn = (datagram: Uint8Array): number[] =>
  Array.from(messagesIn(datagram), ({ type }) => type);

/** The errno of an NLMSG_ERROR, positive; 0 of an acknowledgement; undefined for another message. */
export function errorIn(datagram: Uint8Array): number | undefined {
  const [first] = messagesIn(datagram);
  if (first?.type !== controlTypes.NLMSG_ERROR || first.end < messageHeaderSize + 4) return undefined;
  return -decodeInt(datagram.subarray(messageHeaderSize));
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
  return [...messagesIn(datagram)]
    .filter(({ type }) => type >= firstProtocolType)
    .map(({ start, end }) => schema.decode(window, start + messageHeaderSize, end) as DecodedOf<M>);
}
