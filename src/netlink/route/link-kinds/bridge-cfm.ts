import { enumOf, fixedBytes, linkAddress, names, u8, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';

/** linux/cfm_bridge.h */
const domains = names('BR_CFM', { port: 0, vlan: 1 });
const directions = names('BR_CFM_MEP_DIRECTION', { down: 0, up: 1 });
const intervals = names(
  'BR_CFM_CCM_INTERVAL',
  { none: 0, ms3: 1, ms10: 2, ms100: 3, sec1: 4, sec10: 5, min1: 6, min10: 7 },
  {
    ms3: 'BR_CFM_CCM_INTERVAL_3_3_MS',
    ms10: 'BR_CFM_CCM_INTERVAL_10_MS',
    ms100: 'BR_CFM_CCM_INTERVAL_100_MS',
    sec1: 'BR_CFM_CCM_INTERVAL_1_SEC',
    sec10: 'BR_CFM_CCM_INTERVAL_10_SEC',
    min1: 'BR_CFM_CCM_INTERVAL_1_MIN',
    min10: 'BR_CFM_CCM_INTERVAL_10_MIN',
  },
);

/** Bytes of a maintenance association's identifier. */
const maidSize = 48;

const instance = { instance: [1, u32] } as const;

const mepCreate = attributes('IFLA_BRIDGE_CFM_MEP_CREATE', {
  ...instance,
  domain: [2, enumOf(u32, domains)],
  direction: [3, enumOf(u32, directions)],
  ifindex: [4, u32],
});

const mepConfig = attributes('IFLA_BRIDGE_CFM_MEP_CONFIG', {
  ...instance,
  unicastMac: [2, linkAddress],
  mdlevel: [3, u32],
  mepid: [4, u32],
});

const ccConfig = attributes('IFLA_BRIDGE_CFM_CC_CONFIG', {
  ...instance,
  enable: [2, u32],
  expInterval: [3, enumOf(u32, intervals)],
  expMaid: [4, fixedBytes(maidSize)],
});

const peerMep = attributes(
  'IFLA_BRIDGE_CFM_CC_PEER_MEP',
  { ...instance, mepid: [2, u32] },
  { mepid: 'IFLA_BRIDGE_CFM_CC_PEER_MEPID' },
);

const remoteDefect = attributes('IFLA_BRIDGE_CFM_CC_RDI', { ...instance, rdi: [2, u32] });

const transmission = attributes('IFLA_BRIDGE_CFM_CC_CCM_TX', {
  ...instance,
  dmac: [2, linkAddress],
  seqNoUpdate: [3, u32],
  /** Seconds. */
  period: [4, u32],
  ifTlv: [5, u32],
  ifTlvValue: [6, u8],
  portTlv: [7, u32],
  portTlvValue: [8, u8],
});

const mepStatus = attributes('IFLA_BRIDGE_CFM_MEP_STATUS', {
  ...instance,
  opcodeUnexpSeen: [2, u32],
  versionUnexpSeen: [3, u32],
  rxLevelLowSeen: [4, u32],
});

const peerStatus = attributes('IFLA_BRIDGE_CFM_CC_PEER_STATUS', {
  ...instance,
  peerMepid: [2, u32],
  ccmDefect: [3, u32],
  rdi: [4, u32],
  portTlvValue: [5, u8],
  ifTlvValue: [6, u8],
  seen: [7, u32],
  tlvSeen: [8, u32],
  seqUnexpSeen: [9, u32],
});

const flag = { flag: true };

/** Fault management (IEEE 802.1Q): IFLA_BRIDGE_CFM_… (linux/if_bridge.h). The kernel says those that end in `Info`. */
export const bridgeCfm = attributes('IFLA_BRIDGE_CFM', {
  mepCreate: [1, nested(mepCreate, flag)],
  mepDelete: [2, nested(attributes('IFLA_BRIDGE_CFM_MEP_DELETE', instance), flag)],
  mepConfig: [3, nested(mepConfig, flag)],
  ccConfig: [4, nested(ccConfig, flag)],
  ccPeerMepAdd: [5, nested(peerMep, flag)],
  ccPeerMepRemove: [6, nested(peerMep, flag)],
  ccRdi: [7, nested(remoteDefect, flag)],
  ccCcmTx: [8, nested(transmission, flag)],
  mepCreateInfo: [9, multi(nested(mepCreate, flag))],
  mepConfigInfo: [10, multi(nested(mepConfig, flag))],
  ccConfigInfo: [11, multi(nested(ccConfig, flag))],
  ccRdiInfo: [12, multi(nested(remoteDefect, flag))],
  ccCcmTxInfo: [13, multi(nested(transmission, flag))],
  ccPeerMepInfo: [14, multi(nested(peerMep, flag))],
  mepStatusInfo: [15, multi(nested(mepStatus, flag))],
  ccPeerStatusInfo: [16, multi(nested(peerStatus, flag))],
});
