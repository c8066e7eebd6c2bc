import { be32, bits, struct } from '../wire/index.js';
import { protocol } from './protocol.js';

/** An entry of a stack of labels (RFC 3032 2.1). `bottom` is 1 in the last, behind which the version tells IP. */
export const mpls = protocol({
  name: 'mpls',
  header: struct({ entry: bits(be32, { label: 20, trafficClass: 3, bottom: 1, ttl: 8 }) }),
  defaults: { ttl: 64 },
  carries: { field: 'bottom', layers: { mpls: 0, ipv4: 1, ipv6: 1, ethernet: 1 } },
  next: ({ bottom }, { window, at, end }) => {
    if (bottom === 0) return 'mpls';
    const version = at < end ? window.u8[at]! >> 4 : 0;
    return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
  },
  line: ({ label, trafficClass, bottom, ttl }) =>
    `MPLS (label ${label}, tc ${trafficClass},${bottom === 1 ? ' [S],' : ''} ttl ${ttl}) `,
});
