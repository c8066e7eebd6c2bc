/** Filters and actions of every kind, with any content that tc can print. */
import fc from 'fast-check';
import { actionKinds } from '../../src/netlink/route/action-kinds/index.js';
import { filterKinds } from '../../src/netlink/route/filter-kinds/index.js';
import { action } from '../../src/netlink/route/tc/action.js';
import { arbitraryOf, type Instead } from '../support/schema-arbitrary.js';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.oneof(fc.nat(100), fc.nat(0xffff_ffff));
const i16 = fc.integer({ min: -0x8000, max: 0x7fff });
const i32 = fc.oneof(fc.nat(100), fc.integer());
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
/** What tc prints as if it had no sign. */
const time = fc.oneof(fc.nat(100), fc.bigInt(0n, 2n ** 62n));
const word = fc.stringMatching(/^[a-z]{1,12}$/);

type Value = Record<string, unknown>;

/** Options that have these at least. */
const having = (required: readonly string[], arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Value> =>
  (arbitrary as fc.Arbitrary<Value>).filter(value => required.every(name => value[name] !== undefined));

/** tc looks at the second wherever there is the first. */
function dropLonely(value: Value, pairs: readonly (readonly [name: string, needs: string])[]): Value {
  const kept = { ...value };
  for (const [name, needs] of pairs) if (kept[needs] === undefined) delete kept[name];
  return kept;
}

const instructions = fc.array(fc.record({ code: u16, jt: u8, jf: u8, k: u32 }), {
  minLength: 1,
  maxLength: 4,
});
const withProgram = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Value> =>
  fc
    .tuple(arbitrary as fc.Arbitrary<Value>, fc.option(instructions))
    .map(([{ ops: _, opsLen: __, ...value }, list]) =>
      list === null ? value : { ...value, opsLen: list.length, ops: list },
    );

const geneve = fc.record({ class: u16, type: u8, data: fc.constantFrom(4, 8, 12).chain(bytes) });
const tunnels = {
  geneve: fc.array(geneve, { minLength: 1, maxLength: 3 }).map(list => [list]),
  vxlan: fc.record({ gbp: u32 }),
  erspan: fc.oneof(
    fc.record({ ver: fc.constant(1), index: u32 }),
    fc.record({ ver: fc.constant(2), dir: u8, hwid: u8 }),
  ),
};
const tunnel = fc.oneof(
  ...Object.entries(tunnels).map(([name, one]) => one.map(value => ({ [name]: value }))),
);

const general = { index: u32, capab: u32, action: i32, refcnt: i32, bindcnt: i32 };
const pedit = fc.array(
  fc.tuple(fc.record({ mask: u32, val: u32, off: u32 }), fc.record({ htype: fc.nat(7), cmd: fc.nat(1) })),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const peditOptions = fc
  .tuple(pedit, fc.record(general), fc.boolean(), arbitraryOf(actionKinds.pedit.set.fields.tm[1]))
  .map(([list, head, extended, tm]) => {
    const parms = { ...head, keys: list.map(([key]) => key) };
    return extended ? { tm, parmsEx: parms, keysEx: { keyEx: list.map(([, key]) => key) } } : { tm, parms };
  });

/** Small enough for tc's numbers with a point to be whole ones again. */
const rate = {
  cellLog: u8,
  linklayer: fc.nat(4),
  overhead: u16,
  cellAlign: i16,
  mpu: u16,
  rate: fc.nat(1_000_000),
};
const policing: Instead = {
  'tbf.rate': fc.record(rate),
  'tbf.peakrate': fc.record(rate),
  'tbf.burst': fc.nat(1_000_000),
  rate64: fc.nat(1_000_000_000),
  pktrate64: fc.nat(1_000_000),
  pktburst64: fc.nat(1_000_000),
};

const natPairs = [
  ['natIpv4Max', 'natIpv4Min'],
  ['natIpv6Max', 'natIpv6Min'],
  ['natPortMax', 'natPortMin'],
  ['labels', 'labelsMask'],
] as const;

/** By kind, what tc would read beyond, and what no kernel says. */
const actionOptions: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bpf: withProgram(having(['parms'], arbitraryOf(actionKinds.bpf, { ops: instructions, name: word }))),
  connmark: having(['parms'], arbitraryOf(actionKinds.connmark)),
  csum: having(['parms'], arbitraryOf(actionKinds.csum)),
  ct: having(['parms'], arbitraryOf(actionKinds.ct, { helperName: word })).map(value =>
    dropLonely(value, natPairs),
  ),
  ctinfo: having(['act'], arbitraryOf(actionKinds.ctinfo)),
  gact: having(['parms'], arbitraryOf(actionKinds.gact)),
  gate: having(
    ['parms'],
    arbitraryOf(actionKinds.gate, {
      baseTime: time,
      cycleTime: time,
      cycleTimeExt: time,
      'entryList.oneEntry.ipv': fc.integer({ min: -1, max: 7 }),
      'entryList.oneEntry.maxOctets': fc.integer({ min: -1, max: 0x7fff_ffff }),
    }),
  ),
  ife: having(['parms'], arbitraryOf(actionKinds.ife)),
  mirred: having(
    ['parms'],
    arbitraryOf(actionKinds.mirred, { 'parms.ifindex': fc.nat(9), blockid: fc.constant(undefined) }),
  ),
  mpls: having(['parms'], arbitraryOf(actionKinds.mpls, { 'parms.mAction': fc.integer({ min: 1, max: 5 }) })),
  nat: having(['parms'], arbitraryOf(actionKinds.nat)),
  pedit: peditOptions,
  police: having(['tbf'], arbitraryOf(actionKinds.police, policing)),
  sample: having(['parms', 'rate', 'psampleGroup'], arbitraryOf(actionKinds.sample)),
  simple: having(['parms', 'data'], arbitraryOf(actionKinds.simple, { data: word })),
  skbedit: having(['parms'], arbitraryOf(actionKinds.skbedit)),
  skbmod: having(['parms'], arbitraryOf(actionKinds.skbmod)),
  tunnel_key: having(
    ['parms'],
    arbitraryOf(actionKinds.tunnel_key, {
      'parms.tAction': fc.integer({ min: 1, max: 3 }),
      encOpts: tunnel,
      noFrag: fc.constant(undefined),
    }),
  ),
  vlan: having(['parms'], arbitraryOf(actionKinds.vlan, { 'parms.vAction': fc.integer({ min: 1, max: 5 }) })),
};

const bits = fc.record({ value: fc.nat(15), selector: fc.nat(15) });

/** An action of a kind, in whose envelope there is anything. */
const actionOf = (kind: string) =>
  fc.record(
    {
      kind: fc.constant(kind),
      options: actionOptions[kind]!,
      index: u32,
      stats: arbitraryOf((action.attributes.byName.get('tab')!.type as any).item.set.fields.stats[1], {
        app: fc.constant(undefined),
      }),
      cookie: fc.uint8Array({ minLength: 1, maxLength: 16 }),
      flags: bits,
      hwStats: bits,
      usedHwStats: bits,
      inHwCount: fc.nat(2),
    },
    { requiredKeys: ['kind', 'options'] },
  );

export const actions: [kind: string, fc.Arbitrary<unknown>][] = Object.keys(actionOptions).map(kind => [
  kind,
  fc
    .array(actionOf(kind), { minLength: 1, maxLength: 3 })
    .map(list => ({ count: list.length, tab: list.map((one, order) => ({ order, ...one })) })),
]);

const act = fc.array(fc.constantFrom('mirred', 'gact', 'police').chain(actionOf), {
  minLength: 1,
  maxLength: 2,
});
const police = actionOptions.police!;
const handle = fc.oneof(fc.nat(0xfff), fc.nat(0xffff_ffff));
const common: Instead = { act, police, indev: word };

const side = fc.record({
  kind: fc.record({ id: fc.nat(47), type: fc.nat(1) }),
  shift: fc.nat(3),
  op: fc.nat(2),
});
/** A value where the identifier is none, and a mask elsewhere. */
const meta = fc
  .record({ left: side, right: side, numbers: fc.tuple(u32, u32), text: word })
  .map(({ left, right, numbers, text }) => {
    const value = (one: typeof left, number: number) =>
      one.kind.type === 1 ? number : new Uint8Array(Buffer.from(text));
    return { hdr: { left, right }, lvalue: value(left, numbers[0]), rvalue: value(right, numbers[1]) };
  });
const place = fc.record({ align: fc.constantFrom(1, 2, 4), flags: fc.nat(1) });
const where = fc.record({ layer: fc.nat(2), opnd: fc.nat(2) });
const needle = fc
  .constantFrom(4, 8)
  .chain(size =>
    fc.record({ off: u16, where: fc.record({ len: fc.nat(size), layer: fc.nat(2) }), needle: bytes(size) }),
  );
const matchData: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  cmp: fc.record({ val: u32, mask: u32, off: u16, how: place, where }),
  nbyte: needle,
  u32: fc.record({ mask: u32, val: u32, off: i32, offmask: fc.nat(1) }),
  meta,
  canid: fc.array(fc.record({ canId: u32, canMask: u32 }), { minLength: 1, maxLength: 3 }),
};
const match = fc
  .constantFrom(...Object.keys(matchData))
  .chain(kind => fc.record({ kind: fc.constant(kind), data: matchData[kind]!, invert: fc.boolean() }));
const relation = fc.constantFrom('relAnd', 'relOr');

/** One to three matches, and perhaps more of them in parentheses behind. */
const ematches = fc
  .tuple(
    fc.array(fc.tuple(match, relation), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(match, relation), { maxLength: 3 }),
  )
  .map(([outer, inner]) => {
    const first = outer.length + (inner.length > 0 ? 1 : 0);
    const entry = ([{ kind, data, invert }, joined]: (typeof outer)[number], last: boolean) => ({
      kind,
      flags: [...(last ? [] : [joined]), ...(invert ? ['invert'] : [])],
      data,
    });
    const list: unknown[] = outer.map((one, i) => entry(one, i === outer.length - 1 && inner.length === 0));
    if (inner.length > 0) list.push({ kind: 'container', flags: [], data: first });
    list.push(...inner.map((one, i) => entry(one, i === inner.length - 1)));
    return { hdr: { nmatches: list.length, progid: 0 }, list };
  });

const u32Options = fc
  .tuple(
    arbitraryOf(filterKinds.u32, { ...common, sel: fc.constant(undefined), pcnt: fc.constant(undefined) }),
    fc.array(
      fc.record({
        mask: u32,
        val: u32,
        off: fc.oneof(fc.constantFrom(0, 8, 12, 16, 20), i32),
        offmask: fc.nat(1),
      }),
      {
        maxLength: 3,
      },
    ),
    fc.record({
      flags: fc.nat(15),
      offshift: u8,
      offmask: u16,
      off: u16,
      offoff: i16,
      hoff: i16,
      hmask: u32,
    }),
    fc.record({ rcnt: u32, rhit: u32 }),
    u32,
  )
  .map(([options, keys, head, counters, hash]) => ({
    hash,
    ...(options as Value),
    sel: { ...head, keys },
    pcnt: { ...counters, kcnts: keys.map((_, i) => i) },
  }));

const addresses = fc.constantFrom('0.0.0.0', '255.255.255.255', '255.255.240.0', '255.0.255.0');
const addresses6 = fc.constantFrom('::', 'ffff:ffff::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ff::1');
const linkAddresses = fc.constantFrom(
  '00:00:00:00:00:00',
  'ff:ff:ff:ff:ff:ff',
  'ff:ff:f0:00:00:00',
  'ff:00:ff:00:00:00',
);

/** Masks of every form; a mask of the options of a tunnel that is like them; nothing that tc 6.1 does not know. */
const flowerInstead: Instead = {
  ...common,
  ...Object.fromEntries(
    [...filterKinds.flower.set.byName.values()].flatMap(({ name, type }) => {
      if (!name.endsWith('Mask')) return [];
      const masks = { ipv4: addresses, ipv6: addresses6, 'link-address': linkAddresses } as const;
      const mask = masks[type.kind as keyof typeof masks];
      return mask === undefined ? [] : [[name, mask]];
    }),
  ),
  keyEthType: fc.constantFrom(0x0800, 0x86dd, 0x0806, 0x8035, 0x8100),
  keyIpProto: fc.constantFrom(1, 6, 17, 58, 132, 47),
  // Of none, tc prints what was in its memory.
  keyCtStateMask: fc.integer({ min: 1, max: 63 }),
  keyFlags: fc.nat(3),
  keyFlagsMask: fc.nat(3),
  keyEncOpts: fc.constant(undefined),
  keyEncOptsMask: fc.constant(undefined),
  ...Object.fromEntries(
    ['keyL2tpv3Sid', 'l2Miss', 'keyCfm', 'keySpi', 'keySpiMask', 'keyEncFlags', 'keyEncFlagsMask'].map(
      name => [name, fc.constant(undefined)],
    ),
  ),
};
const flowerPairs = [
  ['keyFlagsMask', 'keyFlags'],
  ['keyCtLabels', 'keyCtLabelsMask'],
] as const;
const flower = fc
  .tuple(arbitraryOf(filterKinds.flower, flowerInstead), fc.option(fc.constantFrom(...Object.keys(tunnels))))
  .chain(([options, name]) => {
    const kept = dropLonely(options as Value, flowerPairs);
    if (name === null) return fc.constant(kept);
    const one = tunnels[name as keyof typeof tunnels];
    return fc.record({ key: one, mask: one }).map(({ key, mask }) => ({
      ...kept,
      keyEncOpts: { [name]: key },
      // As long as what it is for.
      keyEncOptsMask: { [name]: name === 'geneve' ? key : mask },
    }));
  });

const options: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  basic: arbitraryOf(filterKinds.basic, { ...common, ematches }),
  bpf: withProgram(arbitraryOf(filterKinds.bpf, { ...common, ops: instructions, name: word })),
  cgroup: arbitraryOf(filterKinds.cgroup, { ...common, ematches }),
  flow: arbitraryOf(filterKinds.flow, { ...common, ematches, keys: fc.nat(0x3_ffff) }),
  flower,
  fw: arbitraryOf(filterKinds.fw, common),
  matchall: arbitraryOf(filterKinds.matchall, common),
  route: arbitraryOf(filterKinds.route, { ...common, iif: fc.nat(9), to: fc.nat(255), from: fc.nat(255) }),
  u32: u32Options,
};

export const filters: [kind: string, fc.Arbitrary<unknown>][] = Object.entries(options).map(([kind, one]) => [
  kind,
  fc.record({
    ifindex: fc.constantFrom(-1, 1, 3),
    handle,
    parent: fc.oneof(fc.constantFrom(0xffff_ffff, 0xffff_fff2, 0xffff_fff3, 0, 0x10000), u32),
    protocol: fc.constantFrom(0, 3, 0x0800, 0x86dd, 0x1234),
    prio: u16,
    kind: fc.constant(kind),
    chain: u32,
    options: one,
  }),
]);
