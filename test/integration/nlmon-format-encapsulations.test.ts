/** What nlmon prints of encapsulations against what `ip route show` prints of the same messages. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { routeFormat } from '../../src/cli/nlmon/format/route.js';
import { route } from '../../src/netlink/route/index.js';
import { encapsulations } from './nlmon-format-encapsulations-arbitraries.js';
import { canFeed, expectSame, Feed, jsonLines, messagesOf } from './nlmon-format-feed.js';

const newRoute = 24;
const getRoute = 26;

const contextOf = (family: 'inet6' | undefined, statistics: number): FormatContext => ({
  display: { ...plainDisplay, statistics },
  interfaceName: index => ['*', 'lo', 'd1', 'd0'][index] ?? `if${index}`,
  names: loadIprouteNames(),
  mode: 'show',
  deleted: false,
  table: 0,
  ...(family === undefined ? {} : { family }),
});

describe.skipIf(!canFeed)('made-up encapsulations (skipped without a C compiler and namespaces)', () => {
  let feed: Feed;
  beforeAll(() => {
    feed = new Feed();
  });
  afterAll(() => feed[Symbol.dispose]());

  const compare = (values: readonly unknown[], options: string, context: FormatContext) => {
    const { messages, decoded } = messagesOf(route, newRoute, values);
    const fed = { types: [getRoute], messages, before: 'ip link add d0 type veth peer name d1' };
    const command = `ip ${options} route show table all`;
    const text = decoded.map(value => routeFormat.text(value, context)).join('');
    expectSame(text.split('\n'), feed.printed(command, fed).split('\n'));
    const json = decoded.map(value => routeFormat.jsonText!(value, context));
    // Where ip has two members of one name, ours tell them apart.
    const ours = json.map(line => line.replaceAll('"encap_', '"'));
    const theirs = feed.printed(`ip -j ${options} route show table all`, fed);
    expectSame(ours, jsonLines(theirs, '{"dst":"2001:db8::'));
  };

  test.each(encapsulations)('%s', (encapType, arbitrary) => {
    const encaps = fc.sample(arbitrary, { numRuns: 300, seed: 1 });
    const hop = (encap: unknown) => ({ flags: 0, hops: 0, ifindex: 1, encapType, encap });
    const values = encaps.map((encap, i) => ({
      family: 'inet6',
      dstLen: 128,
      table8: 254,
      table: 254,
      type: 'unicast',
      protocol: 'static',
      dst: `2001:db8::${(i + 1).toString(16)}`,
      oif: 1,
      ...(i % 7 === 0 ? { multipath: [hop(encap), hop(encap)] } : { encapType, encap }),
    }));
    for (const statistics of [0, 1])
      compare(values, statistics === 0 ? '-6' : '-6 -s', contextOf('inet6', statistics));
  });
});
