import {
  arrayOf,
  bytes,
  enumOf,
  flags,
  i32,
  ip,
  linkAddress,
  names,
  padding,
  struct,
  text,
  u8,
  u16,
  u32,
  u64,
  uint,
} from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { headed } from '../headed.js';
import { lazy } from '../lazy.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { select } from '../select.js';
import { family } from './common.js';
import { ipv4DeviceConfiguration, ipv6DeviceConfiguration } from './device-configuration.js';
import { bridgeAfSpec } from './link-kinds/bridge-af-spec.js';
import { bridgePort } from './link-kinds/bridge-port.js';
import { kindStatistics, linkKinds, portKinds } from './link-kinds/index.js';
import type { Peer } from './link-kinds/peer.js';
import { linkStatistics32, linkStatistics64 } from './link-statistics.js';
import { linkTypes } from './link-types.js';
import { vfInfoList, vfPort, vfPorts } from './link-vf.js';

/** IFF_… (linux/if.h). */
export const linkFlags = names('IFF', {
  up: 1 << 0,
  broadcast: 1 << 1,
  debug: 1 << 2,
  loopback: 1 << 3,
  pointopoint: 1 << 4,
  notrailers: 1 << 5,
  running: 1 << 6,
  noarp: 1 << 7,
  promisc: 1 << 8,
  allmulti: 1 << 9,
  master: 1 << 10,
  slave: 1 << 11,
  multicast: 1 << 12,
  portsel: 1 << 13,
  automedia: 1 << 14,
  dynamic: 1 << 15,
  lowerUp: 1 << 16,
  dormant: 1 << 17,
  echo: 1 << 18,
});

/** RFC 2863's state of an interface (linux/if.h). */
export const operationalStates = names('IF_OPER', {
  unknown: 0,
  notpresent: 1,
  down: 2,
  lowerlayerdown: 3,
  testing: 4,
  dormant: 5,
  up: 6,
});

export const linkModes = names('IF_LINK_MODE', { default: 0, dormant: 1, testing: 2 });

/** Why a message about a link was sent (linux/if_link.h). */
const linkEvents = names('IFLA_EVENT', {
  none: 0,
  reboot: 1,
  features: 2,
  bondingFailover: 3,
  notifyPeers: 4,
  igmpResend: 5,
  bondingOptions: 6,
});

/** What a request for links asks for besides, or asks to leave out. */
const extendedFilter = names('RTEXT_FILTER', {
  vf: 1,
  brvlan: 2,
  brvlanCompressed: 4,
  skipStats: 8,
  mrp: 16,
  cfmConfig: 32,
  cfmStatus: 64,
  mst: 128,
});

const addressGenerationModes = names('IN6_ADDR_GEN_MODE', { eui64: 0, none: 1, stablePrivacy: 2, random: 3 });

/** IF_RA_… and IF_READY of an IPv6 interface: the kernel's own (net/if_inet6.h). */
const ipv6InterfaceFlags = names('IF', {
  raOthercnf: 0x80,
  raManaged: 0x40,
  raRcvd: 0x20,
  rsSent: 0x10,
  ready: 0x8000_0000,
});

const inet = attributes('IFLA_INET', { conf: [1, ipv4DeviceConfiguration] });

/** Times in milliseconds, tstamp in 1/100 s since boot. */
const ipv6Cacheinfo = struct({ maxReasmLen: u32, tstamp: u32, reachableTime: u32, retransTime: u32 });

const inet6 = attributes('IFLA_INET6', {
  flags: [1, flags(u32, ipv6InterfaceFlags)],
  conf: [2, ipv6DeviceConfiguration],
  /** The first counter is how many there are; the others by IPSTATS_MIB_… (linux/snmp.h). */
  stats: [3, arrayOf(u64)],
  mcast: [4, bytes],
  cacheinfo: [5, ipv6Cacheinfo],
  /** The first counter is how many there are; the others by ICMP6_MIB_… (linux/snmp.h). */
  icmp6stats: [6, arrayOf(u64)],
  token: [7, ip],
  addrGenMode: [8, enumOf(u8, addressGenerationModes)],
  raMtu: [9, u32],
});

const mctp = attributes('IFLA_MCTP', { net: [1, u32], physBinding: [2, u8] });

/** Attributes by address family: attribute n of IFLA_AF_SPEC is about family n. */
const familySpecific = attributes('AF', {
  inet: [2, nested(inet)],
  inet6: [10, nested(inet6)],
  mctp: [45, nested(mctp)],
});

/** A whole link, as pairs have it inside. The annotation keeps the type of `link` out of its own. */
const peer: Peer = lazy(() => headed(link.header, link.attributes));

/** The kinds of interfaces that have attributes of their own. */
export const linkInfoKinds = linkKinds(peer);

const linkInfo = attributes('IFLA_INFO', {
  /** What made the interface: `veth`, `bridge`, … */
  kind: [1, text],
  data: [2, select('kind', linkInfoKinds)],
  xstats: [3, select('kind', kindStatistics)],
  /** What it is a port of. */
  slaveKind: [4, text],
  slaveData: [5, select('slaveKind', portKinds)],
});

const xdp = attributes('IFLA_XDP', {
  fd: [1, i32],
  attached: [2, u8],
  flags: [3, u32],
  progId: [4, u32],
  drvProgId: [5, u32],
  skbProgId: [6, u32],
  hwProgId: [7, u32],
  expectedFd: [8, i32],
});

const protoDownReason = attributes('IFLA_PROTO_DOWN_REASON', { mask: [1, u32], value: [2, u32] });

const dpllPin = attributes('DPLL_A_PIN', { id: [1, u32] });

/** The devlink port behind an interface (linux/devlink.h). */
const devlinkPort = attributes('DEVLINK_ATTR', {
  busName: [1, text],
  devName: [2, text],
  portIndex: [3, u32],
});

/** Further names of an interface. */
const propertyList = attributes('IFLA', { altIfname: [53, multi(text)] });

/** struct rtnl_link_ifmap (linux/if_link.h). */
const deviceMap = struct({
  memStart: u64,
  memEnd: u64,
  baseAddr: u64,
  irq: u16,
  dma: u8,
  port: u8,
  _: padding(4),
});

/** A network interface: struct ifinfomsg and IFLA_… (linux/if_link.h). */
export const link = message({
  name: 'link',
  types: { RTM_NEWLINK: 16, RTM_DELLINK: 17, RTM_GETLINK: 18, RTM_SETLINK: 19 },
  header: struct({
    family,
    _: padding(1),
    type: enumOf(u16, linkTypes),
    index: i32,
    flags: flags(u32, linkFlags),
    /** In a request, the flags that are to change. */
    change: u32,
  }),
  attributes: attributes('IFLA', {
    address: [1, linkAddress],
    broadcast: [2, linkAddress],
    ifname: [3, text],
    mtu: [4, u32],
    /** The interface that this one stands on or is paired with. */
    link: [5, u32],
    qdisc: [6, text],
    stats: [7, linkStatistics32],
    cost: [8, bytes],
    priority: [9, bytes],
    /** The bridge, bond, VRF, … that this one is a port of. */
    master: [10, u32],
    wireless: [11, bytes],
    protinfo: [12, select('family', { inet6: nested(inet6), bridge: nested(bridgePort, { flag: true }) })],
    txqlen: [13, u32],
    map: [14, deviceMap],
    weight: [15, u32],
    operstate: [16, enumOf(u8, operationalStates)],
    linkmode: [17, enumOf(u8, linkModes)],
    linkinfo: [18, nested(linkInfo)],
    netNsPid: [19, u32],
    ifalias: [20, text],
    numVf: [21, u32],
    vfinfoList: [22, nested(vfInfoList)],
    stats64: [23, linkStatistics64],
    vfPorts: [24, nested(vfPorts)],
    portSelf: [25, nested(vfPort)],
    afSpec: [26, select('family', { bridge: nested(bridgeAfSpec) }, nested(familySpecific))],
    group: [27, u32],
    netNsFd: [28, u32],
    extMask: [29, flags(u32, extendedFilter)],
    promiscuity: [30, u32],
    numTxQueues: [31, u32],
    numRxQueues: [32, u32],
    carrier: [33, u8],
    physPortId: [34, bytes],
    carrierChanges: [35, u32],
    physSwitchId: [36, bytes],
    /** The namespace of `link`, when that is another than the interface's own. */
    linkNetnsid: [37, i32],
    physPortName: [38, text],
    protoDown: [39, u8],
    gsoMaxSegs: [40, u32],
    gsoMaxSize: [41, u32],
    xdp: [43, nested(xdp)],
    event: [44, enumOf(u32, linkEvents)],
    newNetnsid: [45, i32],
    targetNetnsid: [46, i32],
    carrierUpCount: [47, u32],
    carrierDownCount: [48, u32],
    newIfindex: [49, i32],
    minMtu: [50, u32],
    maxMtu: [51, u32],
    propList: [52, nested(propertyList, { flag: true })],
    /** In a request, a further name to find the interface by. */
    altIfname: [53, text],
    permAddress: [54, linkAddress],
    protoDownReason: [55, nested(protoDownReason, { flag: true })],
    parentDevName: [56, text],
    parentDevBusName: [57, text],
    groMaxSize: [58, u32],
    tsoMaxSize: [59, u32],
    tsoMaxSegs: [60, u32],
    allmulti: [61, u32],
    devlinkPort: [62, nested(devlinkPort, { flag: true })],
    gsoIpv4MaxSize: [63, u32],
    groIpv4MaxSize: [64, u32],
    dpllPin: [65, nested(dpllPin, { flag: true })],
    maxPacingOffloadHorizon: [66, uint],
    netnsImmutable: [67, u8],
    headroom: [68, u16],
    tailroom: [69, u16],
  }),
});

export type Link = DecodedOf<typeof link>;
export type LinkInput = EncodableOf<typeof link>;

/** A link inside a link: the other end of a pair. */
export interface PeerLink extends Link {}
export interface PeerLinkInput extends LinkInput {}
