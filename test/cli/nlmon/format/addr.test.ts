import { describe, expect, test } from 'vitest';
import { addrFormat } from '../../../../src/cli/nlmon/format/addr.js';
import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';
import { addressesJson, showAddresses } from '../../../../src/cli/nlmon/format/show-addresses.js';
import type { Addr, Link } from '../../../../src/netlink/route/index.js';

const show: FormatContext = {
  display: plainDisplay,
  mode: 'show',
  deleted: false,
  names: loadIprouteNames([]),
  interfaceName: index => `eth${index}`,
};
const monitor: FormatContext = { ...show, mode: 'monitor' };

function addrOf(fields: Partial<Addr>): Addr {
  const header = { prefixlen: 24, flags8: ['permanent'], scope: 'universe', index: 2 } as const;
  return { family: 'inet', ...header, ...fields };
}

const typical = addrOf({
  address: '10.0.0.1',
  local: '10.0.0.1',
  broadcast: '10.0.0.255',
  label: 'eth2',
  flags: ['permanent'],
  cacheinfo: { prefered: 0xffff_ffff, valid: 0xffff_ffff, cstamp: 1, tstamp: 1 },
});

test('a typical address', () => {
  const text =
    '    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth2\n' +
    '       valid_lft forever preferred_lft forever\n';
  const json = {
    family: 'inet',
    local: '10.0.0.1',
    prefixlen: 24,
    broadcast: '10.0.0.255',
    scope: 'global',
    label: 'eth2',
    valid_life_time: 4294967295,
    preferred_life_time: 4294967295,
  };
  expect(addrFormat.text(typical, show)).toBe(text);
  expect(addrFormat.json(typical, show)).toEqual(json);
  // An event tells the interface, which otherwise stands above.
  expect(addrFormat.text(typical, monitor)).toBe(`2: eth2${text}`);
  expect(addrFormat.json(typical, monitor)).toEqual({ index: 2, dev: 'eth2', ...json });
});

test.each<[Partial<Addr>, string, object]>([
  [{}, 'inet scope global ', { family: 'inet', scope: 'global' }],
  [{ address: '10.0.0.2' }, 'inet 10.0.0.2/24 scope global ', { local: '10.0.0.2', prefixlen: 24 }],
  [
    { local: '10.0.0.1', address: '10.0.0.2' },
    'inet 10.0.0.1 peer 10.0.0.2/24 scope global ',
    { local: '10.0.0.1', address: '10.0.0.2' },
  ],
  [{ rtPriority: 42 }, 'inet scope global ', {}],
  [{ local: '10.0.0.1', rtPriority: 0 }, 'inet 10.0.0.1/24 metric 0 scope global ', { metric: 0 }],
  [{ anycast: '10.0.0.9' }, 'inet any 10.0.0.9 scope global ', { anycast: '10.0.0.9' }],
  [{ scope: 'host' }, 'inet scope host ', { scope: 'host' }],
  [{ scope: 'nowhere' }, 'inet scope nowhere ', { scope: 'nowhere' }],
  [{ scope: 17 }, 'inet scope 17 ', { scope: '17' }],
  [{ proto: 'kernelLo' }, 'inet scope global ', {}],
  [
    { family: 'inet6', local: 'fd00::1' },
    'inet6 fd00::1/24 scope global ',
    { family: 'inet6', local: 'fd00::1' },
  ],
  [
    { family: 'mctp', local: Uint8Array.of(8) },
    'family 45 ???/24 scope global ',
    { family_index: 45, local: '???' },
  ],
  [{ family: 99 }, 'family 99 scope global ', { family_index: 99 }],
])('%j', (fields, text, json) => {
  expect(addrFormat.text(addrOf(fields), show)).toBe(`    ${text}\n`);
  expect(addrFormat.json(addrOf(fields), show)).toMatchObject(json);
});

test.each<[Partial<Addr>, string, object]>([
  [{ flags8: [] }, 'dynamic ', { dynamic: true }],
  [{ flags8: ['secondary', 'permanent'] }, 'secondary ', { secondary: true }],
  [{ flags8: ['secondary', 'permanent'], family: 'inet6' }, 'temporary ', { temporary: true }],
  // What the longer attribute says holds.
  [
    { flags8: ['secondary'], flags: ['permanent', 'noprefixroute'] },
    'noprefixroute ',
    { noprefixroute: true },
  ],
  [
    {
      flags: [
        'secondary',
        'nodad',
        'optimistic',
        'dadfailed',
        'homeaddress',
        'deprecated',
        'tentative',
        'managetempaddr',
        'noprefixroute',
        'mcautojoin',
        'stablePrivacy',
        0x1000,
      ],
    },
    'secondary nodad optimistic dadfailed home deprecated tentative dynamic mngtmpaddr noprefixroute autojoin ' +
      'stable-privacy flags 1000 ',
    {
      secondary: true,
      nodad: true,
      optimistic: true,
      dadfailed: true,
      home: true,
      deprecated: true,
      tentative: true,
      dynamic: true,
      mngtmpaddr: true,
      noprefixroute: true,
      autojoin: true,
      'stable-privacy': true,
      ifa_flags: '1000',
    },
  ],
])('flags %j', (fields, text, json) => {
  const [key, list] = fields.flags === undefined ? ['flags8', fields.flags8] : ['flags', fields.flags];
  for (const flags of [list, Object.freeze([...list!])]) {
    const addr = addrOf({ ...fields, [key]: flags });
    for (let time = 0; time < 2; time++) {
      expect(addrFormat.text(addr, show)).toBe(`    ${addr.family} scope global ${text}\n`);
      expect(addrFormat.json(addr, show)).toEqual({ family: addr.family, scope: 'global', ...json });
    }
  }
});

test.each<[Addr['flags8'], number, number, string, number]>([
  [['permanent'], 60, 30, 'valid_lft 60sec preferred_lft 30sec', 30],
  [['permanent'], 0xffff_ffff, 0, 'valid_lft forever preferred_lft 0sec', 0],
  [['deprecated', 'permanent'], 60, 0, 'valid_lft 60sec preferred_lft 0sec', 0],
  [['deprecated', 'permanent'], 60, 0xffff_fff0, 'valid_lft 60sec preferred_lft -16sec', -16],
  [['permanent'], 60, 0xffff_fff0, 'valid_lft 60sec preferred_lft 4294967280sec', 4294967280],
  [['deprecated'], 60, 0xffff_ffff, 'valid_lft 60sec preferred_lft forever', 4294967295],
])('lifetimes of %j: %i, %i', (flags, valid, prefered, text, preferred) => {
  const addr = addrOf({ flags, cacheinfo: { prefered, valid, cstamp: 0, tstamp: 0 } });
  expect(addrFormat.text(addr, show).split('\n')[1]).toBe(`       ${text}`);
  expect(addrFormat.json(addr, show)).toMatchObject({
    valid_life_time: valid,
    preferred_life_time: preferred,
  });
});

describe('ip address show', () => {
  const links: Link[] = [1, 2, 3].map(index => ({
    family: 'unspec',
    type: 'ether',
    index,
    flags: [],
    change: 0,
    ifname: `eth${index}`,
    mtu: 1500,
    qdisc: 'noop',
    linkmode: 'default',
    group: 0,
    txqlen: 10,
    ifalias: 'alias',
    xdp: { attached: 1, progId: 9 },
    propList: { altIfname: ['other'] },
  }));
  const addrs = [
    addrOf({ index: 2, local: '10.0.0.1' }),
    addrOf({ index: 1, local: '127.0.0.1' }),
    addrOf({ index: 2, local: 'fd00::1', family: 'inet6' }),
    addrOf({ index: 2, local: '10.0.0.2' }),
    addrOf({ index: 9, local: '10.0.0.9' }),
  ];
  const first = (index: number) =>
    `${index}: eth${index}: <> mtu 1500 xdp/id:9 qdisc noop group default qlen 10`;

  test('every interface with its addresses', () => {
    expect([...showAddresses(links, addrs, show)]).toEqual([
      `${first(1)}\n    link/ether \n    altname other\n    inet 127.0.0.1/24 scope global \n`,
      `${first(2)}\n    link/ether \n    altname other\n    inet 10.0.0.1/24 scope global \n` +
        '    inet6 fd00::1/24 scope global \n    inet 10.0.0.2/24 scope global \n',
      `${first(3)}\n    link/ether \n    altname other\n`,
    ]);
    const json = [...addressesJson(links, addrs, show)];
    expect(json.map(({ addr_info: info }) => (info as object[]).length)).toEqual([1, 3, 0]);
    expect(json[2]).toEqual({
      ifindex: 3,
      ifname: 'eth3',
      flags: [],
      mtu: 1500,
      xdp: { mode: 1, prog: { id: 9 }, attached: [{ mode: 1, prog: { id: 9 } }] },
      qdisc: 'noop',
      group: 'default',
      txqlen: 10,
      link_type: 'ether',
      altnames: ['other'],
      addr_info: [],
    });
  });

  test('-4: those that have one of IPv4, without the link layer', () => {
    const context: FormatContext = { ...show, family: 'inet' };
    expect([...showAddresses(links, addrs, context)]).toEqual([
      `${first(1)}\n    altname other\n    inet 127.0.0.1/24 scope global \n`,
      `${first(2)}\n    altname other\n    inet 10.0.0.1/24 scope global \n    inet 10.0.0.2/24 scope global \n`,
    ]);
    expect([...addressesJson(links, addrs, context)][0]).not.toHaveProperty('link_type');
  });

  test('-6: those that have one of IPv6, and little of the link', () => {
    const context: FormatContext = { ...show, family: 'inet6' };
    expect([...showAddresses(links, addrs, context)]).toEqual([
      '2: eth2: <> mtu 1500 qlen 10\n    inet6 fd00::1/24 scope global \n',
    ]);
    expect([...addressesJson(links, addrs, context)]).toEqual([
      {
        ifindex: 2,
        ifname: 'eth2',
        flags: [],
        mtu: 1500,
        txqlen: 10,
        addr_info: [{ family: 'inet6', local: 'fd00::1', prefixlen: 24, scope: 'global' }],
      },
    ]);
  });

  test('an address alone is left out when it is of the other family', () => {
    const context: FormatContext = { ...show, family: 'inet6' };
    expect(addrFormat.text(typical, context)).toBe('');
    expect(addrFormat.json(typical, context)).toBeUndefined();
    expect(addrFormat.text(typical, { ...context, mode: 'monitor' })).not.toBe('');
  });
});
