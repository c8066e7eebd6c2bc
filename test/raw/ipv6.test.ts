import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('ipv6', [
  [
    'ipv6',
    '6000000000083a40fd090000000000000000000000000002fd090000000000000000000000000001',
    {
      layer: 'ipv6',
      version: 6,
      dscp: 0,
      ecn: 0,
      flowLabel: 0,
      payloadLength: 8,
      nextHeader: 'icmpv6',
      hopLimit: 64,
      src: 'fd09::2',
      dst: 'fd09::1',
    },
  ],
]);
