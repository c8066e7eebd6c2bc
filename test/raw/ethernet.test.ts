import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('ethernet', [
  [
    'ethernet vlan',
    '02000000000b02000000000a8100',
    { layer: 'ethernet', dst: '02:00:00:00:00:0b', src: '02:00:00:00:00:0a', type: 'vlan' },
  ],
  [
    'ethernet serviceVlan',
    '02000000000b02000000000a88a8',
    { layer: 'ethernet', dst: '02:00:00:00:00:0b', src: '02:00:00:00:00:0a', type: 'serviceVlan' },
  ],
  [
    'ethernet arp',
    '02000000000b02000000000a0806',
    { layer: 'ethernet', dst: '02:00:00:00:00:0b', src: '02:00:00:00:00:0a', type: 'arp' },
  ],
  [
    'ethernet rarp',
    '02000000000b02000000000a8035',
    { layer: 'ethernet', dst: '02:00:00:00:00:0b', src: '02:00:00:00:00:0a', type: 'rarp' },
  ],
  [
    'ethernet 38',
    '0180c200000002000000000a0026',
    { layer: 'ethernet', dst: '01:80:c2:00:00:00', src: '02:00:00:00:00:0a', type: 38 },
  ],
  [
    'ethernet 39',
    '0180c200000002000000000a0027',
    { layer: 'ethernet', dst: '01:80:c2:00:00:00', src: '02:00:00:00:00:0a', type: 39 },
  ],
  [
    'ethernet 7',
    '0180c200000002000000000a0007',
    { layer: 'ethernet', dst: '01:80:c2:00:00:00', src: '02:00:00:00:00:0a', type: 7 },
  ],
]);
