import { arrayOf, be16, enumOf, ipv4, names, struct, u8 } from '../wire/index.js';
import { hasSources, igmpRecords, listCounts, queryBits } from './mld.js';
import { protocol } from './protocol.js';
import { optional, type Seen } from './protocol-fields.js';

/** Types of messages (linux/igmp.h). */
export const igmpTypes = names(
  'IGMP',
  { query: 0x11, report: 0x12, dvmrp: 0x13, pim: 0x14, report2: 0x16, leave: 0x17, report3: 0x22 },
  {
    query: 'IGMP_HOST_MEMBERSHIP_QUERY',
    report: 'IGMP_HOST_MEMBERSHIP_REPORT',
    report2: 'IGMPV2_HOST_MEMBERSHIP_REPORT',
    leave: 'IGMP_HOST_LEAVE_MESSAGE',
    report3: 'IGMPV3_HOST_MEMBERSHIP_REPORT',
  },
);

const isReport3 = ({ type }: Seen): boolean => type === 'report3';
const hasGroup = (layer: Seen): boolean => !isReport3(layer);
const isQuery3 = (layer: Seen, available: number | undefined): boolean =>
  layer.type === 'query' && hasSources(layer, available);

/**
 * A message of the Internet Group Management Protocol: of version 1 (RFC 1112), 2 (RFC 2236) or 3 (RFC 3376), whose
 * queries have sources. `maxResponse` is in 1/10 s, from 128 on as a floating point number (RFC 3376 4.1.1).
 */
export const igmp = protocol({
  name: 'igmp',
  header: struct({ type: enumOf(u8, igmpTypes), maxResponse: u8, checksum: be16 }),
  body: {
    group: optional(ipv4, hasGroup),
    querier: optional(queryBits, isQuery3),
    interval: optional(u8, isQuery3),
    sourceCount: optional(be16, isQuery3),
    sources: optional(arrayOf(ipv4), isQuery3, ({ sourceCount }) => 4 * sourceCount),
    reserved: optional(be16, isReport3),
    recordCount: optional(be16, isReport3),
    records: optional(igmpRecords, isReport3),
  },
  defaults: { type: 'query' },
  compute: listCounts,
  checksum: { at: 2 },
  line: ({ type, maxResponse, group, robustness, records }) => {
    switch (type) {
      case 'query': {
        const version = robustness !== undefined ? 3 : maxResponse === 0 ? 1 : 2;
        return `igmp query v${version}${group === '0.0.0.0' ? '' : ` [gaddr ${group}]`}`;
      }
      case 'report':
        return `igmp v1 report ${group}`;
      case 'report2':
        return `igmp v2 report ${group}`;
      case 'leave':
        return `igmp leave ${group}`;
      case 'report3':
        return `igmp v3 report, ${records?.length} group record(s)`;
      default:
        return `igmp ${type}`;
    }
  },
});
