/** Where our declarations and the specifications are known to differ, and why. */
export interface Known {
  /** Each line of the comparison, with its reason. */
  readonly disagreements: Readonly<Record<string, string>>;
  /** Attribute sets and definitions of the specification that nothing of ours corresponds to. */
  readonly unmatched: Readonly<Record<string, string>>;
  /** Message types of the specification that our schema does not serve. */
  readonly otherTypes: Readonly<Record<string, string>>;
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
const ofKinds = 'attributes of one kind of interface (IFLA_INFO_DATA): ours stay bytes';
const otherMessages = 'of messages that have no schema here';
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
      'link.vfPorts: binary here, nest there': 'the specification leaves the nest empty: bytes are kept',
      'link.portSelf: binary here, nest there': 'the specification leaves the nest empty: bytes are kept',
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
      'link.vfinfoList.info.linkState.linkState: no names here, ifla-vf-link-state-enum there':
        'ours stays a number',
      'link.vfinfoList.info.vlanList.info.vlanProto: be16 here, u32 there':
        '__be16 and two bytes of padding in linux/if_link.h',
      'link.headroom: not there': 'since Linux 6.18; the specification is older',
      'link.tailroom: not there': 'since Linux 6.18; the specification is older',
    },
    unmatched: {
      'vf-ports-attrs': 'empty',
      'port-self-attrs': 'empty',
      'linkinfo-bond-attrs': ofKinds,
      'bond-ad-info-attrs': ofKinds,
      'bond-slave-attrs': ofKinds,
      'linkinfo-bridge-attrs': ofKinds,
      'linkinfo-brport-attrs': ofKinds,
      'linkinfo-gre-attrs': ofKinds,
      'linkinfo-gre6-attrs': ofKinds,
      'linkinfo-vti-attrs': ofKinds,
      'linkinfo-vti6-attrs': ofKinds,
      'linkinfo-geneve-attrs': ofKinds,
      'linkinfo-iptun-attrs': ofKinds,
      'linkinfo-ip6tnl-attrs': ofKinds,
      'linkinfo-tun-attrs': ofKinds,
      'linkinfo-vlan-attrs': ofKinds,
      'ifla-vlan-qos': ofKinds,
      'linkinfo-vrf-attrs': ofKinds,
      'linkinfo-netkit-attrs': ofKinds,
      'linkinfo-ovpn-attrs': ofKinds,
      'ifla-bridge-id': ofKinds,
      'br-boolopt-multi': ofKinds,
      'ifla-vlan-flags': ofKinds,
      'vlan-flags': ofKinds,
      'ifla-vlan-qos-mapping': ofKinds,
      'ifla-geneve-port-range': ofKinds,
      'vlan-protocols': ofKinds,
      'netkit-policy': ofKinds,
      'netkit-mode': ofKinds,
      'netkit-scrub': ofKinds,
      'ovpn-mode': ofKinds,
      'stats-attrs': otherMessages,
      'link-offload-xstats': otherMessages,
      'hw-s-info-one': otherMessages,
      'if-stats-msg': otherMessages,
      rtgenmsg: notHeader,
      'ifla-icmp6-stats': unnamedThere,
      'ifla-inet6-stats': unnamedThere,
      'ifla-vf-link-state-enum': 'ours stays a number',
    },
    otherTypes: { RTM_GETSTATS: otherMessages },
  },
  addr: {
    disagreements: {
      'addr.family: names of AF_ here, none there': noNames,
      'addr.scope: names of RT_SCOPE_ here, none there': noNames,
      'addr.proto: names of IFAPROT_ here, none there': noNames,
      'addr.flags8: named flags there': lowByte,
      'addr.targetNetnsid: s32 here, binary there': 'nla_get_s32 in the kernel',
    },
    unmatched: {},
    otherTypes: { RTM_GETMULTICAST: otherMessages },
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
      'route.expires: uint here, u32 there':
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
    },
    unmatched: {
      'ndt-attrs': otherMessages,
      'ndtpa-attrs': otherMessages,
      ndtmsg: otherMessages,
      'ndt-config': otherMessages,
      'ndt-stats': otherMessages,
    },
    otherTypes: { RTM_GETNEIGHTBL: otherMessages, RTM_SETNEIGHTBL: otherMessages },
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
