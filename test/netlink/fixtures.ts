import { readFileSync } from 'node:fs';
import { unixDiag, unixDiagRequest } from '../../src/netlink/diag/unix.js';
import { messageHeaderSize } from '../../src/netlink/header.js';
import type { Message } from '../../src/netlink/message.js';
import { addr } from '../../src/netlink/route/addr.js';
import { addrlabel } from '../../src/netlink/route/addrlabel.js';
import { dcb } from '../../src/netlink/route/dcb.js';
import { link } from '../../src/netlink/route/link.js';
import { acaddr, maddr } from '../../src/netlink/route/maddr.js';
import { mdb } from '../../src/netlink/route/mdb.js';
import { nduseropt } from '../../src/netlink/route/nduseropt.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { neightbl } from '../../src/netlink/route/neightbl.js';
import { netconf } from '../../src/netlink/route/netconf.js';
import { nexthop } from '../../src/netlink/route/nexthop.js';
import { nexthopBucket } from '../../src/netlink/route/nexthop-bucket.js';
import { nsid } from '../../src/netlink/route/nsid.js';
import { prefix } from '../../src/netlink/route/prefix.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { stats } from '../../src/netlink/route/stats.js';
import { action } from '../../src/netlink/route/tc/action.js';
import { chain } from '../../src/netlink/route/tc/chain.js';
import { tclass } from '../../src/netlink/route/tc/class.js';
import { tfilter } from '../../src/netlink/route/tc/filter.js';
import { qdisc } from '../../src/netlink/route/tc/qdisc.js';
import { tunnel } from '../../src/netlink/route/tunnel.js';
import { vlan } from '../../src/netlink/route/vlan.js';
import { littleEndian, Sink, Window, type WireError } from '../../src/wire/index.js';

export type AnyMessage = Message<any, any>;

/** The schemas by the file of captured messages that are theirs (the programs test/fixtures/capture*.py make them). */
export const schemas: Readonly<Record<string, AnyMessage>> = {
  link,
  'link-kinds': link,
  'link-kinds-6.12': link,
  addr,
  route,
  'route-encapsulations': route,
  neigh,
  rule,
  netconf,
  nsid,
  nexthop,
  'nexthop-encapsulations': nexthop,
  'nexthop-bucket': nexthopBucket,
  'nexthop-bucket-events': nexthopBucket,
  mroute: route,
  prefix,
  nduseropt,
  neightbl,
  addrlabel,
  maddr,
  acaddr,
  mdb,
  dcb,
  'bridge-link': link,
  'bridge-fdb': neigh,
  'bridge-mdb': mdb,
  'bridge-stats': stats,
  'bridge-vlan': vlan,
  'bridge-tunnel': tunnel,
  vlan,
  tunnel,
  stats,
  '../diag/unix': unixDiag,
  '../diag/unix-request': unixDiagRequest,
  qdisc,
  class: tclass,
  filter: tfilter,
  chain,
  action,
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
    const type = new DataView(bytes.buffer).getUint16(4, littleEndian);
    const layout = source === 'request' ? schema.requestSchema(type) : schema;
    return { file, schema: layout, name, source, bytes, payload: bytes.slice(messageHeaderSize) };
  });
});

export function decode(schema: AnyMessage, payload: Uint8Array): Record<string, unknown> {
  return schema.decode(new Window(payload), 0, payload.length) as Record<string, unknown>;
}

/**
 * A decoded value with what its errors are about in place of the errors, which are objects of a class and tell at which
 * byte they were met.
 */
export function comparable(value: Record<string, unknown>): Record<string, unknown> {
  const errors = value['#errors'] as readonly WireError[] | undefined;
  return errors === undefined ? value : { ...value, '#errors': errors.map(({ path }) => path) };
}

/** A message's bytes; those of a request with `new RequestSink()`. */
export function encode(schema: AnyMessage, value: unknown, sink = new Sink()): Uint8Array {
  schema.encode(value as never, sink);
  return sink.bytes();
}
