import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('vlan', [
  ['vlan ipv4', 'b02a0800', { layer: 'vlan', pcp: 5, dei: 1, vid: 42, type: 'ipv4' }],
  ['vlan vlan', '40648100', { layer: 'vlan', pcp: 2, dei: 0, vid: 100, type: 'vlan' }],
]);
