import { be16, be32, bits, enumOf, ipv6 as ipv6Address, struct, u8 } from '../wire/index.js';
import { ipProtocols, ipv6Layers } from './ip-protocols.js';
import { hosts } from './line.js';
import { type InputOf, protocol } from './protocol.js';

/** An IPv6 header (RFC 8200 3). `payloadLength` counts what follows, extension headers included. */
export const ipv6 = protocol({
  name: 'ipv6',
  header: struct({
    versionClassFlow: bits(be32, { version: 4, dscp: 6, ecn: 2, flowLabel: 20 }),
    payloadLength: be16,
    nextHeader: enumOf(u8, ipProtocols),
    hopLimit: u8,
    src: ipv6Address,
    dst: ipv6Address,
  }),
  defaults: { version: 6, nextHeader: 'noNext', hopLimit: 64 },
  carries: { field: 'nextHeader', layers: ipProtocols.numbers },
  compute: { payloadLength: ({ payloadStart, end }) => end - payloadStart },
  malformed: ({ version }) => (version === 6 ? undefined : `version ${version} is not IPv6`),
  next: ({ nextHeader }) => ipv6Layers[nextHeader],
  // 0 stands where a jumbo payload option has the length (RFC 2675), or hardware is to cut the packet.
  payloadEnd: ({ payloadLength, nextHeader }, start, end) =>
    payloadLength === 0 && nextHeader !== 'noNext' ? end : start + 40 + payloadLength,
  line: ({ src, dst, nextHeader }, context) => {
    if (context.following === 'payload' || context.following === undefined) {
      const number = typeof nextHeader === 'number' ? nextHeader : ipProtocols.numbers[nextHeader as 'udp'];
      return `IP6 ${src} > ${dst}: ip-proto-${number} ${context.payloadLength}`;
    }
    return `IP6 ${hosts(src, dst, context)}: `;
  },
});

export type Ipv6Input = InputOf<typeof ipv6>;
