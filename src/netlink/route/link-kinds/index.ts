import { nested } from '../../nested.js';
import { amt } from './amt.js';
import { bareudp } from './bareudp.js';
import { batadv } from './batadv.js';
import { bond } from './bond.js';
import { bondPort } from './bond-port.js';
import { bridge } from './bridge.js';
import { bridgePort } from './bridge-port.js';
import { can, canStatistics, vxcan } from './can.js';
import { dsa } from './dsa.js';
import { geneve } from './geneve.js';
import { gre, ipv6Gre } from './gre.js';
import { gtp } from './gtp.js';
import { hsr } from './hsr.js';
import { ipTunnel, ipv6Tunnel } from './ip-tunnel.js';
import { ipoib } from './ipoib.js';
import { ipvlan } from './ipvlan.js';
import { macsec } from './macsec.js';
import { macvlan } from './macvlan.js';
import { netkit } from './netkit.js';
import { ovpn } from './ovpn.js';
import type { Peer } from './peer.js';
import { ppp } from './ppp.js';
import { rmnet } from './rmnet.js';
import { tun } from './tun.js';
import { veth } from './veth.js';
import { vlan } from './vlan.js';
import { vrf, vrfPort } from './vrf.js';
import { vti, vti6 } from './vti.js';
import { vxlan } from './vxlan.js';
import { wwan } from './wwan.js';
import { xfrm } from './xfrm.js';

/**
 * IFLA_INFO_DATA by IFLA_INFO_KIND. Kinds that are not here have none: dummy, ifb, nlmon, team, vcan, wireguard, …
 * `peer` is the type of a whole link, which the kinds of pairs have inside.
 */
export const linkKinds = (peer: Peer) => ({
  amt: nested(amt),
  bareudp: nested(bareudp),
  batadv: nested(batadv),
  bond: nested(bond),
  bridge: nested(bridge),
  can: nested(can),
  dsa: nested(dsa),
  erspan: nested(gre),
  geneve: nested(geneve),
  gre: nested(gre),
  gretap: nested(gre),
  gtp: nested(gtp),
  hsr: nested(hsr),
  ip6erspan: nested(ipv6Gre),
  ip6gre: nested(ipv6Gre),
  ip6gretap: nested(ipv6Gre),
  ip6tnl: nested(ipv6Tunnel),
  ipip: nested(ipTunnel),
  ipoib: nested(ipoib),
  ipvlan: nested(ipvlan),
  ipvtap: nested(ipvlan),
  macsec: nested(macsec),
  macvlan: nested(macvlan),
  macvtap: nested(macvlan),
  netkit: nested(netkit(peer)),
  ovpn: nested(ovpn),
  ppp: nested(ppp),
  rmnet: nested(rmnet),
  sit: nested(ipTunnel),
  tun: nested(tun),
  veth: nested(veth(peer)),
  vlan: nested(vlan),
  vrf: nested(vrf),
  vti: nested(vti),
  vti6: nested(vti6),
  vxcan: nested(vxcan(peer)),
  vxlan: nested(vxlan),
  wwan: nested(wwan),
  xfrm: nested(xfrm),
});

export type LinkKinds = ReturnType<typeof linkKinds>;

/** IFLA_INFO_SLAVE_DATA by IFLA_INFO_SLAVE_KIND. */
export const portKinds = { bond: nested(bondPort), bridge: nested(bridgePort), vrf: nested(vrfPort) };

/** IFLA_INFO_XSTATS by IFLA_INFO_KIND. */
export const kindStatistics = { can: canStatistics };
