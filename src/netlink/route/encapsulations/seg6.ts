import { enumOf, i32, names } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { segmentRoutingHeader } from './segment-routing-header.js';

/** Where the list of segments goes (linux/seg6_iptunnel.h). */
const segmentModes = names('SEG6_IPTUN_MODE', {
  inline: 0,
  encap: 1,
  l2encap: 2,
  encapRed: 3,
  l2encapRed: 4,
});

/** A list of segments that packets visit: SEG6_IPTUNNEL_… (linux/seg6_iptunnel.h). */
export const seg6Encapsulation = attributes('SEG6_IPTUNNEL', {
  /** struct seg6_iptunnel_encap. Of mode `inline` the first segment is `::`, in place of the destination. */
  srh: [1, segmentRoutingHeader({ mode: enumOf(i32, segmentModes) })],
});
