import { parseIpv4 } from '../wire/index.js';

/** struct ip_mreq (ip(7)), for IP_ADD_MEMBERSHIP: the group, and an address of the interface. */
export const membership = (group: string, address: string): Uint8Array =>
  Uint8Array.from([...parseIpv4(group)!, ...parseIpv4(address)!]);
