import { fromHex } from '../../src/wire/index.js';
import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('ospf', [
  [
    'ospf hello',
    '0201002c0a09000200000001e98700000000000000000000',
    {
      layer: 'ospf',
      version: 2,
      type: 'hello',
      length: 44,
      routerId: '10.9.0.2',
      areaId: '0.0.0.1',
      checksum: 59783,
      authenticationType: 0,
      authentication: fromHex('0000000000000000'),
    },
  ],
  [
    'ospf hello',
    '030100240a09000200000001e9890000',
    {
      layer: 'ospf',
      version: 3,
      type: 'hello',
      length: 36,
      routerId: '10.9.0.2',
      areaId: '0.0.0.1',
      checksum: 59785,
      instanceId: 0,
      reserved: 0,
    },
  ],
]);
