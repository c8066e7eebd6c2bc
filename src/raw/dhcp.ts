import {
  arrayOf,
  be16,
  be32,
  bitFlags,
  bits,
  bytes,
  byteText,
  enumOf,
  fixedByteText,
  type ItemTypes,
  ipv4,
  itemList,
  names,
  paddedLinkAddress,
  struct,
  u8,
} from '../wire/index.js';
import { hardwareTypes } from './hardware-types.js';
import { protocol } from './protocol.js';
import { optional } from './protocol-fields.js';

const operations = names('BOOTP', { request: 1, reply: 2 });

/** RFC 2132 9.6 */
export const dhcpMessageTypes = names('DHCP', {
  discover: 1,
  offer: 2,
  request: 3,
  decline: 4,
  ack: 5,
  nak: 6,
  release: 7,
  inform: 8,
});

const addresses = arrayOf(ipv4);

const optionTypes = {
  pad: [0],
  subnetMask: [1, ipv4],
  timeOffset: [2, be32],
  routers: [3, addresses],
  dnsServers: [6, addresses],
  logServers: [7, addresses],
  hostName: [12, byteText],
  domainName: [15, byteText],
  rootPath: [17, byteText],
  interfaceMtu: [26, be16],
  broadcastAddress: [28, ipv4],
  staticRoutes: [33, addresses],
  ntpServers: [42, addresses],
  vendorSpecific: [43, bytes],
  requestedAddress: [50, ipv4],
  leaseTime: [51, be32],
  overload: [52, u8],
  messageType: [53, enumOf(u8, dhcpMessageTypes)],
  serverId: [54, ipv4],
  parameterList: [55, arrayOf(u8)],
  message: [56, byteText],
  maxMessageSize: [57, be16],
  renewalTime: [58, be32],
  rebindingTime: [59, be32],
  vendorClass: [60, byteText],
  clientId: [61, bytes],
  tftpServer: [66, byteText],
  bootFile: [67, byteText],
  rapidCommit: [80],
  clientFqdn: [81, bytes],
  relayAgent: [82, bytes],
  domainSearch: [119, bytes],
  classlessRoutes: [121, bytes],
  end: [255],
} as const satisfies ItemTypes;

/** Options of DHCP (RFC 2132; IANA). */
export const dhcpOptions = itemList(
  'DHO',
  { type: u8, length: u8, valueOnly: true, single: [0], end: 255 },
  optionTypes,
);

/** What tells options of DHCP from what BOOTP had behind its header (RFC 2131 3). */
const magicCookie = 0x63825363;

/** A message of BOOTP (RFC 951), or of DHCP (RFC 2131) where options follow. Fields have the names of the RFCs. */
export const dhcp = protocol({
  name: 'dhcp',
  header: struct({
    op: enumOf(u8, operations),
    htype: enumOf(u8, hardwareTypes),
    hlen: u8,
    hops: u8,
    xid: be32,
    secs: be16,
    flagBits: bits(be16, { flags: bitFlags(16, names('BOOTP', { broadcast: 0x8000 })) }),
    ciaddr: ipv4,
    yiaddr: ipv4,
    siaddr: ipv4,
    giaddr: ipv4,
    chaddr: paddedLinkAddress(16),
    sname: fixedByteText(64),
    file: fixedByteText(128),
  }),
  body: {
    cookie: optional(be32, (layer, available) =>
      available === undefined ? layer.cookie !== undefined : available >= 4,
    ),
    options: optional(dhcpOptions, layer => layer.cookie === magicCookie),
  },
  defaults: { op: 'request', htype: 'ether', hlen: 6 },
  prepare: ({ options, cookie }) =>
    options !== undefined && cookie === undefined ? { cookie: magicCookie } : {},
  line: ({ op, chaddr, options = [] }, { length }) => {
    const type = options.find(({ type }: { type: string }) => type === 'messageType')?.value;
    const what = op === 'reply' ? 'Reply' : 'Request';
    const kind =
      type === undefined
        ? ''
        : `, DHCP-Message ${typeof type === 'number' ? type : type[0].toUpperCase() + type.slice(1)}`;
    return `BOOTP/DHCP, ${what}${op === 'request' ? ` from ${chaddr}` : ''}, length ${length}${kind}`;
  },
});
