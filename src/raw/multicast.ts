/** Multicast memberships with source filters (RFC 3678): MCAST_* of linux/in.h, the same numbers for both families. */
import { constants, controlLength } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { encodeEndpoint, type IpFamily } from './ip-endpoint.js';

const requests = {
  join: 42,
  block: 43,
  unblock: 44,
  leave: 45,
  joinSource: 46,
  leaveSource: 47,
} as const;

const MCAST_MSFILTER = 48;
const MCAST_EXCLUDE = 0;
const MCAST_INCLUDE = 1;

/** sizeof(struct sockaddr_storage) */
const storageSize = 128;

/** A sockaddr_storage stands on a multiple of a word, behind the interface's index. */
const firstAddress = controlLength(0) - 8;

/** What to do with a group, or with one source of a group. */
export type MulticastRequest = keyof typeof requests;

export const multicastLevel: Readonly<Record<IpFamily, number>> = {
  inet: constants.SOL_IP,
  inet6: constants.SOL_IPV6,
};

/** The option and its value: struct group_req, or group_source_req with a source. */
export function encodeMulticast(
  request: MulticastRequest,
  index: number,
  group: string,
  source?: string,
): { name: number; value: Uint8Array } {
  const addresses = source === undefined ? [group] : [group, source];
  const value = new Uint8Array(firstAddress + storageSize * addresses.length);
  new DataView(value.buffer).setUint32(0, index, littleEndian);
  for (const [i, address] of addresses.entries()) {
    value.set(encodeEndpoint({ address }), firstAddress + storageSize * i);
  }
  return { name: requests[request], value };
}

/** Whom a socket hears in a group: only these sources (`include`), or all but these (`exclude`). */
export interface SourceFilter {
  readonly mode: 'include' | 'exclude';
  readonly sources: readonly string[];
}

/** MCAST_MSFILTER and its struct group_filter: replaces the whole list of a joined group. */
export function encodeSourceFilter(
  index: number,
  group: string,
  { mode, sources }: SourceFilter,
): { name: number; value: Uint8Array } {
  const { value } = encodeMulticast('join', index, group);
  const filter = new Uint8Array(value.length + 8 + storageSize * sources.length);
  filter.set(value);
  const view = new DataView(filter.buffer);
  view.setUint32(value.length, mode === 'include' ? MCAST_INCLUDE : MCAST_EXCLUDE, littleEndian);
  view.setUint32(value.length + 4, sources.length, littleEndian);
  for (const [i, address] of sources.entries()) {
    filter.set(encodeEndpoint({ address }), value.length + 8 + storageSize * i);
  }
  return { name: MCAST_MSFILTER, value: filter };
}
