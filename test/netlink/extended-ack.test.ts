import { describe, expect, test } from 'vitest';
import { explain } from '../../src/netlink/explain.js';
import { attributeAt, decodeExtendedAck, missingAttribute } from '../../src/netlink/extended-ack.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { link } from '../../src/netlink/route/link.js';
import { route } from '../../src/netlink/route/route.js';
import { Window } from '../../src/wire/index.js';
import { fromHexText } from '../wire/codec.js';
import { type AnyMessage, captured } from './fixtures.js';

const request = (schema: AnyMessage, type: string, value: unknown) =>
  new Window(encodeRequest({ schema, type, value }, 1));

describe('what the kernel points at', () => {
  const asked = request(route, 'RTM_NEWROUTE', {
    family: 'inet',
    dst: '10.0.0.0',
    metrics: { mtu: 1400, hoplimit: 3 },
    multipath: [{ gateway: '10.0.0.1' }, { ifindex: 5, via: { family: 'inet6', address: '::1' } }],
  });

  test('is found by its offset, as deep as it is', () => {
    const offsets = explain(route, asked.u8).map(({ offset }) => attributeAt(route, asked, offset));
    expect(new Set(offsets)).toEqual(
      new Set([
        undefined,
        'family',
        'dstLen',
        'srcLen',
        'tos',
        'table8',
        'protocol',
        'scope',
        'type',
        'flags',
        'dst',
        'metrics',
        'metrics.mtu',
        'metrics.hoplimit',
        'multipath',
        'multipath[0]',
        'multipath[0].flags',
        'multipath[0].hops',
        'multipath[0].ifindex',
        'multipath[0].gateway',
        'multipath[1]',
        'multipath[1].flags',
        'multipath[1].hops',
        'multipath[1].ifindex',
        'multipath[1].via',
        'multipath[1].via.family',
        'multipath[1].via.address',
      ]),
    );
  });

  test('is looked for without an exception, wherever the kernel points', () => {
    for (const { schema, bytes } of captured) {
      const window = new Window(bytes);
      for (let offset = 0; offset < bytes.length + 8; offset += 3) attributeAt(schema, window, offset);
    }
    expect(attributeAt(route, asked, 5000)).toBeUndefined();
  });
});

test('a missing attribute is named under the nest that lacks it', () => {
  const asked = request(link, 'RTM_NEWLINK', { linkinfo: { data: '00' } });
  const nest = explain(link, asked.u8).find(({ name }) => name === 'linkinfo')!.offset;
  expect(missingAttribute(link, asked, 1, nest)).toBe('linkinfo.kind');
  expect(missingAttribute(link, asked, 99, nest)).toBe('linkinfo.#99');
  expect(missingAttribute(link, asked, 3, undefined)).toBe('ifname');
  expect(missingAttribute(link, asked, 999, undefined)).toBe('#999');
  expect(missingAttribute(link, asked, 7, 5000)).toBe('#7');
});

test('attributes are read as far as they can be', () => {
  const bytes = fromHexText(
    '0a00 0100 4572726f7200 0000 0800 0200 24000000 1400 0480 0800 0100 04000000 0800 0a00 ff000000 0700 0500 010203 00',
  );
  const ack = decodeExtendedAck(new Window(bytes), 0, bytes.length);
  expect(ack).toMatchObject({ msg: 'Error', offs: 36, policy: { type: 'u32', bitfield32Mask: 255 } });
  expect(ack.missType).toBeUndefined();
});
