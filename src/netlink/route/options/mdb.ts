import { WireError } from '../../../wire/index.js';
import type { MdbRequest, MulticastGroup } from '../mdb.js';
import type { ToValue } from './verb.js';

type Attributes = NonNullable<MdbRequest['entryAttrs']>;

/** An entry of a multicast database, with interfaces by name: what MDBE_ATTR_… say, and struct br_mdb_entry. */
export interface MdbOptions extends Omit<Attributes, 'srcList' | 'ifindex' | `#${number}`> {
  /** The bridge or VXLAN interface, by name or number. */
  readonly dev: string | number;
  /** Its port, by name or number; the bridge itself unless given. */
  readonly port?: string | number;
  /** `239.1.1.1`, `ff0e::1` or, of the link layer, `01:00:5e:00:00:01`. */
  readonly group: string;
  readonly vid?: number;
  /** Stays until it is deleted. */
  readonly permanent?: boolean;
  /** Where packets for it may come from, or with `groupMode: 'exclude'` may not. */
  readonly sources?: readonly string[];
  /** Of entries of a VXLAN interface: the interface to send by. */
  readonly via?: string | number;
}

/** As bridge(8), `bridge mdb`. */
export const mdbValue: ToValue<MdbOptions, MdbRequest> = (options, verb, indexOf) => {
  const { dev, port = dev, group, vid, permanent, sources, via, ...attributes } = options;
  if (dev === undefined) throw new WireError("'dev' is missing: the bridge, by name or number");
  if (group === undefined) throw new WireError("'group' is missing: a multicast address");
  const entryAttrs: Attributes = {
    ...attributes,
    ...(sources === undefined ? {} : { srcList: { entry: sources.map(address => ({ address })) } }),
    ...(via === undefined ? {} : { ifindex: indexOf(via) }),
  };
  return {
    family: 'bridge',
    ifindex: indexOf(dev),
    entry: {
      // One is asked for whatever ports it is of.
      ...(verb === 'get' ? {} : { ifindex: indexOf(port) }),
      ...(permanent ? { state: 'permanent' as const } : {}),
      ...(vid === undefined ? {} : { vid }),
      addr: { u: group, proto: protocolOf(group) },
    },
    ...(Object.keys(entryAttrs).length === 0 ? {} : { entryAttrs }),
  };
};
mdbValue.own = [
  'dev',
  'port',
  'group',
  'vid',
  'permanent',
  'sources',
  'via',
  'source',
  'groupMode',
  'rtprot',
  'dst',
  'dstPort',
  'vni',
  'srcVni',
  'stateMask',
];

/** What struct br_mdb_entry says of the address in it: 0 for one of the link layer. */
function protocolOf(group: string): MulticastGroup['proto'] {
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(group)) return 0;
  return group.includes(':') ? 'ipv6' : 'ip';
}
