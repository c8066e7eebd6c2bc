import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('mpls', [['mpls', '00010609', { layer: 'mpls', label: 16, trafficClass: 3, bottom: 0, ttl: 9 }]]);
