import { be32, bitFlags, bits, names, struct } from '../wire/index.js';
import { protocol } from './protocol.js';

/** Flags of a header (RFC 7348 5; `gbp` is the group policy's). */
export const vxlanFlags = names('VXLAN_F', { vni: 0x08, gbp: 0x80 });

/** A VXLAN header (RFC 7348), in front of an Ethernet frame. */
export const vxlan = protocol({
  name: 'vxlan',
  header: struct({
    flagBits: bits(be32, { flags: bitFlags(8, vxlanFlags), reserved: 24 }),
    network: bits(be32, { vni: 24, reserved2: 8 }),
  }),
  defaults: { flags: ['vni'] },
  next: () => 'ethernet',
  line: ({ vni }) => `VXLAN, vni ${vni}: `,
});
