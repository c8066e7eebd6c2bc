/** Links of every kind as ip(8) prints them: messages that kernels sent, and messages that none would send. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkFormat } from '../../src/cli/nlmon/format/link.js';
import { addressesJson, showAddresses } from '../../src/cli/nlmon/format/show-addresses.js';
import { rendered } from '../../src/cli/nlmon/rendering.js';
import { link } from '../../src/netlink/route/index.js';
import { captured } from '../netlink/fixtures.js';
import { netlinkMessage } from '../support/netlink-bytes.js';
import { madeUpLink } from './nlmon-format-kinds-made-up.js';
import { AnsweredIp, canAnswer, displays, objectsOf } from './nlmon-format-kinds-support.js';

const lines = (text: string): string[] => text.split('\n');

/** What is told of netkit, which ip 6.1 does not know: its name alone there. */
const asIp61 = (text: string): string =>
  text.replaceAll(/netkit mode .*?(?=addrgenmode|numtxqueues)/g, 'netkit ');

/** The same of JSON. */
function withoutNetkit(json: any): any {
  if (json.linkinfo?.info_kind !== 'netkit') return json;
  const { info_data: _, ...linkinfo } = json.linkinfo;
  return { ...json, linkinfo };
}

function compared(title: string, messages: () => readonly Uint8Array[]): void {
  describe.skipIf(!canAnswer)(`${title} (skipped without user namespaces, ip 6.1 or cc)`, () => {
    let answered: AnsweredIp;
    beforeAll(() => {
      answered = new AnsweredIp(messages());
    });
    afterAll(() => answered?.[Symbol.dispose]());

    test.each(displays)('ip %s link show', (words, display) => {
      const context = answered.context('show', display);
      const ours = answered.links.map(link => rendered(linkFormat, link, context)).join('');
      expect(lines(asIp61(ours))).toEqual(lines(answered.ip(`${words} link show`)));
    });

    test.each(displays.filter(([, { paint }]) => paint === undefined))(
      'ip -j %s link show',
      (words, display) => {
        const context = answered.context('show', display);
        const ours = answered.links.map(link => linkFormat.json(link, context)).map(withoutNetkit);
        expect(ours).toEqual(objectsOf(answered.ip(`-j ${words} link show`)));
      },
    );

    test.each(displays)('ip %s address show', (words, display) => {
      const context = answered.context('show', display);
      const ours = [...showAddresses(answered.links, [], context)].join('');
      expect(lines(asIp61(ours))).toEqual(lines(answered.ip(`${words} address show`)));
    });

    test('ip -j -d -s -s address show', () => {
      const context = answered.context('show', { details: true, statistics: 2 });
      const ours = [...addressesJson(answered.links, [], context)].map(withoutNetkit);
      expect(ours).toEqual(objectsOf(answered.ip('-j -d -s -s address show')));
    });

    test.each(displays.filter(([, { brief }]) => !brief))('ip %s monitor', (words, display) => {
      const ours = answered.links.map((link, i) =>
        rendered(linkFormat, link, answered.context('monitor', display, i)),
      );
      expect(lines(asIp61(ours.join('')))).toEqual(lines(answered.monitor(words)));
    });
  });
}

compared('links that Linux 6.12 and 6.18 told of', () => {
  const seen = new Set<number>();
  return captured
    .filter(({ schema, source, payload }) => schema === link && source === 'dump' && payload[0] !== 7)
    .map(({ payload }, i) => {
      const renumbered = payload.slice();
      // Two kernels: each link has a number of its own here.
      const view = new DataView(renumbered.buffer);
      if (seen.has(view.getInt32(4, true))) view.setInt32(4, 10_000 + i, true);
      seen.add(view.getInt32(4, true));
      return netlinkMessage({ type: 16 }, renumbered);
    });
});

compared('made-up links of every kind', () =>
  fc.sample(fc.integer(), { numRuns: 1500, seed: 3 }).map((seed, i) => madeUpLink(seed, 100 + i)),
);
