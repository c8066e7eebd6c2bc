import { amtFields } from './amt.js';
import { bareudpFields } from './bareudp.js';
import { bondFields } from './bond.js';
import { bondPortFields } from './bond-port.js';
import { bridgeFields } from './bridge.js';
import { bridgePortFields } from './bridge-port.js';
import { canFields, canStatisticsFields } from './can.js';
import { dsaFields } from './dsa.js';
import { geneveFields } from './geneve.js';
import { greFields, ipv6GreFields } from './gre.js';
import { gtpFields } from './gtp.js';
import { hsrFields } from './hsr.js';
import { ipTunnelFields, ipv6TunnelFields } from './ip-tunnel.js';
import { ipoibFields } from './ipoib.js';
import { ipvlanFields } from './ipvlan.js';
import type { KindFields } from './kind.js';
import { macsecFields } from './macsec.js';
import { macvlanFields } from './macvlan.js';
import { netkitFields } from './netkit.js';
import { rmnetFields } from './rmnet.js';
import { tunFields } from './tun.js';
import { vlanFields } from './vlan.js';
import { vrfFields } from './vrf.js';
import { vtiFields } from './vti.js';
import { vxlanFields } from './vxlan.js';
import { wwanFields } from './wwan.js';
import { xfrmFields } from './xfrm.js';

type Table = Readonly<Record<string, KindFields<any> | undefined>>;

/** What is printed of IFLA_INFO_DATA by kind. Of those that are not here ip prints the name alone. */
export const kindFields: Table = Object.assign(Object.create(null), {
  amt: amtFields,
  bareudp: bareudpFields,
  bond: bondFields,
  bridge: bridgeFields,
  can: canFields,
  dsa: dsaFields,
  erspan: greFields,
  geneve: geneveFields,
  gre: greFields,
  gretap: greFields,
  gtp: gtpFields,
  hsr: hsrFields,
  ip6erspan: ipv6GreFields,
  ip6gre: ipv6GreFields,
  ip6gretap: ipv6GreFields,
  ip6tnl: ipv6TunnelFields,
  ipip: ipTunnelFields,
  ipoib: ipoibFields,
  ipvlan: ipvlanFields,
  ipvtap: ipvlanFields,
  macsec: macsecFields,
  macvlan: macvlanFields,
  macvtap: macvlanFields,
  netkit: netkitFields,
  rmnet: rmnetFields,
  sit: ipTunnelFields,
  tun: tunFields,
  vlan: vlanFields,
  vrf: vrfFields,
  vti: vtiFields,
  vti6: vtiFields,
  vxlan: vxlanFields,
  wwan: wwanFields,
  xfrm: xfrmFields,
} satisfies Table);

/** What is printed of IFLA_INFO_SLAVE_DATA by the kind of what the interface is a port of. */
export const portFields: Table = Object.assign(Object.create(null), {
  bond: bondPortFields,
  bridge: bridgePortFields,
  vrf: vrfFields,
} satisfies Table);

/** What is printed of IFLA_INFO_XSTATS with -s. */
export const kindStatisticsFields: Table = Object.assign(Object.create(null), {
  can: canStatisticsFields,
} satisfies Table);
