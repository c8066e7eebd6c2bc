import { be16, be32, enumOf, ipv4, ipv6, names, presence, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** The DF bit of the outer packets. */
const fragmentation = names('GENEVE_DF', { unset: 0, set: 1, inherit: 2 });

/** IFLA_GENEVE_… (linux/if_link.h). */
export const geneve = attributes('IFLA_GENEVE', {
  /** The network's number (VNI). */
  id: [1, u32],
  remote: [2, ipv4],
  ttl: [3, u8],
  tos: [4, u8],
  /** The destination port. */
  port: [5, be16],
  collectMetadata: [6, presence],
  remote6: [7, ipv6],
  udpCsum: [8, u8],
  udpZeroCsum6Tx: [9, u8],
  udpZeroCsum6Rx: [10, u8],
  /** The flow label of outer IPv6 packets. */
  label: [11, be32],
  ttlInherit: [12, u8],
  df: [13, enumOf(u8, fragmentation)],
  innerProtoInherit: [14, presence],
  /** struct ifla_geneve_port_range: source ports. */
  portRange: [15, struct({ low: be16, high: be16 })],
});
