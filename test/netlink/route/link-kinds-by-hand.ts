import { nested } from '../../../src/netlink/nested.js';
import { linkInfoKinds } from '../../../src/netlink/route/link.js';
import { bridgeAfSpec } from '../../../src/netlink/route/link-kinds/bridge-af-spec.js';
import { canStatistics } from '../../../src/netlink/route/link-kinds/can.js';
import { portKinds } from '../../../src/netlink/route/link-kinds/index.js';
import { vfPorts } from '../../../src/netlink/route/link-vf.js';
import type { AnyType } from '../../../src/wire/index.js';
import { bridgeAfSpecHex, bridgeAfSpecValue } from './bridge-af-spec-by-hand.js';

/** IFLA_AF_SPEC of bridges, as the kernel says it. */
export const bridgeSpec = nested(bridgeAfSpec);

const bittimingConst = {
  name: 'mcap',
  tseg1Min: 1,
  tseg1Max: 16,
  tseg2Min: 1,
  tseg2Max: 8,
  sjwMax: 4,
  brpMin: 1,
  brpMax: 1024,
  brpInc: 1,
};

/** Made by hand from the kernel's code, for what neither this kernel nor ip(8) 6.1 says. */
export const byHand: readonly (readonly [label: string, AnyType, hex: string, value: object])[] = [
  [
    'netkit',
    linkInfoKinds.netkit,
    `1c00 0100 00000000 00000000 00000000 00000000 0800 0300 6e6b3100 0500 0200 01 000000
     0800 0300 00000000 0800 0400 02000000 0800 0500 01000000 0800 0600 01000000 0800 0700 00000000
     0600 0800 2000 0000 0600 0900 1000 0000`,
    {
      peerInfo: { family: 'unspec', type: 'netrom', index: 0, flags: [], change: 0, ifname: 'nk1' },
      primary: 1,
      policy: 'pass',
      peerPolicy: 'drop',
      mode: 'l3',
      scrub: 'default',
      peerScrub: 'none',
      headroom: 32,
      tailroom: 16,
    },
  ],
  ['ovpn', linkInfoKinds.ovpn, '0500 0100 01 000000', { mode: 'mp' }],
  ['ppp', linkInfoKinds.ppp, '0800 0100 05000000', { devFd: 5 }],
  [
    'bond, as the kernel says it',
    linkInfoKinds.bond,
    `0500 2000 01 000000 0500 2100 00 000000
     3000 1700 0600 0100 0100 0000 0600 0200 0200 0000 0600 0300 0900 0000 0600 0400 1100 0000
     0a00 0500 0200000000aa 0000`,
    {
      coupledControl: 1,
      broadcastNeigh: 0,
      adInfo: { aggregator: 1, numPorts: 2, actorKey: 9, partnerKey: 17, partnerMac: '02:00:00:00:00:aa' },
    },
  ],
  [
    'a port of a bond',
    portKinds.bond,
    `0500 0100 01 000000 0500 0200 02 000000 0800 0300 03000000 0a00 0400 020000000011 0000 0600 0500 0700 0000
     0800 0900 ffffffff 0600 0600 0200 0000 0500 0700 3d 000000 0600 0800 4100 0000 0600 0a00 ff00 0000`,
    {
      state: 'backup',
      miiStatus: 'down',
      linkFailureCount: 3,
      permHwaddr: '02:00:00:00:00:11',
      queueId: 7,
      prio: -1,
      adAggregatorId: 2,
      adActorOperPortState: ['lacpActivity', 'aggregation', 'synchronization', 'collecting', 'distributing'],
      adPartnerOperPortState: ['lacpActivity', 'defaulted'],
      actorPortPrio: 255,
    },
  ],
  [
    'a bridge that hears others ask for multicast groups',
    linkInfoKinds.bridge,
    `4800 2f80 0800 0100 0a000001 0800 0200 07000000 0c00 0300 e803000000000000
     1400 0500 fe800000000000000000000000000001 0800 0600 08000000 0c00 0700 d007000000000000`,
    {
      mcastQuerierState: {
        ipAddress: '10.0.0.1',
        ipPort: 7,
        ipOtherTimer: 1000,
        ipv6Address: 'fe80::1',
        ipv6Port: 8,
        ipv6OtherTimer: 2000,
      },
    },
  ],
  ['a port of a bridge with a next hop', portKinds.bridge, '0800 2c00 05000000', { backupNhid: 5 }],
  ['vxlan', linkInfoKinds.vxlan, '0400 1800', { remcsumNopartial: true }],
  [
    'can fd, as the kernel says it',
    linkInfoKinds.can,
    `3400 0a00 6d636170000000000000000000000000 01000000 10000000 01000000 08000000 04000000 01000000 00040000
     01000000`,
    { dataBittimingConst: bittimingConst },
  ],
  ['a port of a VRF', portKinds.vrf, '0800 0100 e8030000', { table: 1000 }],
  [
    'geneve with source ports',
    linkInfoKinds.geneve,
    '0800 0f00 c000 ffff',
    { portRange: { low: 0xc000, high: 0xffff } },
  ],
  [
    'gtp with sockets of its own',
    linkInfoKinds.gtp,
    '0800 0100 03000000 0800 0200 04000000 0800 0700 0a000001 1400 0800 20010db8000000000000000000000001',
    { fd0: 3, fd1: 4, local: '10.0.0.1', local6: '2001:db8::1' },
  ],
  [
    'rmnet with flags',
    linkInfoKinds.rmnet,
    '0c00 0200 05000000 3f000000',
    {
      flags: {
        flags: ['ingressDeaggregation', 'ingressMapCksumv4'],
        mask: [
          ...['ingressDeaggregation', 'ingressMapCommands', 'ingressMapCksumv4', 'egressMapCksumv4'],
          ...['ingressMapCksumv5', 'egressMapCksumv5'],
        ],
      },
    },
  ],
  [
    'hsr, as the kernel says it',
    linkInfoKinds.hsr,
    '0a00 0400 01154e00012d 0000 0600 0500 0102 0000 0800 0800 07000000',
    { supervisionAddr: '01:15:4e:00:01:2d', seqNr: 0x201, interlink: 7 },
  ],
  ['amt, a remote end', linkInfoKinds.amt, '0800 0600 0a000003', { remoteIp: '10.0.0.3' }],
  [
    'can, as the kernel says it',
    linkInfoKinds.can,
    `3400 0200 6d636170000000000000000000000000 01000000 10000000 01000000 08000000 04000000 01000000 00040000 01000000
     0800 0300 00127a00 0800 0400 03000000 0800 0800 05000700 0800 0c00 7800 0000
     0c00 0d00 20a10700 40420f00 0800 0e00 80841e00 0800 0f00 80841e00
     3400 1080 0800 0100 01000000 0800 0200 02000000 0800 0300 03000000 0800 0400 04000000 0800 0500 05000000
     0800 0600 06000000
     0c00 1180 0800 0100 21000000`,
    {
      bittimingConst,
      clock: { freq: 8_000_000 },
      state: 'busOff',
      berrCounter: { txerr: 5, rxerr: 7 },
      terminationConst: [120, 0],
      bitrateConst: [500_000, 1_000_000],
      dataBitrateConst: [2_000_000],
      bitrateMax: 2_000_000,
      tdc: { tdcvMin: 1, tdcvMax: 2, tdcoMin: 3, tdcoMax: 4, tdcfMin: 5, tdcfMax: 6 },
      ctrlmodeExt: { supported: ['loopback', 'fd'] },
    },
  ],
  [
    'statistics of can',
    canStatistics,
    '01000000 02000000 03000000 04000000 05000000 06000000',
    { busError: 1, errorWarning: 2, errorPassive: 3, busOff: 4, arbitrationLost: 5, restarts: 6 },
  ],
  ['rings, fault management and spanning trees of a port', bridgeSpec, bridgeAfSpecHex, bridgeAfSpecValue],
  [
    'port profiles of virtual functions',
    nested(vfPorts),
    `3800 0100 0800 0100 05000000 0800 0200 61626300 0c00 0300 01 020304 05 000000 0600 0400 aabb 0000
     0500 0600 02 000000 0600 0700 0101 0000`,
    {
      port: [
        {
          vf: 5,
          profile: 'abc',
          vsiType: { vsiMgrId: 1, vsiTypeId: Uint8Array.of(2, 3, 4), vsiTypeVersion: 5 },
          instanceUuid: Uint8Array.of(0xaa, 0xbb),
          request: 'associate',
          response: 'profileResponseInprogress',
        },
      ],
    },
  ],
];
