import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('vxlan', [
  ['vxlan', '0800000000109200', { layer: 'vxlan', flags: ['vni'], reserved: 0, vni: 4242, reserved2: 0 }],
]);
