import { fromHex } from '../../src/wire/index.js';
import { golden } from './golden.js';

// Bytes that scapy and Linux sent (fixtures/capture-raw.py); test/integration/raw-tshark.test.ts compares the fields with tshark's.
golden('ipv6-extensions', [
  [
    'ah',
    '110400000000010000000005000000000000000000000000',
    {
      layer: 'ah',
      nextHeader: 'udp',
      length: 4,
      reserved: 0,
      spi: 256,
      seq: 5,
      icv: fromHex('000000000000000000000000'),
    },
  ],
  ['esp', '0000020000000006', { layer: 'esp', spi: 512, seq: 6 }],
  [
    'hopByHop',
    '1100050200000100',
    {
      layer: 'hopByHop',
      nextHeader: 'udp',
      length: 0,
      options: [{ type: 'routerAlert', value: 0 }, { type: 'padN' }],
    },
  ],
  [
    'destinationOptions',
    '110301020000c910fd0900000000000000000000000000990001030000000100',
    {
      layer: 'destinationOptions',
      nextHeader: 'udp',
      length: 3,
      options: [
        { type: 'padN', value: fromHex('0000') },
        { type: 'homeAddress', value: 'fd09::99' },
        { type: 'pad1' },
        { type: 'padN', value: fromHex('000000') },
        { type: 'padN' },
      ],
    },
  ],
  [
    'routing source',
    '1104000000000000fd090000000000000000000000000001fd090000000000000000000000000005',
    {
      layer: 'routing',
      nextHeader: 'udp',
      length: 4,
      type: 'source',
      segmentsLeft: 0,
      reserved: 0,
      addresses: ['fd09::1', 'fd09::5'],
    },
  ],
  [
    'routing mobile',
    '1102020000000000fd090000000000000000000000000001',
    {
      layer: 'routing',
      nextHeader: 'udp',
      length: 2,
      type: 'mobile',
      segmentsLeft: 0,
      reserved: 0,
      addresses: ['fd09::1'],
    },
  ],
  [
    'routing segments',
    '1104040001000007fd090000000000000000000000000001fd090000000000000000000000000005',
    {
      layer: 'routing',
      nextHeader: 'udp',
      length: 4,
      type: 'segments',
      segmentsLeft: 0,
      lastEntry: 1,
      flags: 0,
      tag: 7,
      addresses: ['fd09::1', 'fd09::5'],
    },
  ],
  [
    'hopByHop',
    '1100c20400011170',
    { layer: 'hopByHop', nextHeader: 'udp', length: 0, options: [{ type: 'jumboPayload', value: 70000 }] },
  ],
  [
    'fragment',
    '1100000100000063',
    { layer: 'fragment', nextHeader: 'udp', reserved: 0, offset: 0, reserved2: 0, more: 1, id: 99 },
  ],
]);
