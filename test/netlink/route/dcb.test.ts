import { expect, test } from 'vitest';
import { RequestSink } from '../../../src/netlink/request-sink.js';
import { dcb } from '../../../src/netlink/route/dcb.js';
import { decode, encode } from '../fixtures.js';

const hex = (...text: string[]) => new Uint8Array(Buffer.from(text.join('').replaceAll(' ', ''), 'hex'));
const both = (bytes: Uint8Array, value: object) => {
  expect(decode(dcb, bytes)).toEqual(value);
  expect(encode(dcb, value)).toEqual(bytes);
};

test('buffers, and what priorities are taken from, in order', () => {
  both(
    hex(
      '00 15 0000 0900 0100 6463623000 000000',
      '5000 0d00',
      '3000 0a00 0001020304050607 00020000 00040000',
      '00000000'.repeat(6),
      '00080000',
      '1c00 0b00 0500 0200 ff 000000 0500 0100 05 000000 0500 0100 01 000000',
    ),
    {
      family: 'unspec',
      cmd: 'ieeeGet',
      ifname: 'dcb0',
      ieee: {
        buffer: {
          prio2buffer: [0, 1, 2, 3, 4, 5, 6, 7],
          bufferSize: [512, 1024, 0, 0, 0, 0, 0, 0],
          totalSize: 2048,
        },
        appTrustTable: [255, 'dscp', 'ethertype'],
      },
    },
  );
});

test('a result stands where attributes were asked for', () => {
  both(hex('00 14 0000 0500 0d00 00 000000'), { family: 'unspec', cmd: 'ieeeSet', ieee: 0 });
});

test('what the older standard has', () => {
  both(
    hex(
      '00 1a 0000 3800 1000',
      '1400 0600 0500 0100 01 000000 0500 0200 00 000000',
      '2000 0700 1c00 0c00',
      '0500 0100 00 000000 0600 0200 0689 0000 0500 0300 03 000000',
    ),
    {
      family: 'unspec',
      cmd: 'ceeGet',
      cee: {
        pfc: { '0': 1, '1': 0 },
        appTable: { app: [{ idtype: 'ethtype', id: 0x8906, priority: 3 }] },
      },
    },
  );
});

test('requests carry NLA_F_NESTED, and the number of the kernel for its own selectors', () => {
  const value = {
    cmd: 'ieeeSet',
    ieee: {
      rewrTable: [
        { selector: 255, priority: 3, protocol: 6 },
        { selector: 'dscp', priority: 1, protocol: 10 },
      ],
    },
  };
  expect(encode(dcb, value, new RequestSink())).toEqual(
    hex('00 14 0000 1800 0d80 1400 0c80 0800 0200 ff03 0600 0800 0100 0501 0a00'),
  );
});
