import {
  be16,
  bytes,
  type Decoded,
  enumOf,
  expectObject,
  expectSize,
  flags,
  ip,
  ipv4,
  ipv6,
  linkAddress,
  names,
  padding,
  struct,
  type Type,
  u8,
  u16,
  u32,
  WireError,
} from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { headed } from '../headed.js';
import { type DecodedOf, type FilterOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family, routeProtocols } from './common.js';
import { routerPorts } from './router-ports.js';

const mdbStates = names('MDB', { temporary: 0, permanent: 1 });

export const mdbFlags = names('MDB_FLAGS', {
  offload: 1,
  fastLeave: 2,
  starExcl: 4,
  blocked: 8,
  offloadFailed: 16,
});

const etherTypes = enumOf(be16, names('ETH_P', { ip: 0x0800, ipv6: 0x86dd }));
const etherTypeAt = 16;
const groupSize = 20;

/** A group of br_mdb_entry: an IP address or, with `proto` 0, one of the link layer. */
export interface MulticastGroup {
  /** Bytes where it is none of these. */
  readonly u: string | Uint8Array;
  readonly proto: Decoded<typeof etherTypes>;
}

/** A union of sixteen bytes and what is in it: the address ends where its protocol says, the others are zero. */
const group: Type<
  MulticastGroup,
  { readonly u?: string | Uint8Array; readonly proto?: MulticastGroup['proto'] }
> & {
  size: number;
} = {
  kind: 'struct',
  size: groupSize,
  decode(window, start, end) {
    expectSize(start, end, groupSize, 'a group');
    const proto = etherTypes.decode(window, start + etherTypeAt, start + etherTypeAt + 2);
    const type = proto === 'ip' ? ipv4 : proto === 'ipv6' ? ipv6 : proto === 0 ? linkAddress : bytes;
    const length = proto === 'ip' ? 4 : proto === 0 ? 6 : etherTypeAt;
    const rest = window.u8.subarray(start + length, start + etherTypeAt);
    const known = rest.every(byte => byte === 0);
    const u = known ? type.decode(window, start, start + length) : window.copy(start, start + etherTypeAt);
    return { u, proto };
  },
  encode(value, sink) {
    expectObject(value);
    const { u, proto = 0 } = value;
    const start = sink.length;
    if (u !== undefined)
      WireError.at('u', () => (isLinkAddress(u) ? linkAddress : ip).encode(u as never, sink));
    if (sink.length - start > etherTypeAt)
      throw new WireError(`takes at most ${etherTypeAt} bytes`).within('u');
    sink.reserve(start + etherTypeAt - sink.length);
    WireError.at('proto', () => etherTypes.encode(proto, sink));
    sink.reserve(start + groupSize - sink.length);
  },
  *parts(window, start, end) {
    const { u } = this.decode(window, start, end);
    const length = typeof u !== 'string' ? etherTypeAt : isLinkAddress(u) ? 6 : u.includes(':') ? 16 : 4;
    const type = typeof u !== 'string' ? bytes : isLinkAddress(u) ? linkAddress : ip;
    yield { name: 'u', start, end: start + length, type };
    yield { name: 'proto', start: start + etherTypeAt, end: start + etherTypeAt + 2, type: etherTypes };
  },
};

function isLinkAddress(address: string | Uint8Array): boolean {
  return typeof address === 'string' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address);
}

/** struct br_mdb_entry (linux/if_bridge.h). */
const entry = struct({
  /** The port; the bridge itself for what it listens to. */
  ifindex: u32,
  state: enumOf(u8, mdbStates),
  flags: flags(u8, mdbFlags),
  vid: u16,
  addr: group,
});

/** MCAST_… (linux/in.h): whether the sources that are listed are those that are wanted. */
const filterModes = names('MCAST', { exclude: 0, include: 1 });

const source = attributes('MDBA_MDB_SRCATTR', { address: [1, ip], timer: [2, u32] });

/** Times in clock ticks (1/100 s). */
const entryAttributes = attributes(
  'MDBA_MDB_EATTR',
  {
    timer: [1, u32],
    srcList: [
      2,
      nested(attributes('MDBA_MDB_SRCLIST', { entry: [1, multi(nested(source, { flag: true }))] }), {
        flag: true,
      }),
    ],
    groupMode: [3, enumOf(u8, filterModes)],
    source: [4, ip],
    rtprot: [5, enumOf(u8, routeProtocols)],
    /** Of entries of a VXLAN interface: where their packets go. */
    dst: [6, ip],
    dstPort: [7, u16],
    vni: [8, u32],
    viaIfindex: [9, u32],
    srcVni: [10, u32],
  },
  { viaIfindex: 'MDBA_MDB_EATTR_IFINDEX' },
);

const entries = attributes('MDBA_MDB', {
  entry: [
    1,
    multi(nested(attributes('MDBA_MDB_ENTRY', { info: [1, multi(headed(entry, entryAttributes))] }))),
  ],
});

const wantedAttributes = attributes('MDBE_ATTR', {
  source: [1, ip],
  srcList: [
    2,
    nested(
      attributes('MDBE_SRC_LIST', {
        entry: [1, multi(nested(attributes('MDBE_SRCATTR', { address: [1, ip] }), { flag: true }))],
      }),
      { flag: true },
    ),
  ],
  groupMode: [3, enumOf(u8, filterModes)],
  rtprot: [4, enumOf(u8, routeProtocols)],
  dst: [5, ip],
  dstPort: [6, u16],
  vni: [7, u32],
  ifindex: [8, u32],
  srcVni: [9, u32],
  stateMask: [10, u8],
});

const wanted = { entry: [1, entry], entryAttrs: [2, nested(wantedAttributes, { flag: true })] } as const;
const setEntry = attributes('MDBA_SET', wanted, { entryAttrs: 'MDBA_SET_ENTRY_ATTRS' });

/** A bridge's (or VXLAN interface's) multicast database: struct br_port_msg and MDBA_… (linux/if_bridge.h). */
export const mdb = message({
  name: 'mdb',
  types: { RTM_NEWMDB: 84, RTM_DELMDB: 85, RTM_GETMDB: 86 },
  header: struct({
    family,
    _: padding(3),
    /** The bridge. */
    ifindex: u32,
  }),
  attributes: attributes('MDBA', {
    mdb: [1, nested(entries)],
    router: [2, nested(routerPorts)],
  }),
  requests: { RTM_NEWMDB: setEntry, RTM_DELMDB: setEntry, RTM_GETMDB: attributes('MDBA_GET', wanted) },
});

export type Mdb = DecodedOf<typeof mdb>;
/** What requests have: the entry that is made, deleted or asked for. */
export type MdbRequest = FilterOf<typeof mdb>;
