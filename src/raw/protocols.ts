import { arp } from './arp.js';
import { dhcp } from './dhcp.js';
import { dns } from './dns.js';
import { ethernet } from './ethernet.js';
import { gre } from './gre.js';
import { icmp } from './icmp.js';
import { icmpv6 } from './icmpv6.js';
import { igmp } from './igmp.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { ah, destinationOptions, esp, fragment, hopByHop, routing } from './ipv6-extensions.js';
import { llc, snap } from './llc.js';
import { mpls } from './mpls.js';
import { ntp } from './ntp.js';
import { ospf } from './ospf.js';
import { registry } from './registry.js';
import { sctp } from './sctp.js';
import { sll, sll2 } from './sll.js';
import { stp } from './stp.js';
import { tcp } from './tcp.js';
import { tftp } from './tftp.js';
import { udp } from './udp.js';
import { vlan } from './vlan.js';
import { vxlan } from './vxlan.js';

/** Every protocol that has a layer, by its name. */
export const protocols = {
  ethernet,
  vlan,
  llc,
  snap,
  stp,
  sll,
  sll2,
  mpls,
  arp,
  ipv4,
  ipv6,
  hopByHop,
  destinationOptions,
  routing,
  fragment,
  ah,
  esp,
  icmp,
  icmpv6,
  igmp,
  udp,
  tcp,
  sctp,
  gre,
  vxlan,
  ospf,
  dns,
  dhcp,
  ntp,
  tftp,
} as const;

for (const [name, protocol] of Object.entries(protocols)) registry.set(name, protocol);
