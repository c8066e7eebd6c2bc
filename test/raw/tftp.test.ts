import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('tftp', [
  [
    'tftp rrq',
    '00017078656c696e75782e30006f6374657400626c6b73697a65003134323800',
    {
      layer: 'tftp',
      operation: 'rrq',
      file: 'pxelinux.0',
      mode: 'octet',
      options: [{ name: 'blksize', value: '1428' }],
    },
  ],
  [
    'tftp wrq',
    '00027570006e6574617363696900',
    { layer: 'tftp', operation: 'wrq', file: 'up', mode: 'netascii' },
  ],
  ['tftp data', '00030001', { layer: 'tftp', operation: 'data', block: 1 }],
  ['tftp ack', '00040001', { layer: 'tftp', operation: 'ack', block: 1 }],
  [
    'tftp error',
    '0005000146696c65206e6f7420666f756e6400',
    { layer: 'tftp', operation: 'error', code: 1, message: 'File not found' },
  ],
  [
    'tftp oack',
    '00067473697a6500393900',
    { layer: 'tftp', operation: 'oack', options: [{ name: 'tsize', value: '99' }] },
  ],
]);
