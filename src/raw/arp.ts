import { be16, enumOf, ip, linkAddress, names, struct, u8 } from '../wire/index.js';
import { ethertypes } from './ethertypes.js';
import { hardwareTypes } from './hardware-types.js';
import { protocol } from './protocol.js';
import { field } from './protocol-fields.js';

/** What a packet asks or answers (linux/if_arp.h). */
export const arpOperations = names('ARPOP', {
  request: 1,
  reply: 2,
  rrequest: 3,
  rreply: 4,
  inrequest: 8,
  inreply: 9,
  nak: 10,
});

const hardware = ({ hardwareSize }: { hardwareSize?: number }): number => hardwareSize ?? 0;
const network = ({ protocolSize }: { protocolSize?: number }): number => protocolSize ?? 0;
const octets = (address: unknown): number =>
  typeof address === 'string' && address !== '' ? (address.length + 1) / 3 : 0;

/** An address resolution packet (RFC 826); its reverse (RFC 903) too. */
export const arp = protocol({
  name: 'arp',
  header: struct({
    hardwareType: enumOf(be16, hardwareTypes),
    protocolType: enumOf(be16, ethertypes),
    hardwareSize: u8,
    protocolSize: u8,
    operation: enumOf(be16, arpOperations),
  }),
  body: {
    senderHardware: field(linkAddress, hardware),
    senderProtocol: field(ip, network),
    targetHardware: field(linkAddress, hardware),
    targetProtocol: field(ip, network),
  },
  defaults: {
    hardwareType: 'ether',
    protocolType: 'ipv4',
    operation: 'request',
    senderHardware: '00:00:00:00:00:00',
    senderProtocol: '0.0.0.0',
    targetHardware: '00:00:00:00:00:00',
    targetProtocol: '0.0.0.0',
  },
  compute: {
    hardwareSize: (_, { senderHardware }) => octets(senderHardware),
    protocolSize: ({ start, payloadStart }, { senderHardware, targetHardware }) =>
      (payloadStart - start - 8 - octets(senderHardware) - octets(targetHardware)) / 2,
  },
  payloadEnd: ({ hardwareSize, protocolSize }, start) => start + 8 + 2 * (hardwareSize + protocolSize),
  line: ({ operation, senderHardware, senderProtocol, targetProtocol, targetHardware }, { length }) => {
    const to = /^(00:)*00$/.test(targetHardware) ? '' : ` (${targetHardware})`;
    if (operation === 'request')
      return `ARP, Request who-has ${targetProtocol}${to} tell ${senderProtocol}, length ${length}`;
    if (operation === 'reply')
      return `ARP, Reply ${senderProtocol} is-at ${senderHardware}, length ${length}`;
    if (operation === 'rrequest')
      return `ARP, Reverse Request who-is ${targetHardware} tell ${senderHardware}, length ${length}`;
    if (operation === 'rreply')
      return `ARP, Reverse Reply ${targetHardware} at ${targetProtocol}, length ${length}`;
    return `ARP, ${typeof operation === 'number' ? `operation ${operation}` : operation}, length ${length}`;
  },
});
