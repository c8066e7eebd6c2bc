import { ethernet } from './ethernet.js';
import { icmp } from './icmp.js';
import { icmpv6 } from './icmpv6.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { ah, destinationOptions, esp, fragment, hopByHop, routing } from './ipv6-extensions.js';
import { registry } from './registry.js';
import { tcp } from './tcp.js';
import { udp } from './udp.js';

/** Every protocol that has a layer, by its name. */
export const protocols = {
  ethernet,
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
  udp,
  tcp,
} as const;

for (const [name, protocol] of Object.entries(protocols)) registry.set(name, protocol);
