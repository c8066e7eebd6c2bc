import {
  be16,
  be32,
  enumOf,
  fixedBytes,
  fixedLinkAddress,
  flags,
  ipv4,
  ipv6,
  names,
  text,
  u8,
  u16,
  u32,
} from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { etherTypes } from '../ether-types.js';
import { handle } from '../tc/handle.js';
import { filterFlags } from './flags.js';
import { tunnelOptions } from './flower-tunnels.js';

const etherType = enumOf(be16, etherTypes);
const macAddress = fixedLinkAddress(6);

/** What the flow dissector notes of fragments and of a tunnel's header. */
const controlFlags = flags(
  be32,
  names('TCA_FLOWER_KEY_FLAGS', {
    isFragment: 1,
    fragIsFirst: 2,
    tunnelCsum: 4,
    tunnelDontFragment: 8,
    tunnelOam: 16,
    tunnelCritOpt: 32,
  }),
);

const connectionStates = flags(
  u16,
  names('TCA_FLOWER_KEY_CT_FLAGS', {
    new: 1,
    established: 2,
    related: 4,
    tracked: 8,
    invalid: 16,
    reply: 32,
  }),
);

/** An entry of an MPLS label stack. */
const labelStackEntry = attributes('TCA_FLOWER_KEY_MPLS_OPT_LSE', {
  /** 1 is the outermost. */
  depth: [1, u8],
  ttl: [2, u8],
  bos: [3, u8],
  tc: [4, u8],
  label: [5, u32],
});

/**
 * Fields of packets choose: TCA_FLOWER_… (linux/pkt_cls.h). A field with a mask is compared where the mask has ones; one
 * without is compared whole.
 */
export const flower = attributes('TCA_FLOWER', {
  classid: [1, handle],
  indev: [2, text],
  act: [3, actions],
  keyEthDst: [4, macAddress],
  keyEthDstMask: [5, macAddress],
  keyEthSrc: [6, macAddress],
  keyEthSrcMask: [7, macAddress],
  keyEthType: [8, etherType],
  /** By IP's number for it. */
  keyIpProto: [9, u8],
  keyIpv4Src: [10, ipv4],
  keyIpv4SrcMask: [11, ipv4],
  keyIpv4Dst: [12, ipv4],
  keyIpv4DstMask: [13, ipv4],
  keyIpv6Src: [14, ipv6],
  keyIpv6SrcMask: [15, ipv6],
  keyIpv6Dst: [16, ipv6],
  keyIpv6DstMask: [17, ipv6],
  keyTcpSrc: [18, be16],
  keyTcpDst: [19, be16],
  keyUdpSrc: [20, be16],
  keyUdpDst: [21, be16],
  flags: [22, filterFlags],
  /** In the host's byte order, unlike other fields of packets. */
  keyVlanId: [23, u16],
  keyVlanPrio: [24, u8],
  keyVlanEthType: [25, etherType],
  keyEncKeyId: [26, be32],
  keyEncIpv4Src: [27, ipv4],
  keyEncIpv4SrcMask: [28, ipv4],
  keyEncIpv4Dst: [29, ipv4],
  keyEncIpv4DstMask: [30, ipv4],
  keyEncIpv6Src: [31, ipv6],
  keyEncIpv6SrcMask: [32, ipv6],
  keyEncIpv6Dst: [33, ipv6],
  keyEncIpv6DstMask: [34, ipv6],
  keyTcpSrcMask: [35, be16],
  keyTcpDstMask: [36, be16],
  keyUdpSrcMask: [37, be16],
  keyUdpDstMask: [38, be16],
  keySctpSrcMask: [39, be16],
  keySctpDstMask: [40, be16],
  keySctpSrc: [41, be16],
  keySctpDst: [42, be16],
  keyEncUdpSrcPort: [43, be16],
  keyEncUdpSrcPortMask: [44, be16],
  keyEncUdpDstPort: [45, be16],
  keyEncUdpDstPortMask: [46, be16],
  keyFlags: [47, controlFlags],
  keyFlagsMask: [48, controlFlags],
  keyIcmpv4Code: [49, u8],
  keyIcmpv4CodeMask: [50, u8],
  keyIcmpv4Type: [51, u8],
  keyIcmpv4TypeMask: [52, u8],
  keyIcmpv6Code: [53, u8],
  keyIcmpv6CodeMask: [54, u8],
  keyIcmpv6Type: [55, u8],
  keyIcmpv6TypeMask: [56, u8],
  keyArpSip: [57, ipv4],
  keyArpSipMask: [58, ipv4],
  keyArpTip: [59, ipv4],
  keyArpTipMask: [60, ipv4],
  /** 1 request, 2 reply. */
  keyArpOp: [61, u8],
  keyArpOpMask: [62, u8],
  keyArpSha: [63, macAddress],
  keyArpShaMask: [64, macAddress],
  keyArpTha: [65, macAddress],
  keyArpThaMask: [66, macAddress],
  keyMplsTtl: [67, u8],
  keyMplsBos: [68, u8],
  keyMplsTc: [69, u8],
  keyMplsLabel: [70, u32],
  keyTcpFlags: [71, be16],
  keyTcpFlagsMask: [72, be16],
  keyIpTos: [73, u8],
  keyIpTosMask: [74, u8],
  keyIpTtl: [75, u8],
  keyIpTtlMask: [76, u8],
  keyCvlanId: [77, u16],
  keyCvlanPrio: [78, u8],
  keyCvlanEthType: [79, etherType],
  keyEncIpTos: [80, u8],
  keyEncIpTosMask: [81, u8],
  keyEncIpTtl: [82, u8],
  keyEncIpTtlMask: [83, u8],
  keyEncOpts: [84, nested(tunnelOptions, { flag: 'in requests' })],
  keyEncOptsMask: [85, nested(tunnelOptions, { flag: 'in requests' })],
  inHwCount: [86, u32],
  keyPortSrcMin: [87, be16],
  keyPortSrcMax: [88, be16],
  keyPortDstMin: [89, be16],
  keyPortDstMax: [90, be16],
  keyCtState: [91, connectionStates],
  keyCtStateMask: [92, connectionStates],
  keyCtZone: [93, u16],
  keyCtZoneMask: [94, u16],
  keyCtMark: [95, u32],
  keyCtMarkMask: [96, u32],
  keyCtLabels: [97, fixedBytes(16)],
  keyCtLabelsMask: [98, fixedBytes(16)],
  keyMplsOpts: [
    99,
    nested(
      attributes('TCA_FLOWER_KEY_MPLS_OPTS', { lse: [1, multi(nested(labelStackEntry, { flag: true }))] }),
      { flag: true },
    ),
  ],
  keyHash: [100, u32],
  keyHashMask: [101, u32],
  keyNumOfVlans: [102, u8],
  keyPppoeSid: [103, be16],
  keyPppProto: [104, be16],
  keyL2tpv3Sid: [105, be32],
  /** The bridge knew no port for the packet's destination. */
  l2Miss: [106, u8],
  keyCfm: [
    107,
    nested(attributes('TCA_FLOWER_KEY_CFM', { mdLevel: [1, u8], opcode: [2, u8] }), { flag: true }),
  ],
  keySpi: [108, be32],
  keySpiMask: [109, be32],
  keyEncFlags: [110, controlFlags],
  keyEncFlagsMask: [111, controlFlags],
});
