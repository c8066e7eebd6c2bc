import { be16, bits, enumOf, struct } from '../wire/index.js';
import { ethertypeOfLayer, ethertypes, layerOfEthertype } from './ethertypes.js';
import { protocol } from './protocol.js';

/**
 * A VLAN tag (IEEE 802.1Q 9.6), behind the Ethernet type `vlan`, or `serviceVlan` for the outer of two (802.1ad).
 * `type` is what follows the tag.
 */
export const vlan = protocol({
  name: 'vlan',
  header: struct({
    /** Priority, whether the frame is dropped first, and the VLAN's number. */
    tag: bits(be16, { pcp: 3, dei: 1, vid: 12 }),
    type: enumOf(be16, ethertypes),
  }),
  carries: { field: 'type', layers: { ...ethertypeOfLayer, llc: 0 } },
  compute: {
    type: ({ payloadStart, end }, { type }) => (type === 0 ? end - payloadStart : undefined),
  },
  next: ({ type }) => (typeof type === 'number' && type <= 1500 ? 'llc' : layerOfEthertype(type)),
  line: ({ vid, pcp }) => `vlan ${vid}, p ${pcp}, `,
});
