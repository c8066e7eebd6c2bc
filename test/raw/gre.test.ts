import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('gre', [
  ['gre ipv4', '00000800', { layer: 'gre', flags: [], version: 0, type: 'ipv4' }],
  [
    'gre transparentEthernet',
    '00006558',
    { layer: 'gre', flags: [], version: 0, type: 'transparentEthernet' },
  ],
]);
