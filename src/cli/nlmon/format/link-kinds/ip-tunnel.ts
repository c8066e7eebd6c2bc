import type { ipTunnel, ipv6Tunnel } from '../../../../netlink/route/link-kinds/ip-tunnel.js';
import { type Field, fieldsOf } from '../fields.js';
import { hostText } from '../host-text.js';
import { ipv6TunnelFlags } from './ipv6-tunnel-parts.js';
import type { DataOf, KindFields } from './kind.js';
import {
  encapsulation,
  endpoint,
  hexUnlessZero,
  isUnspecified,
  lowerDevice,
  timeToLive,
  typeOfService,
} from './tunnel-parts.js';

type IpTunnel = DataOf<typeof ipTunnel>;
type Ipv6Tunnel = DataOf<typeof ipv6Tunnel>;
const { flag } = fieldsOf<Pick<IpTunnel, 'collectMetadata'>>();

/** Which protocols a tunnel is for, by their number (RFC 5237); others are not printed. */
function inner(names: Readonly<Record<number, string>>): Field<{ readonly proto?: number }> {
  return {
    text: ({ proto = -1 }) => (names[proto] === undefined ? '' : `${names[proto]} `),
    addJson(json, { proto = -1 }) {
      if (names[proto] !== undefined) json.proto = names[proto];
    },
  };
}

const pathMtuDiscovery: Field<IpTunnel> = {
  text: ({ pmtudisc }) => (pmtudisc ? 'pmtudisc ' : 'nopmtudisc '),
  addJson(json, { pmtudisc }) {
    json.pmtudisc = Boolean(pmtudisc);
  },
};

const isatap: Field<IpTunnel> = {
  text: ({ flags }) => (flags?.includes('isatap') ? 'isatap ' : ''),
  addJson(json, { flags }) {
    if (flags?.includes('isatap')) json.isatap = true;
  },
};

/** Where sites are by the prefix of their addresses (RFC 5969). */
const rapidDeployment: Field<IpTunnel> = {
  text(data, context) {
    const { '6rdPrefix': prefix = '::', '6rdPrefixlen': length } = data;
    if (!length) return '';
    const relay = relayOf(data);
    const text = `6rd-prefix ${prefix}/${length} `;
    if (relay === undefined) return text;
    return `${text}6rd-relay_prefix ${hostText(relay, context)}/${data['6rdRelayPrefixlen'] ?? 0} `;
  },
  addJson(json, data, context) {
    const { '6rdPrefix': prefix = '::', '6rdPrefixlen': length } = data;
    if (!length) return;
    json.prefix = prefix;
    json.prefixlen = length;
    const relay = relayOf(data);
    if (relay === undefined) return;
    json.relay_prefix = hostText(relay, context);
    json.relay_prefixlen = data['6rdRelayPrefixlen'] ?? 0;
  },
};

function relayOf({ '6rdRelayPrefix': relay }: IpTunnel): string | undefined {
  return relay === undefined || isUnspecified(relay) ? undefined : relay;
}

/** Kinds ipip and sit. */
export const ipTunnelFields: KindFields<IpTunnel> = [
  flag('collectMetadata', 'external'),
  inner({ 4: 'ipip', 41: 'ip6ip', 137: 'mplsip', 0: 'any' }),
  endpoint('remote'),
  endpoint('local'),
  lowerDevice,
  timeToLive('ttl'),
  typeOfService,
  pathMtuDiscovery,
  isatap,
  rapidDeployment,
  hexUnlessZero('fwmark', 'fwmark'),
  encapsulation,
];

const { encapLimit, trafficClass, flowLabel, dscp, mobile, localRemote, mark } = ipv6TunnelFlags;

/** Kind ip6tnl. */
export const ipv6TunnelFields: KindFields<Ipv6Tunnel> = [
  flag('collectMetadata', 'external'),
  inner({ 4: 'ipip6', 41: 'ip6ip6', 0: 'any' }),
  endpoint('remote'),
  endpoint('local'),
  lowerDevice,
  timeToLive('hoplimit'),
  encapLimit,
  trafficClass,
  flowLabel,
  dscp,
  mobile,
  localRemote,
  mark,
  encapsulation,
];
