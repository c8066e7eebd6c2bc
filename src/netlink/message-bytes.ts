import { Sink } from '../wire/index.js';
import { beginMessage, controlTypes, endMessage, messageHeaderSize } from './header.js';
import type { Message } from './message.js';

/** The message that says that an object is there: a value of its schema, as the kernel would send it. */
export function objectMessage(schema: Message<any, any>, value: unknown): Uint8Array {
  const type = Object.entries(schema.types).find(([constant]) => constant.includes('_NEW'))?.[1];
  if (type === undefined) throw new TypeError(`${schema.name} has no message type for what is new`);
  const sink = new Sink(2048);
  const start = beginMessage(sink, type, 0);
  schema.encode(value as never, sink);
  const { length } = sink;
  endMessage(sink, start);
  return sink.bytes().subarray(0, length);
}

/** The message that says that messages were lost here: NLMSG_OVERRUN (linux/netlink.h). */
export function overrunMessage(): Uint8Array {
  const sink = new Sink(messageHeaderSize);
  endMessage(sink, beginMessage(sink, controlTypes.NLMSG_OVERRUN, 0));
  return sink.bytes();
}
