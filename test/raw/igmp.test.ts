import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('igmp', [
  [
    'igmp query',
    '1100eeff00000000',
    { layer: 'igmp', type: 'query', maxResponse: 0, checksum: 61183, group: '0.0.0.0' },
  ],
  [
    'igmp report',
    '1200fcfaef010203',
    { layer: 'igmp', type: 'report', maxResponse: 0, checksum: 64762, group: '239.1.2.3' },
  ],
  [
    'igmp report2',
    '1600f8faef010203',
    { layer: 'igmp', type: 'report2', maxResponse: 0, checksum: 63738, group: '239.1.2.3' },
  ],
  [
    'igmp leave',
    '1700f7faef010203',
    { layer: 'igmp', type: 'leave', maxResponse: 0, checksum: 63482, group: '239.1.2.3' },
  ],
  [
    'igmp query',
    '1164dcf6ef0102030a7d00020a0901070a090108',
    {
      layer: 'igmp',
      type: 'query',
      maxResponse: 100,
      checksum: 56566,
      group: '239.1.2.3',
      reserved3: 0,
      suppress: 1,
      robustness: 2,
      interval: 125,
      sourceCount: 2,
      sources: ['10.9.1.7', '10.9.1.8'],
    },
  ],
  [
    'igmp report3',
    '2200ebe10000000204000000ef01020301000001ef0102040a090107',
    {
      layer: 'igmp',
      type: 'report3',
      maxResponse: 0,
      checksum: 60385,
      reserved: 0,
      recordCount: 2,
      records: [
        { type: 'changeToExclude', auxiliaryLength: 0, sourceCount: 0, group: '239.1.2.3', sources: [] },
        { type: 'isInclude', auxiliaryLength: 0, sourceCount: 1, group: '239.1.2.4', sources: ['10.9.1.7'] },
      ],
    },
  ],
]);
