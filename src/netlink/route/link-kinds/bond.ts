import { enumOf, ipv4, ipv6, linkAddress, names, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { indexed } from '../../indexed.js';
import { nested } from '../../nested.js';

/** linux/if_bonding.h */
const modes = names('BOND_MODE', {
  roundrobin: 0,
  activebackup: 1,
  xor: 2,
  broadcast: 3,
  '8023ad': 4,
  tlb: 5,
  alb: 6,
});

const hashPolicies = names('BOND_XMIT_POLICY', {
  layer2: 0,
  layer34: 1,
  layer23: 2,
  encap23: 3,
  encap34: 4,
  vlanSrcmac: 5,
});

/** The aggregator in use, in mode 802.3ad. */
const aggregatorInfo = attributes('IFLA_BOND_AD_INFO', {
  aggregator: [1, u16],
  numPorts: [2, u16],
  actorKey: [3, u16],
  partnerKey: [4, u16],
  partnerMac: [5, linkAddress],
});

/** A bond: IFLA_BOND_… (linux/if_link.h). Intervals and delays are in milliseconds. */
export const bond = attributes('IFLA_BOND', {
  mode: [1, enumOf(u8, modes)],
  activeSlave: [2, u32],
  miimon: [3, u32],
  updelay: [4, u32],
  downdelay: [5, u32],
  useCarrier: [6, u8],
  arpInterval: [7, u32],
  arpIpTarget: [8, indexed(ipv4)],
  arpValidate: [9, u32],
  arpAllTargets: [10, u32],
  primary: [11, u32],
  primaryReselect: [12, u8],
  failOverMac: [13, u8],
  xmitHashPolicy: [14, enumOf(u8, hashPolicies)],
  resendIgmp: [15, u32],
  numPeerNotif: [16, u8],
  allSlavesActive: [17, u8],
  minLinks: [18, u32],
  /** Seconds. */
  lpInterval: [19, u32],
  packetsPerSlave: [20, u32],
  adLacpRate: [21, u8],
  adSelect: [22, u8],
  adInfo: [23, nested(aggregatorInfo)],
  adActorSysPrio: [24, u16],
  adUserPortKey: [25, u16],
  adActorSystem: [26, linkAddress],
  tlbDynamicLb: [27, u8],
  peerNotifDelay: [28, u32],
  adLacpActive: [29, u8],
  missedMax: [30, u8],
  nsIp6Target: [31, indexed(ipv6, { flag: true })],
  coupledControl: [32, u8],
  broadcastNeigh: [33, u8],
});
