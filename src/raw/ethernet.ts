import { be16, enumOf, fixedLinkAddress, struct } from '../wire/index.js';
import { ethertypeOfLayer, ethertypes, layerOfEthertype } from './ethertypes.js';
import { protocol } from './protocol.js';

/** The largest number that is a length (IEEE 802.3) and no type. */
const largestLength = 1500;

/**
 * An Ethernet header (IEEE 802.3). `type` is what the frame carries; as a number up to 1500 it is the length of what
 * follows, which then is an `llc` layer.
 */
export const ethernet = protocol({
  name: 'ethernet',
  header: struct({
    dst: fixedLinkAddress(6),
    src: fixedLinkAddress(6),
    type: enumOf(be16, ethertypes),
  }),
  carries: { field: 'type', layers: { ...ethertypeOfLayer, llc: 0 } },
  compute: {
    type: ({ payloadStart, end }, { type }) =>
      type === 0 ? Math.min(end - payloadStart, largestLength) : undefined,
  },
  next: ({ type }) => (typeof type === 'number' && type <= largestLength ? 'llc' : layerOfEthertype(type)),
  payloadEnd: ({ type }, start, end) =>
    typeof type === 'number' && type <= largestLength && type > 0 ? start + 14 + type : end,
  line: ({ src, dst, type }, { addresses }) =>
    addresses ? `${src} > ${dst}, ${typeof type === 'number' ? `type ${type}` : type}: ` : '',
});
