/** Where our declarations of kinds of interfaces and rt-link.yaml are known to differ, and why. */

/** The same reason for many lines. */
const all = (reason: string, lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(lines.map(line => [line, reason]));

const at = (path: string, fields: readonly string[], what: string): string[] =>
  fields.map(field => `link.linkinfo.${path}.${field}: ${what}`);

const named = (path: string, names: Readonly<Record<string, string>>): string[] =>
  Object.entries(names).map(
    ([field, prefix]) => `link.linkinfo.${path}.${field}: names of ${prefix}_ here, none there`,
  );

const encapsulation = { encapFlags: 'TUNNEL_ENCAP_FLAG', encapType: 'TUNNEL_ENCAP' };
const gre = { ...encapsulation, iflags: 'GRE', oflags: 'GRE' };

export const kindDisagreements: Readonly<Record<string, string>> = {
  ...all(
    'the specification has no attributes for this kind',
    [
      ...[
        'amt',
        'bareudp',
        'batadv',
        'can',
        'dsa',
        'gtp',
        'hsr',
        'ip6erspan',
        'ip6gretap',
        'ipoib',
        'ipvlan',
      ],
      ...['ipvtap', 'macsec', 'macvlan', 'macvtap', 'ppp', 'rmnet', 'veth', 'vxcan', 'vxlan', 'wwan', 'xfrm'],
    ].map(kind => `link.linkinfo.data:${kind}: not there`),
  ),
  'link.linkinfo.slaveData:vrf: not there': 'the specification has no attributes for this kind',
  ...all('the specification gives these numbers no names', [
    ...named('data:bond', { mode: 'BOND_MODE', xmitHashPolicy: 'BOND_XMIT_POLICY' }),
    ...named('data:bridge', {
      mcastRouter: 'MDB_RTR_TYPE',
      'multiBoolopt.optmask': 'BR_BOOLOPT',
      'multiBoolopt.optval': 'BR_BOOLOPT',
      vlanProtocol: 'ETH_P',
    }),
    ...named('data:erspan', gre),
    ...named('data:ip6gre', { ...gre, flags: 'IP6_TNL_F' }),
    ...named('data:ipip', { ...encapsulation, flags: 'SIT' }),
    ...named('data:ip6tnl', { ...encapsulation, flags: 'IP6_TNL_F' }),
    ...named('data:geneve', { df: 'GENEVE_DF' }),
    ...named('data:tun', { type: 'IFF' }),
    ...named('data:vlan', { 'flags.mask': 'VLAN_FLAG' }),
    ...named('slaveData:bond', {
      adActorOperPortState: 'LACP_STATE',
      adPartnerOperPortState: 'LACP_STATE',
      miiStatus: 'BOND_LINK',
      state: 'BOND_STATE',
    }),
    ...named('slaveData:bridge', { multicastRouter: 'MDB_RTR_TYPE', state: 'BR_STATE' }),
  ]),
  ...all(
    'nla_put_u8 in the kernel: there with 0 as well',
    at(
      'slaveData:bridge',
      [
        ...['mode', 'guard', 'protect', 'fastLeave', 'learning', 'unicastFlood', 'proxyarp', 'learningSync'],
        ...['proxyarpWifi', 'mcastFlood', 'mcastToUcast', 'vlanTunnel', 'bcastFlood', 'neighSuppress'],
        ...['isolated', 'mrpRingOpen', 'mrpInOpen', 'locked', 'mab', 'neighVlanSuppress'],
      ],
      'u8 here, flag there',
    ),
  ),
  ...all('two bytes in network byte order: __u8 prio[2] in linux/if_link.h', [
    ...at('data:bridge', ['bridgeId.prio', 'rootId.prio'], 'be16 here, u16 there'),
    ...at('slaveData:bridge', ['bridgeId.prio', 'rootId.prio'], 'be16 here, u16 there'),
  ]),
  'link.linkinfo.data:bridge.vlanProtocol: be16 here, u16 there': 'nla_put_be16 in the kernel',
  'link.linkinfo.data:bridge.fdbFlush: flag here, binary there':
    'its presence is all that the kernel looks at',
  'link.linkinfo.data:bridge.mcastQuerierState: nest here, binary there': 'a nest of BRIDGE_QUERIER_',
  'link.linkinfo.data:bond.broadcastNeigh: not there': 'since Linux 6.17; the specification is older',
  'link.linkinfo.slaveData:bond.actorPortPrio: not there': 'since Linux 6.18; the specification is older',
  'link.linkinfo.slaveData:bond.prio: s32 here, u32 there': 'nla_put_s32 in the kernel',
  'link.linkinfo.data:ipip.flags: u16 here, be16 there':
    'SIT_ISATAP is 1 in the byte order of the host, in requests and answers',
  'link.linkinfo.data:ip6tnl.flags: u32 here, be32 there':
    'nla_put_u32 in the kernel; the specification inherits the byte order of other tunnels',
  ...all('of tunnels over IPv6 alone', [
    ...at('data:ipip', ['encapLimit'], 'ours lacks attribute 6'),
    ...at('data:ipip', ['flowinfo'], 'ours lacks attribute 7'),
    ...at('data:erspan', ['encapLimit'], 'ours lacks attribute 11'),
    ...at('data:erspan', ['flowinfo'], 'ours lacks attribute 12'),
    ...at('data:erspan', ['flags'], 'ours lacks attribute 13'),
  ]),
  'link.linkinfo.data:netkit.peerInfo: headed nest here, binary there': 'struct ifinfomsg and IFLA_',
  ...all(
    'NETKIT_PASS and NETKIT_DROP in linux/if_link.h',
    ['policy', 'peerPolicy'].flatMap(field => [
      ...at('data:netkit', [`${field}=pass`], 'named forward there'),
      ...at('data:netkit', [`${field}=drop`], 'named blackhole there'),
    ]),
  ),
  'link.linkinfo.xstats: sub-message here, binary there':
    'struct can_device_stats of CAN; bytes of other kinds',
};
