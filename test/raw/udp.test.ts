import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('udp', [
  ['udp', '03e807d000115958', { layer: 'udp', srcPort: 1000, dstPort: 2000, length: 17, checksum: 22872 }],
]);
