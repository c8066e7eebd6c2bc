import { readFileSync } from 'node:fs';
import { messageHeaderSize } from '../../src/netlink/header.js';
import type { Message } from '../../src/netlink/message.js';
import { addr } from '../../src/netlink/route/addr.js';
import { link } from '../../src/netlink/route/link.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { netconf } from '../../src/netlink/route/netconf.js';
import { nexthop } from '../../src/netlink/route/nexthop.js';
import { nsid } from '../../src/netlink/route/nsid.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { Sink, Window } from '../../src/wire/index.js';

export type AnyMessage = Message<any, any>;

/** The schemas by the file of captured messages that are theirs (test/fixtures/capture.py makes them). */
export const schemas: Readonly<Record<string, AnyMessage>> = {
  link,
  addr,
  route,
  neigh,
  rule,
  netconf,
  nsid,
  nexthop,
  'nexthop-bucket': nexthop,
};

/** A captured message. */
export interface Captured {
  readonly file: string;
  readonly schema: AnyMessage;
  /** What made it: a command, a dump. */
  readonly name: string;
  readonly source: 'event' | 'dump' | 'request';
  /** The whole message, struct nlmsghdr included, without padding behind it. */
  readonly bytes: Uint8Array;
  /** The message behind struct nlmsghdr. */
  readonly payload: Uint8Array;
}

export const captured: readonly Captured[] = Object.entries(schemas).flatMap(([file, schema]) => {
  const path = new URL(`../fixtures/route/${file}.json`, import.meta.url);
  const { messages } = JSON.parse(readFileSync(path, 'utf8')) as {
    messages: { name: string; source: Captured['source']; hex: string }[];
  };
  return messages.map(({ name, source, hex }) => {
    const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
    return { file, schema, name, source, bytes, payload: bytes.slice(messageHeaderSize) };
  });
});

export function decode(schema: AnyMessage, payload: Uint8Array): Record<string, unknown> {
  return schema.decode(new Window(payload), 0, payload.length) as Record<string, unknown>;
}

export function encode(schema: AnyMessage, value: unknown): Uint8Array {
  const sink = new Sink();
  schema.encode(value as never, sink);
  return sink.bytes();
}
