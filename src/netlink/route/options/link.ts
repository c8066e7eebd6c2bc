import { bytes, Sink, unknownName } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { type LinkInput, link, linkFlags } from '../link.js';
import type { IndexOf, ToValue } from './verb.js';

/** An interface: the schema's own fields, with other interfaces by name. */
export interface LinkOptions
  extends Omit<LinkInput, 'index' | 'link' | 'master' | 'linkinfo' | 'flags' | 'change'> {
  /** The interface that is meant, by name or number; to make one, give `ifname` instead. */
  readonly dev?: string | number;
  /** What makes the interface: `veth`, `bridge`, `ifb`, `dummy`, … */
  readonly kind?: string;
  /** IFLA_INFO_DATA, for kinds that need it. */
  readonly data?: Uint8Array;
  /** The other end of a veth pair. */
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

const vethInfo = attributes('VETH_INFO', { peer: [1, bytes] });

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
  const info = peer === undefined ? data : peerData(peer, indexOf);
  if (kind !== undefined || info !== undefined) {
    value.linkinfo = {
      ...(kind === undefined ? {} : { kind }),
      ...(info === undefined ? {} : { data: info }),
    };
  }
  return value;
};
linkValue.own = ['dev', 'kind', 'data', 'peer', 'up'];

/** VETH_INFO_PEER (linux/veth.h): a whole link message's inside. */
function peerData(peer: LinkOptions, indexOf: IndexOf): Uint8Array {
  const inner = new Sink();
  link.encode(linkValue(peer, 'add', indexOf), inner);
  const sink = new Sink();
  vethInfo.encode({ peer: inner.bytes() }, sink);
  return sink.bytes();
}
