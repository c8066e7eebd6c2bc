import {
  be16,
  be32,
  enumOf,
  fixedBytes,
  ipv4,
  ipv6,
  names,
  presence,
  presenceOr,
  struct,
  u8,
  u32,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** The DF bit of the outer packets. */
const fragmentation = names('VXLAN_DF', { unset: 0, set: 1, inherit: 2 });
const labelPolicies = names('VXLAN_LABEL', { fixed: 0, inherit: 1 });

/** A VXLAN: IFLA_VXLAN_… (linux/if_link.h). */
export const vxlan = attributes('IFLA_VXLAN', {
  /** The network's number (VNI). */
  id: [1, u32],
  /** Where frames go whose destination is not known: a multicast group, or one remote end. */
  group: [2, ipv4],
  link: [3, u32],
  local: [4, ipv4],
  ttl: [5, u8],
  tos: [6, u8],
  learning: [7, u8],
  /** Seconds. */
  ageing: [8, u32],
  /** Entries in the forwarding database at most; 0: no limit. */
  limit: [9, u32],
  /** struct ifla_vxlan_port_range: source ports. */
  portRange: [10, struct({ low: be16, high: be16 })],
  proxy: [11, u8],
  rsc: [12, u8],
  l2miss: [13, u8],
  l3miss: [14, u8],
  /** The destination port. */
  port: [15, be16],
  group6: [16, ipv6],
  local6: [17, ipv6],
  udpCsum: [18, u8],
  udpZeroCsum6Tx: [19, u8],
  udpZeroCsum6Rx: [20, u8],
  remcsumTx: [21, u8],
  remcsumRx: [22, u8],
  gbp: [23, presence],
  remcsumNopartial: [24, presence],
  collectMetadata: [25, u8],
  /** The flow label of outer IPv6 packets. */
  label: [26, be32],
  gpe: [27, presence],
  /** `true` in requests; 0 or 1 from the kernel. */
  ttlInherit: [28, presenceOr(u8)],
  df: [29, enumOf(u8, fragmentation)],
  vnifilter: [30, u8],
  localbypass: [31, u8],
  labelPolicy: [32, enumOf(u32, labelPolicies)],
  /** Bits of struct vxlanhdr that must be zero in what is received. */
  reservedBits: [33, fixedBytes(8)],
  mcRoute: [34, u8],
});
