/** Rings (IEC 62439-2), fault management (IEEE 802.1Q) and spanning trees of bridges, for kernels that were built without. */
import { fromHex } from '../../../src/wire/index.js';

/** Made from linux/if_bridge.h by a program that is not ours. */
export const bridgeAfSpecHex = `640104002400010008000100010000000800020002000000080003000300000006000400008000000c000200080001000200
     00000c0003000800010001000000140004000800010001000000080002000100000014000500080001000100000008000200
     020000002c000600080001000100000008000200204e000008000300030000000800040060ea000008000500000000007400
     0700080001000100000008000200020000000800030003000000060004000080000008000500000000000800060001000000
     08000700204e00000800080003000000080009000100000008000a000400000008000b000100000008000c00020000000800
     0d003075000008000e0005000000240008000800010001000000060002000900000008000300010000000800040004000000
     140009000600010009000000080002000000000024000a000600010009000000080002003075000008000300050000000800
     0400905f0100e40205802400018008000100010000000800020000000000080003000100000008000400050000000c000280
     08000100010000002800038008000100010000000a0002000200000000070000080003000300000008000400070000005000
     048008000100010000000800020001000000080003000400000034000400000102030405060708090a0b0c0d0e0f10111213
     1415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f14000580080001000100000008000200080000001400
     0680080001000100000008000200080000001400078008000100010000000800020001000000480008800800010001000000
     0a0002000180c200003000000800030001000000080004000a00000008000500010000000500060002000000080007000100
     0000050008000300000024000980080001000100000008000200000000000800030001000000080004000500000024000980
     080001000100000008000200000000000800030001000000080004000500000028000a8008000100010000000a0002000200
     0000000700000800030003000000080004000700000050000b80080001000100000008000200010000000800030004000000
     34000400000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d
     2e2f14000c800800010001000000080002000100000048000d8008000100010000000a0002000180c2000030000008000300
     01000000080004000a000000080005000100000005000600020000000800070001000000050008000300000014000e800800
     010001000000080002000800000014000e800800010001000000080002000800000024000f80080001000100000008000200
     00000000080003000100000008000400010000004c0010800800010001000000080002000800000008000300010000000800
     0400000000000500050001000000050006000200000008000700010000000800080001000000080009000000000018000680
     1400010006000100050000000500020003000000`;

export const bridgeAfSpecValue = {
  mrp: {
    instance: { ringId: 1, pIfindex: 2, sIfindex: 3, prio: 32768 },
    portState: { state: 'forwarding' },
    portRole: { role: 'secondary' },
    ringState: { ringId: 1, state: 'closed' },
    ringRole: { ringId: 1, role: 'mrm' },
    startTest: { ringId: 1, interval: 20000, maxMiss: 3, period: 60000, monitor: 0 },
    info: [
      {
        ringId: 1,
        pIfindex: 2,
        sIfindex: 3,
        prio: 32768,
        ringState: 'open',
        ringRole: 'mrc',
        testInterval: 20000,
        testMaxMiss: 3,
        testMonitor: 1,
        iIfindex: 4,
        inState: 'closed',
        inRole: 'mim',
        inTestInterval: 30000,
        inTestMaxMiss: 5,
      },
    ],
    inRole: { ringId: 1, inId: 9, role: 'mic', iIfindex: 4 },
    inState: { inId: 9, state: 'open' },
    startInTest: { inId: 9, interval: 30000, maxMiss: 5, period: 90000 },
  },
  cfm: {
    mepCreate: { instance: 1, domain: 'port', direction: 'up', ifindex: 5 },
    mepDelete: { instance: 1 },
    mepConfig: { instance: 1, unicastMac: '02:00:00:00:00:07', mdlevel: 3, mepid: 7 },
    ccConfig: {
      instance: 1,
      enable: 1,
      expInterval: 'sec1',
      expMaid: fromHex(
        '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f',
      ),
    },
    ccPeerMepAdd: { instance: 1, mepid: 8 },
    ccPeerMepRemove: { instance: 1, mepid: 8 },
    ccRdi: { instance: 1, rdi: 1 },
    ccCcmTx: {
      instance: 1,
      dmac: '01:80:c2:00:00:30',
      seqNoUpdate: 1,
      period: 10,
      ifTlv: 1,
      ifTlvValue: 2,
      portTlv: 1,
      portTlvValue: 3,
    },
    mepCreateInfo: [
      { instance: 1, domain: 'port', direction: 'up', ifindex: 5 },
      { instance: 1, domain: 'port', direction: 'up', ifindex: 5 },
    ],
    mepConfigInfo: [{ instance: 1, unicastMac: '02:00:00:00:00:07', mdlevel: 3, mepid: 7 }],
    ccConfigInfo: [
      {
        instance: 1,
        enable: 1,
        expInterval: 'sec1',
        expMaid: fromHex(
          '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f',
        ),
      },
    ],
    ccRdiInfo: [{ instance: 1, rdi: 1 }],
    ccCcmTxInfo: [
      {
        instance: 1,
        dmac: '01:80:c2:00:00:30',
        seqNoUpdate: 1,
        period: 10,
        ifTlv: 1,
        ifTlvValue: 2,
        portTlv: 1,
        portTlvValue: 3,
      },
    ],
    ccPeerMepInfo: [
      { instance: 1, mepid: 8 },
      { instance: 1, mepid: 8 },
    ],
    mepStatusInfo: [{ instance: 1, opcodeUnexpSeen: 0, versionUnexpSeen: 1, rxLevelLowSeen: 1 }],
    ccPeerStatusInfo: [
      {
        instance: 1,
        peerMepid: 8,
        ccmDefect: 1,
        rdi: 0,
        portTlvValue: 1,
        ifTlvValue: 2,
        seen: 1,
        tlvSeen: 1,
        seqUnexpSeen: 0,
      },
    ],
  },
  mst: { entry: [{ msti: 5, state: 'forwarding' }] },
};
