import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('sll', [
  [
    'sll',
    '000000010006d65214f00a5500000800',
    {
      layer: 'sll',
      packetType: 'host',
      hardwareType: 'ether',
      addressLength: 6,
      address: 'd6:52:14:f0:0a:55',
      protocol: 'ipv4',
    },
  ],
  [
    'sll2',
    '080000000000000500010006d65214f00a550000',
    {
      layer: 'sll2',
      protocol: 'ipv4',
      reserved: 0,
      ifindex: 5,
      hardwareType: 'ether',
      packetType: 'host',
      addressLength: 6,
      address: 'd6:52:14:f0:0a:55',
    },
  ],
]);
