import { fromHex } from '../../src/wire/index.js';
import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('sctp', [
  [
    'sctp',
    '13881389deadbeefa38601e601000048112233440000ffff000a001400000007000500080a09010200060014fd090000000000000000000000000002000c00080005000680000004c000000480080008c18082c0',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 2743468518,
      chunks: [
        {
          type: 'init',
          value: {
            initiateTag: 287454020,
            aRwnd: 65535,
            outboundStreams: 10,
            inboundStreams: 20,
            initialTsn: 7,
            parameters: [
              { type: 'ipv4Address', value: '10.9.1.2' },
              { type: 'ipv6Address', value: 'fd09::2' },
              { type: 'supportedAddressTypes', value: [5, 6] },
              { type: 'ecnCapable' },
              { type: 'forwardTsnSupported' },
              { type: 'supportedExtensions', value: [193, 128, 130, 192] },
            ],
          },
          flags: 0,
        },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeefd5f74e9202000020556677880000ffff000a000a000000090007000c636f6f6b69652121',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3589754514,
      chunks: [
        {
          type: 'initAck',
          value: {
            initiateTag: 1432778632,
            aRwnd: 65535,
            outboundStreams: 10,
            inboundStreams: 10,
            initialTsn: 9,
            parameters: [{ type: 'stateCookie', value: fromHex('636f6f6b69652121') }],
          },
          flags: 0,
        },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeefb9473f570a00000c636f6f6b69652121',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3108454231,
      chunks: [{ type: 'cookieEcho', value: fromHex('636f6f6b69652121'), flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeeff6c3fa580b000004',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 4140038744,
      chunks: [{ type: 'cookieAck', flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeef3d09cf340003001500000007000100020000002e68656c6c6f000000',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 1024053044,
      chunks: [
        {
          type: 'data',
          value: { tsn: 7, streamId: 1, streamSeq: 2, ppid: 46, data: fromHex('68656c6c6f') },
          flags: 3,
        },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeefde61f9e80300001800000007000003e8000100010002000300000005',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3730962920,
      chunks: [
        {
          type: 'sack',
          value: {
            cumulativeTsn: 7,
            aRwnd: 1000,
            gapCount: 1,
            duplicateCount: 1,
            gaps: [{ start: 2, end: 3 }],
            duplicates: [5],
          },
          flags: 0,
        },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeefca31697d0400000c00010008696e666f',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3392235901,
      chunks: [
        { type: 'heartbeat', value: [{ type: 'heartbeatInfo', value: fromHex('696e666f') }], flags: 0 },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeeffae5184c0500000c00010008696e666f',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 4209317964,
      chunks: [
        { type: 'heartbeatAck', value: [{ type: 'heartbeatInfo', value: fromHex('696e666f') }], flags: 0 },
      ],
    },
  ],
  [
    'sctp',
    '13881389deadbeef5f69e3040700000800000008',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 1600774916,
      chunks: [{ type: 'shutdown', value: 8, flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeefcf4ad83a08000004',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3477788730,
      chunks: [{ type: 'shutdownAck', flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeefbd589dfe0e000004',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 3176701438,
      chunks: [{ type: 'shutdownComplete', flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeef774113a606000008000c0004',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 2000753574,
      chunks: [{ type: 'abort', value: [{ type: 'userAbort', value: new Uint8Array() }], flags: 0 }],
    },
  ],
  [
    'sctp',
    '13881389deadbeef70bee7720900000c0001000800050000',
    {
      layer: 'sctp',
      srcPort: 5000,
      dstPort: 5001,
      verificationTag: 3735928559,
      checksum: 1891559282,
      chunks: [
        { type: 'error', value: [{ type: 'invalidStream', value: { streamId: 5, reserved: 0 } }], flags: 0 },
      ],
    },
  ],
]);
