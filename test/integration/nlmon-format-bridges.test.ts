/** What nlmon prints of bridges and statistics against what bridge and ip print of the same messages, captured or made up. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { fdbFormat } from '../../src/cli/nlmon/format/bridge/fdb.js';
import { mdbEntriesFormat, mdbRoutersFormat } from '../../src/cli/nlmon/format/bridge/mdb.js';
import { portFormat } from '../../src/cli/nlmon/format/bridge/port.js';
import { portVlansFormat, tunnelVlansFormat } from '../../src/cli/nlmon/format/bridge/port-vlans.js';
import { byPort, vlanFormat } from '../../src/cli/nlmon/format/bridge/vlan.js';
import { vniFormat, vniHeading } from '../../src/cli/nlmon/format/bridge/vni.js';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { statsFormat } from '../../src/cli/nlmon/format/stats.js';
import { jsonObjects } from '../../src/cli/nlmon/rendering.js';
import type { Message } from '../../src/netlink/message.js';
import { link, mdb, neigh, stats, tunnel, vlan } from '../../src/netlink/route/index.js';
import { captured, decode } from '../netlink/fixtures.js';
import { canFeed, expectSame, Feed, messagesOf } from './nlmon-format-feed.js';

const names = ['*', 'lo', 'd1', 'd0'];

const contextOf = (
  details: boolean,
  statistics: number,
  human: boolean | undefined,
  links: readonly { index?: number; ifname?: string }[],
): FormatContext => ({
  display: { ...plainDisplay, details, statistics, human: human ?? false },
  interfaceName: index =>
    links.find(link => link.index === index && link.ifname !== undefined)?.ifname ??
    names[index] ??
    `if${index}`,
  // The program sees the interfaces of its own namespace: all are up but the pair.
  interfaceIsUp: () => undefined,
  names: loadIprouteNames(),
  mode: 'show',
  deleted: false,
});

/** Values of a file of captured messages, of one type. */
function valuesOf(
  file: string,
  schema: Message<any, any>,
  type: number,
  source = /event|dump/,
): Record<string, unknown>[] {
  return captured
    .filter(message => message.file === file && source.test(message.source))
    .filter(({ bytes }) => bytes[4] === type)
    .map(({ payload }) => decode(schema, payload));
}

type Flags = readonly [options: string, details: boolean, statistics: number, human?: boolean];

interface Case {
  readonly title: string;
  readonly schema: Message<any, any>;
  /** Of the message, and of the request for the dump that it answers. */
  readonly type: number;
  readonly request: number;
  readonly values: readonly unknown[];
  readonly format: Format<any>;
  readonly command: (options: string) => string;
  readonly heading?: string;
  /** Printed behind all, with -d. */
  readonly further?: Format<any>;
  readonly flags: readonly Flags[];
}

const plain = ['', false, 0] as const;
const detailed = ['-d', true, 0] as const;
const counted = ['-s', false, 1] as const;
const both = ['-d -s', true, 1] as const;
const most = ['-s -s', false, 2] as const;
const human = ['-h', false, 0, true] as const;

/** Ports whose lower interface is not known, for the program would look it up. */
const alone = (values: readonly Record<string, unknown>[]) =>
  values.map(({ link: _, flags, ...rest }) => ({ ...rest, flags: [...(flags as string[])] }));

const u8 = fc.nat(1);
const u32 = fc.oneof(fc.nat(40), fc.nat(0xffff_ffff));
const device = fc.constantFrom(1, 2, 3);
const some = (
  fields: Record<string, fc.Arbitrary<unknown>>,
  required: Record<string, fc.Arbitrary<unknown>> = {},
) => fc.record({ ...required, ...fields }, { requiredKeys: Object.keys(required) });
const sample = (arbitrary: fc.Arbitrary<unknown>) => fc.sample(arbitrary, { numRuns: 300, seed: 1 });
const counters = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map(name => [name, fc.oneof(fc.nat(9), fc.nat())])));
const fieldsOf = (struct: unknown): string[] =>
  Object.keys((struct as { fields: object }).fields).filter(name => name !== '_');

const { link64, linkXstats, linkOffloadXstats, afSpec } = stats.attributes.fields;
const bridgeSet = linkXstats[1].set.fields.bridge[1].set.fields;
const directions = fc.record({ rx: fc.nat(), tx: fc.nat() });
const multicastNames = fieldsOf(bridgeSet.mcast[1]);
const multicast = fc.record(
  Object.fromEntries(multicastNames.map(name => [name, /Errors$/.test(name) ? fc.nat() : directions])),
);
const bondNames = [...linkXstats[1].set.fields.bond[1].set.fields['3ad'][1].set.byName.keys()];
const xstats = some({
  bridge: some({ mcast: multicast, stp: counters(fieldsOf(bridgeSet.stp[1])) }),
  bond: some({ '3ad': counters(bondNames) }),
});
const switched = some({ used: u8 }, { request: u8 });
const madeUpStats = some(
  {
    link64: counters(fieldsOf(link64[1])),
    linkXstats: xstats,
    linkXstatsSlave: xstats,
    linkOffloadXstats: some({
      cpuHit: counters(fieldsOf(link64[1])),
      hwSInfo: fc.record({ l3Stats: switched }),
      l3Stats: counters(fieldsOf(linkOffloadXstats[1].set.fields.l3Stats[1])),
    }),
    afSpec: some({
      mpls: fc.record({ link: counters(fieldsOf(afSpec[1].set.fields.mpls[1].set.fields.link[1])) }),
    }),
  },
  { ifindex: device },
);

const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(bytes =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:'),
);
const entries = some(
  {
    lladdr: mac,
    dst: fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::1', 'fe80::7')),
    vlan: fc.nat(4095),
    port: fc.nat(65535),
    vni: u32,
    srcVni: u32,
    viaIfindex: device,
    nhId: u32,
    master: device,
    cacheinfo: fc.record({ confirmed: u32, used: fc.nat(), updated: fc.nat(), refcnt: u32 }),
  },
  {
    family: fc.constant('bridge'),
    ifindex: device,
    state: fc.nat(255),
    flags: fc.nat(255).map(bits => bits & ~8),
  },
);

const groups = some(
  {
    timer: fc.nat(100_000),
    source: fc.ipV4(),
    groupMode: fc.constantFrom('include', 'exclude'),
    rtprot: fc.nat(20),
    srcList: fc
      .array(fc.record({ address: fc.ipV4(), timer: fc.nat(100_000) }), { minLength: 1, maxLength: 3 })
      .map(list => ({ entry: list })),
  },
  {
    ifindex: device,
    state: fc.nat(1),
    flags: fc.nat(15),
    vid: fc.oneof(fc.constant(0), fc.nat(4095)),
    addr: fc.ipV4().map(u => ({ u, proto: 'ip' })),
  },
);
const databases = fc.record({
  family: fc.constant('bridge'),
  ifindex: device,
  mdb: fc
    .array(groups, { minLength: 1, maxLength: 3 })
    .map(list => ({ entry: list.map(info => ({ info: [info] })) })),
  router: fc
    .array(some({ timer: fc.nat(100_000), type: fc.nat(3) }, { ifindex: device }), {
      minLength: 1,
      maxLength: 3,
    })
    .map(port => ({ port })),
});

const vni = fc.nat(0xff_ffff);
const vniCounters = ['rx', 'tx'].flatMap(way => ['Bytes', 'Pkts', 'Drops', 'Errors'].map(what => way + what));
const identifiers = fc.record({
  family: fc.constant('bridge'),
  ifindex: device,
  entry: fc.array(
    some(
      {
        end: vni,
        group: fc.oneof(fc.ipV4(), fc.constantFrom('224.0.0.0', '239.255.255.255', '240.0.0.1')),
        group6: fc.oneof(fc.ipV6(), fc.constantFrom('ff05::9', 'fe80::7')),
        stats: counters(vniCounters),
      },
      { start: vni },
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

const cases: readonly Case[] = [
  {
    title: 'captured entries of forwarding databases',
    schema: neigh,
    type: 28,
    request: 30,
    values: valuesOf('bridge-fdb', neigh, 28),
    format: fdbFormat,
    command: options => `bridge ${options} fdb show`,
    flags: [plain, counted, detailed],
  },
  {
    title: 'made-up entries of forwarding databases',
    schema: neigh,
    type: 28,
    request: 30,
    values: sample(entries),
    format: fdbFormat,
    command: options => `bridge ${options} fdb show`,
    flags: [plain, counted],
  },
  {
    title: 'captured multicast databases',
    schema: mdb,
    type: 86,
    request: 86,
    values: valuesOf('bridge-mdb', mdb, 86),
    format: mdbEntriesFormat,
    further: mdbRoutersFormat,
    command: options => `bridge ${options} mdb show`,
    // Not both: bridge has one place for the names of interfaces that it does not know.
    flags: [plain, detailed, counted],
  },
  {
    title: 'made-up multicast databases',
    schema: mdb,
    type: 86,
    request: 86,
    values: sample(databases),
    format: mdbEntriesFormat,
    further: mdbRoutersFormat,
    command: options => `bridge ${options} mdb show`,
    flags: [plain, detailed, counted, both],
  },
  {
    title: 'captured ports',
    schema: link,
    type: 16,
    request: 18,
    values: alone(valuesOf('bridge-link', link, 16, /dump/)),
    format: portFormat,
    command: options => `bridge ${options} link show`,
    flags: [plain, detailed],
  },
  {
    title: 'VLANs of captured ports',
    schema: link,
    type: 16,
    request: 18,
    values: alone(valuesOf('bridge-link', link, 16, /dump/)),
    format: portVlansFormat,
    command: options => `bridge ${options} -compressvlans vlan show`,
    heading: 'port              vlan-id  \n',
    flags: [plain],
  },
  {
    title: 'tunnels of captured ports',
    schema: link,
    type: 16,
    request: 18,
    values: alone(valuesOf('bridge-link', link, 16, /dump/)),
    format: tunnelVlansFormat,
    command: options => `bridge ${options} vlan tunnelshow`,
    heading: 'port              vlan-id    tunnel-id\n',
    flags: [plain],
  },
  {
    title: 'captured VLANs with their options',
    schema: vlan,
    type: 112,
    request: 114,
    values: byPort(
      valuesOf('bridge-vlan', vlan, 112, /dump/).filter(({ entry }) => entry !== undefined) as never,
    ),
    format: vlanFormat,
    command: options => `bridge ${options} vlan show`,
    heading: 'port              vlan-id  \n',
    flags: [detailed, both],
  },
  {
    title: 'what holds for captured VLANs on whole bridges',
    schema: vlan,
    type: 112,
    request: 114,
    values: valuesOf('bridge-vlan', vlan, 112, /dump/).filter(
      ({ globalOptions }) => globalOptions !== undefined,
    ),
    format: vlanFormat,
    command: options => `bridge ${options} vlan global show`,
    heading: 'port              vlan-id  \n',
    flags: [plain, counted],
  },
  {
    title: 'captured network identifiers of VXLAN interfaces',
    schema: tunnel,
    type: 120,
    request: 122,
    values: [...valuesOf('bridge-tunnel', tunnel, 120), ...valuesOf('tunnel', tunnel, 120)],
    format: vniFormat,
    command: options => `bridge ${options} vni show`,
    heading: `${vniHeading}\n`,
    flags: [plain, counted, detailed],
  },
  {
    title: 'made-up network identifiers of VXLAN interfaces',
    schema: tunnel,
    type: 120,
    request: 122,
    values: sample(identifiers),
    format: vniFormat,
    command: options => `bridge ${options} vni show`,
    heading: `${vniHeading}\n`,
    flags: [plain, counted],
  },
  {
    title: 'captured statistics',
    schema: stats,
    type: 92,
    request: 94,
    values: valuesOf('bridge-stats', stats, 92),
    format: statsFormat,
    command: options => `ip ${options} stats show`,
    flags: [plain, most, human],
  },
  {
    title: 'made-up statistics',
    schema: stats,
    type: 92,
    request: 94,
    values: sample(madeUpStats),
    format: statsFormat,
    command: options => `ip ${options} stats show`,
    flags: [plain, most, human],
  },
];

describe.skipIf(!canFeed)('beside bridge and ip (skipped without a C compiler and namespaces)', () => {
  let feed: Feed;
  beforeAll(() => {
    feed = new Feed();
  });
  afterAll(() => feed[Symbol.dispose]());

  for (const {
    title,
    schema,
    type,
    request,
    values,
    format,
    command,
    heading = '',
    further,
    flags,
  } of cases) {
    test.each(flags.map(([options, ...rest]) => [options, rest] as const))(
      `${title}, %s`,
      (options, [details, statistics, large]) => {
        const { messages, decoded } = messagesOf(schema, type, values);
        const context = contextOf(details, statistics, large, decoded);
        const fed = { types: [request], messages, before: 'ip link add d0 type veth peer name d1' };
        const formats = [format, ...(further !== undefined && details ? [further] : [])];
        const ours = formats.flatMap(each => decoded.map(value => each.text(value, context)));
        const theirs = feed.printed(command(options), fed);
        expectSame((heading + ours.join('')).trimEnd().split('\n'), theirs.trimEnd().split('\n'));
        const array = JSON.parse(feed.printed(command(`-j ${options}`), fed) || '[]');
        // Of multicast databases theirs is one object of both parts.
        const objects: object[] = further !== undefined ? array[0].mdb : array;
        const lines = decoded.flatMap(value => jsonObjects(format, value, context));
        expectSame(
          lines.filter(object => !('router' in object)).map(object => JSON.stringify(object)),
          objects.map(object => JSON.stringify(object)),
        );
      },
    );
  }
});
