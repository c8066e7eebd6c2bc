import { fromHex } from '../../src/wire/index.js';
import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('ntp', [
  [
    'ntp client',
    '230206ec00008000000040007f000001e875470080000000e875470140000000e875470200000000e875470300000000',
    {
      layer: 'ntp',
      leap: 0,
      version: 4,
      mode: 'client',
      stratum: 2,
      poll: 6,
      precision: -20,
      rootDelay: 32768,
      rootDispersion: 16384,
      referenceId: fromHex('7f000001'),
      reference: { seconds: 3900000000, fraction: 2147483648 },
      originate: { seconds: 3900000001, fraction: 1073741824 },
      receive: { seconds: 3900000002, fraction: 0 },
      transmit: { seconds: 3900000003, fraction: 0 },
    },
  ],
]);
