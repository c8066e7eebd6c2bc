import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('llc', [
  ['llc', '424203', { layer: 'llc', dsap: 'stp', ssap: 'stp', control: 3 }],
  ['snap ipv4', '0000000800', { layer: 'snap', oui: '00:00:00', type: 'ipv4' }],
  ['snap 267', '00000c010b', { layer: 'snap', oui: '00:00:0c', type: 267 }],
]);
