import {
  be16,
  bytes,
  enumOf,
  fixedBytes,
  fixedLinkAddress,
  names,
  padding,
  struct,
  text,
  u8,
  u16,
  u32,
  u64,
} from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { nested } from '../nested.js';

const vfStats = attributes('IFLA_VF_STATS', {
  rxPackets: [0, u64],
  txPackets: [1, u64],
  rxBytes: [2, u64],
  txBytes: [3, u64],
  broadcast: [4, u64],
  multicast: [5, u64],
  pad: [6, bytes],
  rxDropped: [7, u64],
  txDropped: [8, u64],
});

/** What a function sees of the link. */
const vfLinkStates = names('IFLA_VF_LINK_STATE', { auto: 0, enable: 1, disable: 2 });

const vfSetting = struct({ vf: u32, setting: u32 });
const vfGuid = struct({ vf: u32, _: padding(4), guid: u64 });

const vfInfo = attributes('IFLA_VF', {
  mac: [1, struct({ vf: u32, mac: fixedLinkAddress(32) })],
  vlan: [2, struct({ vf: u32, vlan: u32, qos: u32 })],
  txRate: [3, struct({ vf: u32, rate: u32 })],
  spoofchk: [4, vfSetting],
  linkState: [5, struct({ vf: u32, linkState: enumOf(u32, vfLinkStates) })],
  rate: [6, struct({ vf: u32, minTxRate: u32, maxTxRate: u32 })],
  rssQueryEn: [7, vfSetting],
  stats: [8, nested(vfStats)],
  trust: [9, vfSetting],
  ibNodeGuid: [10, vfGuid],
  ibPortGuid: [11, vfGuid],
  vlanList: [
    12,
    nested(
      attributes('IFLA_VF_VLAN', {
        info: [1, multi(struct({ vf: u32, vlan: u32, qos: u32, vlanProto: be16, _: padding(2) }))],
      }),
    ),
  ],
  broadcast: [13, fixedBytes(32)],
});

/** The virtual functions of a network card: IFLA_VFINFO_LIST. */
export const vfInfoList = attributes('IFLA_VF', { info: [1, multi(nested(vfInfo))] });

/** What is asked of the switch behind a port (linux/if_link.h). */
const portRequests = names('PORT_REQUEST', {
  preassociate: 0,
  preassociateRr: 1,
  associate: 2,
  disassociate: 3,
});

/** What the switch answered. */
const portResponses = names('PORT', {
  vdpResponseSuccess: 0,
  vdpResponseInvalidFormat: 1,
  vdpResponseInsufficientResources: 2,
  vdpResponseUnusedVtid: 3,
  vdpResponseVtidViolation: 4,
  vdpResponseVtidVersionVioaltion: 5,
  vdpResponseOutOfSync: 6,
  profileResponseSuccess: 0x100,
  profileResponseInprogress: 0x101,
  profileResponseInvalid: 0x102,
  profileResponseBadstate: 0x103,
  profileResponseInsufficientResources: 0x104,
  profileResponseError: 0x105,
});

/** struct ifla_port_vsi */
const virtualStation = struct({
  vsiMgrId: u8,
  vsiTypeId: fixedBytes(3),
  vsiTypeVersion: u8,
  _: padding(3),
});

/** A port profile of IEEE 802.1Qbg: IFLA_PORT_SELF. */
export const vfPort = attributes('IFLA_PORT', {
  vf: [1, u32],
  profile: [2, text],
  vsiType: [3, virtualStation],
  instanceUuid: [4, bytes],
  hostUuid: [5, bytes],
  request: [6, enumOf(u8, portRequests)],
  response: [7, enumOf(u16, portResponses)],
});

export const vfPorts = attributes('IFLA_VF', { port: [1, multi(nested(vfPort))] });
