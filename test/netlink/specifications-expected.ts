import { filterDisagreements, filterUnmatched } from './specifications-filters.js';
import { kindDisagreements } from './specifications-kinds.js';
import { trafficControlDisagreements, trafficControlUnmatched } from './specifications-traffic-control.js';

/** Where our declarations and the specifications are known to differ, and why. */
export interface Known {
  /** Each line of the comparison, with its reason. */
  readonly disagreements: Readonly<Record<string, string>>;
  /** Attribute sets and definitions of the specification that nothing of ours corresponds to. */
  readonly unmatched: Readonly<Record<string, string>>;
  /** Message types of the specification that our schema does not serve. */
  readonly otherTypes: Readonly<Record<string, string>>;
  /** Message types of our schemas that the specification gives no number. */
  readonly ownTypes?: Readonly<Record<string, string>>;
}

const noNames = 'the specification gives these numbers no names';
const lowByte =
  'the header has the low byte of what the attribute of that name has whole: two names in one object';
const spelling = "the specification's word parts are not those of the constant (IFF_NOARP), ours are";
const port = 'a port in network byte order: nla_get_be16 in the kernel';
const unused = 'the kernel neither reads nor writes it; its bytes would be kept as `#number`';
const neverText = 'no driver writes it and nothing reads it as text: bytes are kept';
const pads = "the specification leaves out what C's alignment adds: sizeof is ours";
const text = 'the specification calls attributes that nest, or bytes, text';
const nestThere = 'a nest in the kernel, which the specification leaves as bytes';
const emptyThere = 'the specification leaves the nest empty';
const answer = 'the specification has no number for what the kernel says by itself';
const notHeader = 'a header of dump requests that the kernel accepts and ours never send';
const unnamedThere =
  'the specification declares it and no attribute or member of these messages refers to it';

export const known: Readonly<Record<string, Known>> = {
  link: {
    disagreements: {
      'link.family: names of AF_ here, none there': noNames,
      'link.type: names of ARPHRD_ here, none there': noNames,
      'link.operstate: names of IF_OPER_ here, none there': noNames,
      'link.linkmode: names of IF_LINK_MODE_ here, none there': noNames,
      'link.event: names of IFLA_EVENT_ here, none there': noNames,
      'link.afSpec.inet6.flags: names of IF_ here, none there': noNames,
      'link.afSpec.inet6.addrGenMode: names of IN6_ADDR_GEN_MODE_ here, none there': noNames,
      'link.flags=pointopoint: named pointToPoint there': spelling,
      'link.flags=notrailers: named noTrailers there': spelling,
      'link.flags=noarp: named noArp there': spelling,
      'link.flags=allmulti: named allMulti there': spelling,
      'link.flags=automedia: named autoMedia there': spelling,
      'link.cost: binary here, string there': neverText,
      'link.priority: binary here, string there': neverText,
      'link.wireless: binary here, string there': 'struct iw_event: bytes are kept',
      'link.protinfo: sub-message here, string there': text,
      'link.protoDownReason: nest here, string there': text,
      'link.devlinkPort: nest here, binary there': nestThere,
      'link.vfPorts.port: not there': emptyThere,
      'link.portSelf.vf: not there': emptyThere,
      'link.portSelf.profile: not there': emptyThere,
      'link.portSelf.vsiType: not there': emptyThere,
      'link.portSelf.instanceUuid: not there': emptyThere,
      'link.portSelf.hostUuid: not there': emptyThere,
      'link.portSelf.request: not there': emptyThere,
      'link.portSelf.response: not there': emptyThere,
      'link.linkinfo.slaveData:bond.adChurnActorState: not there': 'in messages of Linux 6.12; not specified',
      'link.linkinfo.slaveData:bond.adChurnPartnerState: not there':
        'in messages of Linux 6.12; not specified',
      'link.afSpec: sub-message here, nest there':
        'in messages of family bridge it holds IFLA_BRIDGE_…, not families',
      'link.afSpec.inet.conf: struct here, u32 array there':
        'an array by setting: ours has a name for each, and a sign (-1 is a value)',
      'link.afSpec.inet6.conf: struct here, u32 array there':
        'an array by setting: ours has a name for each, and a sign (-1 is a value)',
      'link.afSpec.inet6.cacheinfo.reachableTime: u32 here, s32 there': '__u32 in linux/if_link.h',
      'link.map: 32 bytes here, 28 there': pads,
      'link.vfinfoList.info.ibNodeGuid: 16 bytes here, 12 there': pads,
      'link.vfinfoList.info.ibNodeGuid.guid: at byte 8 here, not there': pads,
      'link.vfinfoList.info.ibNodeGuid.guid: not here, at byte 4 there': pads,
      'link.vfinfoList.info.ibPortGuid: 16 bytes here, 12 there': pads,
      'link.vfinfoList.info.ibPortGuid.guid: at byte 8 here, not there': pads,
      'link.vfinfoList.info.ibPortGuid.guid: not here, at byte 4 there': pads,
      'link.vfinfoList.info.vlanList.info.vlanProto: be16 here, u32 there':
        '__be16 and two bytes of padding in linux/if_link.h',
      'link.headroom: not there': 'since Linux 6.18; the specification is older',
      'link.tailroom: not there': 'since Linux 6.18; the specification is older',
      ...kindDisagreements,
      'stats.family: names of AF_ here, none there': noNames,
      'stats.linkXstats: nest here, binary there': nestThere,
      'stats.linkXstatsSlave: nest here, binary there': nestThere,
      'stats.afSpec: nest here, binary there': nestThere,
      'stats.linkOffloadXstats.cpuHit: struct here, binary there': 'struct rtnl_link_stats64 in the kernel',
      'stats.linkOffloadXstats.l3Stats: struct here, binary there': 'struct rtnl_hw_stats64 in the kernel',
      'stats.linkOffloadXstats.hwSInfo: nest here, indexed-array there':
        'its numbers are those of the statistics that are meant: ours has a name for the one there is',
    },
    unmatched: {
      'hw-s-info-one': 'the item of an array there, of an attribute with a name here',
      rtgenmsg: notHeader,
      'ifla-icmp6-stats': unnamedThere,
      'ifla-inet6-stats': unnamedThere,
    },
    otherTypes: {},
    ownTypes: { RTM_NEWSTATS: answer, RTM_SETSTATS: 'the specification does without it' },
  },
  addr: {
    // Multicast addresses are declared by the same struct and set.
    disagreements: Object.fromEntries(
      ['addr', 'maddr'].flatMap(name => [
        [`${name}.family: names of AF_ here, none there`, noNames],
        [`${name}.scope: names of RT_SCOPE_ here, none there`, noNames],
        [`${name}.proto: names of IFAPROT_ here, none there`, noNames],
        [`${name}.flags8: named flags there`, lowByte],
        [`${name}.targetNetnsid: s32 here, binary there`, 'nla_get_s32 in the kernel'],
      ]),
    ),
    unmatched: {},
    otherTypes: {},
    ownTypes: { RTM_NEWMULTICAST: answer, RTM_DELMULTICAST: answer },
  },
  route: {
    disagreements: {
      'route.family: names of AF_ here, none there': noNames,
      'route.protocol: names of RTPROT_ here, none there': noNames,
      'route.scope: names of RT_SCOPE_ here, none there': noNames,
      'route.flags: names of RTM_F_ here, none there': noNames,
      'route.metrics.features: names of RTAX_FEATURE_ here, none there': noNames,
      'route.pref: names of ICMPV6_ROUTER_PREF_ here, none there': noNames,
      'route.encapType: names of LWTUNNEL_ENCAP_ here, none there': noNames,
      'route.table8: named table there': lowByte,
      'route.protoinfo: ours lacks attribute 10': unused,
      'route.session: ours lacks attribute 13': unused,
      'route.mpAlgo: ours lacks attribute 14': unused,
      'route.pad: ours lacks attribute 24': 'padding, which the specification calls bytes',
      'route.cacheinfo: 32 bytes here, 20 there': 'the specification ends before rta_id',
      'route.cacheinfo.id: at byte 20 here, not there': 'the specification ends before rta_id',
      'route.cacheinfo.ts: at byte 24 here, not there': 'the specification ends before rta_id',
      'route.cacheinfo.tsage: at byte 28 here, not there': 'the specification ends before rta_id',
      'route.cacheinfo.expires: s32 here, u32 there': '__s32 in linux/rtnetlink.h; past times are negative',
      'route.dst: sub-message here, binary there': 'a label where the family is mpls',
      'route.newdst: sub-message here, binary there': 'labels where the family is mpls',
      'route.encap: sub-message here, binary there': 'a nest by encap-type',
      'route.mfcStats: struct here, binary there': 'struct rta_mfc_stats in linux/rtnetlink.h',
      'route.expires: sub-message here, u32 there':
        'eight bytes in multicast routes (nla_put_u64_64bit in ipmr.c), four in others',
      'route.sport: be16 here, u16 there': port,
      'route.dport: be16 here, u16 there': port,
    },
    unmatched: {},
    otherTypes: {},
  },
  neigh: {
    disagreements: {
      'neigh.family: names of AF_ here, none there': noNames,
      'neigh.protocol: names of RTPROT_ here, none there': noNames,
      'neigh.ndmStateMask: names of NUD_ here, none there': noNames,
      'neigh.ndmFlagsMask: names of NTF_ here, none there': noNames,
      'neigh.port: be16 here, u16 there': port,
      'neigh.viaIfindex: named ifindex there': 'the header has an ifindex too: two names in one object',
      'neigh.fdbExtAttrs: nest here, binary there': nestThere,
      'neightbl.family: names of AF_ here, none there': noNames,
    },
    unmatched: {},
    otherTypes: {},
    ownTypes: { RTM_NEWNEIGHTBL: answer },
  },
  qdisc: {
    disagreements: { ...trafficControlDisagreements, ...filterDisagreements },
    unmatched: { ...trafficControlUnmatched, ...filterUnmatched },
    otherTypes: {},
  },
  rule: {
    disagreements: {
      'rule.family: names of AF_ here, none there': noNames,
      'rule.flags: names of FIB_RULE_ here, none there': noNames,
      'rule.protocol: names of RTPROT_ here, none there': noNames,
      'rule.table8: named table there': lowByte,
      'rule.dst: binary here, u32 there': 'sixteen bytes where the family is inet6',
      'rule.src: binary here, u32 there': 'sixteen bytes where the family is inet6',
      'rule.tunId: be64 here, u64 there': 'nla_get_be64 in the kernel',
    },
    unmatched: { rtgenmsg: notHeader },
    otherTypes: {},
  },
};
