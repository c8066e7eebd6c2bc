import { type Encodable, Sink, unknownName, WireError } from '../../../wire/index.js';
import { type LinkInput, linkFlags, linkInfoKinds } from '../link.js';
import type { LinkKinds } from '../link-kinds/index.js';
import { peerNames } from '../link-kinds/peer.js';
import type { ToValue } from './verb.js';

/** What is particular to a kind: the fields of its declaration in src/netlink/route/link-kinds. */
export type LinkData = Encodable<LinkKinds[keyof LinkKinds]>;

/** An interface: the schema's own fields, with other interfaces by name. */
export interface LinkOptions
  extends Omit<LinkInput, 'index' | 'link' | 'master' | 'linkinfo' | 'flags' | 'change'> {
  /** The interface that is meant, by name or number; to make one, give `ifname` instead. */
  readonly dev?: string | number;
  /** What makes the interface: `veth`, `bridge`, `ifb`, `dummy`, … */
  readonly kind?: string;
  /** What is particular to the kind: its fields, or the bytes of IFLA_INFO_DATA, for a kind without a schema too. */
  readonly data?: LinkData | Uint8Array;
  /** The other end, of kinds that come in pairs: veth, vxcan, netkit. */
  readonly peer?: LinkOptions;
  /** The interface that it stands on. */
  readonly link?: string | number;
  /** The bridge, bond or VRF that it becomes a port of; 0 takes it out. */
  readonly master?: string | number;
  /** Administratively up or down. */
  readonly up?: boolean;
  /** Other IFF_… bits to set or clear. */
  readonly flags?: { readonly [name in keyof typeof linkFlags.numbers]?: boolean };
}

export const linkValue: ToValue<LinkOptions, LinkInput> = (options, _verb, indexOf) => {
  const { dev, kind, data, peer, link: lower, master, up, flags, ...fields } = options;
  const bits = { ...flags, ...(up === undefined ? {} : { up }) };
  for (const name in bits) if (!Object.hasOwn(linkFlags.numbers, name)) throw unknownName(name, linkFlags);
  const named = (value: boolean) =>
    (Object.keys(bits) as (keyof typeof bits)[]).filter(name => bits[name] === value);
  const value: LinkInput = {
    family: 'unspec',
    ...(dev === undefined ? {} : { index: indexOf(dev) }),
    flags: named(true),
    change: [...named(true), ...named(false)].reduce((mask, name) => mask | linkFlags.numbers[name], 0),
    ...fields,
    ...(lower === undefined ? {} : { link: indexOf(lower) }),
    ...(master === undefined ? {} : { master: master === 0 ? 0 : indexOf(master) }),
  };
  const info = peer === undefined ? data : pairData(kind, data, linkValue(peer, 'add', indexOf));
  if (kind !== undefined || info !== undefined) {
    value.linkinfo = {
      ...(kind === undefined ? {} : { kind }),
      ...(info === undefined ? {} : { data: info }),
    };
  }
  return value;
};
linkValue.own = ['dev', 'kind', 'data', 'peer', 'up'];

/** The bytes of IFLA_INFO_DATA with the other end of a pair in them. */
function pairData(kind: string | undefined, data: object | undefined, peer: LinkInput): Uint8Array {
  if (kind === undefined || !Object.hasOwn(peerNames, kind)) {
    throw new WireError(`'peer' is for kinds that come in pairs: ${Object.keys(peerNames).join(', ')}`);
  }
  if (data instanceof Uint8Array) throw new WireError("'peer' goes with fields in 'data', not with bytes");
  const pair = kind as keyof typeof peerNames;
  const sink = new Sink();
  linkInfoKinds[pair].encode({ ...data, [peerNames[pair]]: peer } as never, sink);
  return sink.bytes();
}
