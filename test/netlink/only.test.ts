import { describe, expect, test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import { printedOf } from '../../src/cli/nlmon/format/link-attributes.js';
import { link } from '../../src/netlink/route/index.js';
import { captured, decode } from './fixtures.js';

const links = captured.filter(
  ({ schema, source, payload }) => schema === link && source === 'dump' && payload[0] !== 7,
);
const header = ['family', 'type', 'index', 'flags', 'change'];

describe('a part of a schema', () => {
  test('reads the attributes that are wanted as the whole does, and no others', () => {
    const part = link.only(['ifname', 'linkinfo', 'mtu']);
    expect(links.length).toBeGreaterThan(80);
    // Often enough that decoders are made for layouts.
    for (let round = 0; round < 40; round++) {
      for (const { payload } of links) {
        const whole = decode(link, payload);
        const expected = Object.fromEntries(
          Object.entries(whole).filter(([name]) => [...header, 'ifname', 'linkinfo', 'mtu'].includes(name)),
        );
        expect(decode(part, payload)).toEqual(expected);
      }
    }
  });

  test('reads a part of a nest, also one that hangs on a field', () => {
    const part = link.only(['linkinfo.kind', 'afSpec.inet6.addrGenMode']);
    for (const { payload } of links) {
      const whole = decode(link, payload) as any;
      const read = decode(part, payload) as any;
      expect(read.linkinfo?.kind).toBe(whole.linkinfo?.kind);
      expect(Object.keys(read.linkinfo ?? {}).filter(name => name !== 'kind')).toEqual([]);
      const mode = whole.afSpec?.inet6?.addrGenMode;
      expect(read.afSpec?.inet6).toEqual(
        mode === undefined ? whole.afSpec?.inet6 && {} : { addrGenMode: mode },
      );
      expect(read.afSpec?.inet).toBeUndefined();
    }
  });

  test('has the requests of the whole', () => {
    const part = link.only(['ifname']);
    expect(part.requestSchema(18)).toBe(link);
    expect(link.requestSchema(18)).toBe(link);
  });

  test('is what nlmon prints of a link: every name is one', () => {
    const names = printedOf({ ...plainDisplay, details: true, statistics: 2 });
    const known = new Set(link.attributes.byName.keys());
    for (const name of names) expect(known).toContain(name.split('.')[0]);
    expect(new Set(names).size).toBe(names.length);
  });
});
