import { describe, expect, test } from 'vitest';
import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';
import { linkFormat } from '../../../../src/cli/nlmon/format/link.js';
import { linkTypeText } from '../../../../src/cli/nlmon/format/link-type-names.js';
import type { Link } from '../../../../src/netlink/route/index.js';

const names = loadIprouteNames([]);
const up = new Map([
  [1, true],
  [2, true],
  [3, false],
]);
const show: FormatContext = {
  display: plainDisplay,
  mode: 'show',
  deleted: false,
  names: { ...names, groups: new Map([...names.groups, [7, 'seven']]) },
  interfaceName: index => (up.has(index) ? `eth${index}` : `if${index}`),
  interfaceIsUp: index => up.get(index),
  namespaceName: nsid => (nsid === 4 ? 'four' : undefined),
  protodownReasons: new Map([[1, 'mlag']]),
};
const monitor: FormatContext = { ...show, mode: 'monitor' };

function linkOf(fields: Partial<Link>): Link {
  return { family: 'unspec', type: 'ether', index: 5, flags: [], change: 0, ifname: 'e5', ...fields };
}

/** The only line, or what is between the flags and the line of the link layer. */
function middle(fields: Partial<Link>, context = show): string {
  const [line] = linkFormat.text(linkOf(fields), context).split('\n');
  expect(line).toMatch(/^5: e5: <> /);
  return line!.slice('5: e5: <> '.length);
}

function addressLine(fields: Partial<Link>, context = show): string {
  return linkFormat.text(linkOf(fields), context).split('\n')[1]!;
}

const typical = linkOf({
  flags: ['up', 'broadcast', 'running', 'multicast', 'lowerUp'],
  mtu: 1500,
  qdisc: 'noqueue',
  master: 2,
  operstate: 'up',
  linkmode: 'default',
  group: 0,
  txqlen: 1000,
  address: '02:00:00:00:00:05',
  broadcast: 'ff:ff:ff:ff:ff:ff',
  ifalias: 'the fifth',
  propList: { altIfname: ['fifth', 'five'] },
});

test('a typical link, shown', () => {
  expect(linkFormat.text(typical, show)).toBe(
    '5: e5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master eth2 state UP mode DEFAULT group default qlen 1000\n' +
      '    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff\n' +
      '    alias the fifth\n' +
      '    altname fifth\n' +
      '    altname five\n',
  );
});

test('a typical link, monitored: no mode, queue length or alias', () => {
  expect(linkFormat.text(typical, monitor)).toBe(
    '5: e5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master eth2 state UP group default \n' +
      '    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff\n' +
      '    altname fifth\n' +
      '    altname five\n',
  );
});

test('a typical link as ip -j has it', () => {
  expect(linkFormat.json(typical, show)).toEqual({
    ifindex: 5,
    ifname: 'e5',
    flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
    mtu: 1500,
    qdisc: 'noqueue',
    master: 'eth2',
    operstate: 'UP',
    linkmode: 'DEFAULT',
    group: 'default',
    txqlen: 1000,
    link_type: 'ether',
    address: '02:00:00:00:00:05',
    broadcast: 'ff:ff:ff:ff:ff:ff',
    ifalias: 'the fifth',
    altnames: ['fifth', 'five'],
  });
});

test('a port of a bridge comes and goes as a message of the family AF_BRIDGE', () => {
  const port = linkOf({
    family: 'bridge',
    flags: ['up', 'running'],
    link: 2,
    mtu: 1500,
    master: 3,
    operstate: 'up',
    address: '02:00:00:00:00:05',
    afSpec: { mode: 'veb' },
  });
  expect(linkFormat.text(port, { ...monitor, deleted: true })).toBe(
    '5: e5@eth2: <UP> mtu 1500 master eth3 state UP \n    link/ether 02:00:00:00:00:05\n',
  );
});

test.each<[Link['flags'], string, string[]]>([
  [[], '<> ', []],
  [['up'], '<NO-CARRIER,UP> ', ['NO-CARRIER', 'UP']],
  [['running'], '<> ', []],
  [['echo', 'up', 'loopback', 'running'], '<LOOPBACK,UP,ECHO> ', ['LOOPBACK', 'UP', 'ECHO']],
  [['slave', 0x8018_0000], '<SLAVE,80180000> ', ['SLAVE', '80180000']],
  [Object.freeze([0x8_0000]), '<80000> ', ['80000']],
])('flags %j', (flags, text, json) => {
  for (let time = 0; time < 2; time++) {
    expect(linkFormat.text(linkOf({ flags }), show)).toContain(`5: e5: ${text}`);
    expect(linkFormat.json(linkOf({ flags }), show)).toMatchObject({ flags: json });
  }
});

test.each<[Partial<Link>, string, object]>([
  [{ link: 0 }, 'e5@NONE: <> ', { link: null }],
  [{ link: 2 }, 'e5@eth2: <> ', { link: 'eth2' }],
  [{ link: 3 }, 'e5@eth3: <,M-DOWN> ', { link: 'eth3', flags: ['M-DOWN'] }],
  [{ link: 3, flags: ['noarp'] }, 'e5@eth3: <NOARP,M-DOWN> ', { flags: ['NOARP', 'M-DOWN'] }],
  [{ link: 99 }, 'e5@if99: <> ', { link: 'if99' }],
  [{ link: 3, linkNetnsid: 4 }, 'e5@if3: <> ', { link_index: 3, link_netnsid: 4 }],
])('the interface below: %j', (fields, text, json) => {
  expect(linkFormat.text(linkOf(fields), show)).toContain(text);
  expect(linkFormat.json(linkOf(fields), show)).toMatchObject(json);
});

test('a link without a name is called by its number', () => {
  const { ifname: _, ...link } = linkOf({ link: 2 });
  expect(linkFormat.text(link, show)).toMatch(/^5: if5@eth2: /);
  expect(linkFormat.json(link, show)).toMatchObject({ ifname: 'if5' });
});

test.each<[Partial<Link>, string, object]>([
  [{ master: 99 }, 'master if99 ', { master: 'if99' }],
  [{ operstate: 'lowerlayerdown' }, 'state LOWERLAYERDOWN ', { operstate: 'LOWERLAYERDOWN' }],
  [{ operstate: 17, group: 0 }, 'state 0x11group default ', { operstate_index: 17 }],
  [{ linkmode: 'dormant' }, 'mode DORMANT ', { linkmode: 'DORMANT' }],
  [{ linkmode: 'testing' }, 'mode 2 ', { linkmode_index: 2 }],
  [{ linkmode: 9 }, 'mode 9 ', { linkmode_index: 9 }],
  [{ group: 7 }, 'group seven ', { group: 'seven' }],
  [{ group: 8 }, 'group 8 ', { group: '8' }],
  [{ group: 0xffff_ffff }, 'group -1 ', { group: '-1' }],
  [{ txqlen: 0 }, '', {}],
  [{ event: 'none' }, '', {}],
  [{ event: 'features' }, 'event FEATURE CHANGE ', { event: 'FEATURE CHANGE' }],
  [{ event: 'igmpResend' }, 'event RESEND IGMP ', { event: 'RESEND IGMP' }],
  [{ event: 7 }, 'event 7 ', { event: 7 }],
])('%j', (fields, text, json) => {
  expect(middle(fields)).toBe(text);
  expect(linkFormat.json(linkOf(fields), show)).toMatchObject(json);
});

test('nothing is made of an empty queue and no event', () => {
  const json = linkFormat.json(linkOf({ txqlen: 0, event: 'none' }), show);
  expect(json).toEqual({ ifindex: 5, ifname: 'e5', flags: [], link_type: 'ether' });
});

describe('the line of the link layer', () => {
  test.each<[Partial<Link>, string, object]>([
    [{ type: 'none' }, 'none ', { link_type: 'none' }],
    [{ type: 'tunnel', address: '0a:00:00:01' }, 'ipip 10.0.0.1', { address: '10.0.0.1' }],
    [
      { type: 'ipgre', flags: ['pointopoint'], address: '0a:00:00:01', broadcast: '0a:00:00:02' },
      'gre 10.0.0.1 peer 10.0.0.2',
      { link_pointtopoint: true, address: '10.0.0.1', broadcast: '10.0.0.2' },
    ],
    [{ type: 'sit', address: '0a:00:00:01', broadcast: '00:00:00:00' }, 'sit 10.0.0.1 brd 0.0.0.0', {}],
    [
      { type: 'ip6gre', address: 'fd:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01' },
      'gre6 fd00::1',
      { address: 'fd00::1' },
    ],
    [{ type: 'tunnel6', address: '0a:00:00:01' }, 'tunnel6 0a:00:00:01', {}],
    [{ type: 'ax25', address: '98:92:9c:aa:b0:40:02' }, 'ax25 LINUX-1', { address: 'LINUX-1' }],
    [{ type: 'ax25', address: 'a2:a6:a8:40:40:40:1e' }, 'ax25 QST-15', {}],
    [{ type: 'netrom', address: '00:00:00:00:00:00:00' }, 'netrom *', {}],
    [{ type: 'netrom', address: '40:40:40:40:40:40:02' }, 'netrom *', {}],
    [{ type: 'netrom', address: '82:00:00:00:00:00:02' }, 'netrom A', {}],
    [{ type: 'netrom', address: '5a:00:00:00:00:00:02' }, 'netrom *', {}],
    [{ type: 'rose', address: '01:23:45:67:8a' }, 'rose 012345678:', {}],
    [{ address: '02:00:00:00:00:05', permAddress: '02:00:00:00:00:05' }, 'ether 02:00:00:00:00:05', {}],
    [
      { address: '02:00:00:00:00:05', permAddress: '02:00:00:00:00:06' },
      'ether 02:00:00:00:00:05 permaddr 02:00:00:00:00:06',
      { permaddr: '02:00:00:00:00:06' },
    ],
    [{ permAddress: '0a:00:00:01', type: 'sit' }, 'sit  permaddr 10.0.0.1', { permaddr: '10.0.0.1' }],
  ])('%j', (fields, text, json) => {
    expect(addressLine(fields)).toBe(`    link/${text}`);
    expect(linkFormat.json(linkOf(fields), show)).toMatchObject(json);
  });

  test.each<[Partial<Link>, string]>([
    [{ linkNetnsid: 4 }, ' link-netns four'],
    [{ linkNetnsid: 5 }, ' link-netnsid 5'],
    [{ linkNetnsid: -1 }, ' link-netnsid unknown'],
    [{ newNetnsid: 4, newIfindex: 12 }, ' new-netns four new-ifindex 12'],
    [{ newNetnsid: 5 }, ' new-netnsid 5'],
    [{ newNetnsid: -1 }, ' new-netnsid -1'],
    [{ protoDown: 0 }, ''],
    [{ protoDown: 1 }, ' protodown on '],
    [{ protoDown: 1, protoDownReason: { value: 0x8000_0003 } }, ' protodown on protodown_reason <0,mlag,31>'],
    [{ protoDown: 0, protoDownReason: { value: 2 } }, 'protodown_reason <mlag>'],
    [{ protoDown: 1, protoDownReason: { value: 0 } }, ' protodown on '],
    [{ protoDown: 1, protoDownReason: {} }, ' protodown on '],
  ])('goes on with %j', (fields, text) => {
    expect(addressLine(fields, monitor)).toBe(`    link/ether ${text}`);
  });

  test('namespaces without a way to find names', () => {
    const { namespaceName: _, ...context } = monitor;
    expect(addressLine({ linkNetnsid: 4 }, context)).toBe('    link/ether  link-netnsid 4');
  });

  test('protodown as ip -j has it', () => {
    const fields = { protoDown: 1, protoDownReason: { value: 6 } };
    const json = linkFormat.json(linkOf(fields), show);
    expect(json).toMatchObject({ proto_down: true, proto_down_reason: ['mlag', '2'] });
    expect(linkFormat.json(linkOf({ protoDown: 0 }), show)).not.toHaveProperty('proto_down');
  });
});

describe('XDP programs', () => {
  test.each<[NonNullable<Link['xdp']>, string, string, object | undefined]>([
    [{ attached: 0 }, '', '', undefined],
    [{}, '', '', undefined],
    [
      { attached: 1, progId: 9 },
      'xdp ',
      '\n    prog/xdp id 9 ',
      { mode: 1, prog: { id: 9 }, attached: [{ mode: 1, prog: { id: 9 } }] },
    ],
    [
      { attached: 2, progId: 9, skbProgId: 9 },
      'xdpgeneric ',
      '\n    prog/xdp id 9 ',
      { mode: 2, prog: { id: 9 }, attached: [{ mode: 2, prog: { id: 9 } }] },
    ],
    [
      { attached: 4, drvProgId: 10, skbProgId: 9 },
      'xdpmulti ',
      '\n    prog/xdpgeneric id 9 \n    prog/xdpdrv id 10 ',
      {
        mode: 4,
        attached: [
          { mode: 2, prog: { id: 9 } },
          { mode: 1, prog: { id: 10 } },
        ],
      },
    ],
    [{ attached: 5 }, 'xdp[5] ', '', { mode: 5, attached: [] }],
  ])('%j', (xdp, word, programs, json) => {
    expect(linkFormat.text(linkOf({ xdp }), show)).toBe(`5: e5: <> ${word}\n    link/ether ${programs}\n`);
    expect(linkFormat.json(linkOf({ xdp }), show)!.xdp).toEqual(json);
  });

  test('in ip monitor, the number stands in the first line', () => {
    expect(middle({ xdp: { attached: 3, progId: 9 } }, monitor)).toBe('xdpoffload/id:9 ');
    expect(middle({ xdp: { attached: 4, drvProgId: 9 } }, monitor)).toBe('xdpmulti ');
  });
});

describe('virtual functions', () => {
  const mac = `02:00:00:00:00:07${':00'.repeat(26)}`;
  const broadcast = new Uint8Array(32).fill(0xff, 0, 6);
  const unset = 0xffff_ffff;
  const info = [
    {
      mac: { vf: 0, mac },
      broadcast,
      vlan: { vf: 0, vlan: 3, qos: 0 },
      txRate: { vf: 0, rate: 0 },
      spoofchk: { vf: 0, setting: 1 },
      linkState: { vf: 0, linkState: 'auto' as const },
      rate: { vf: 0, minTxRate: 0, maxTxRate: 0 },
      rssQueryEn: { vf: 0, setting: unset },
      trust: { vf: 0, setting: 0 },
      vlanList: {
        info: [
          { vf: 0, vlan: 3, qos: 0, vlanProto: 0x8100 },
          { vf: 0, vlan: 4, qos: 5, vlanProto: 0x88a8 },
          { vf: 0, vlan: 0, qos: 0, vlanProto: 0x1234 },
        ],
      },
    },
    {
      mac: { vf: 1, mac },
      vlan: { vf: 1, vlan: 3, qos: 2 },
      txRate: { vf: 1, rate: 100 },
      spoofchk: { vf: 1, setting: unset },
      linkState: { vf: 1, linkState: 'disable' as const },
      rate: { vf: 1, minTxRate: 50, maxTxRate: 200 },
      rssQueryEn: { vf: 1, setting: 1 },
      trust: { vf: 1, setting: unset },
      ibNodeGuid: { vf: 1, guid: 0x1122_3344_5566_7788n },
      ibPortGuid: { vf: 1, guid: 0x0102 },
    },
  ];

  test('each has a line', () => {
    expect(linkFormat.text(linkOf({ numVf: 2, vfinfoList: { info } }), show)).toBe(
      '5: e5: <> \n    link/ether \n' +
        '    vf 0     link/ether 02:00:00:00:00:07 brd ff:ff:ff:ff:ff:ff, vlan 3, vlan 4, qos 5, vlan protocol 802.1ad, ' +
        'vlan protocol [4660], spoof checking on, link-state auto, trust off\n' +
        '    vf 1     link/ether 02:00:00:00:00:07, vlan 3, qos 2, tx rate 100 (Mbps), max_tx_rate 200Mbps, ' +
        'min_tx_rate 50Mbps, NODE_GUID 11:22:33:44:55:66:77:88, PORT_GUID 00:00:00:00:00:00:01:02, ' +
        'link-state disable, query_rss on\n',
    );
  });

  test('each is an object', () => {
    const json = linkFormat.json(linkOf({ numVf: 2, vfinfoList: { info } }), show)!;
    expect(json.vfinfo_list).toEqual([
      {
        vf: 0,
        link_type: 'ether',
        address: '02:00:00:00:00:07',
        broadcast: 'ff:ff:ff:ff:ff:ff',
        vlan_list: [{ vlan: 3 }, { vlan: 4, qos: 5, protocol: '802.1ad' }, { protocol: '[4660]' }],
        rate: { max_tx: 0, min_tx: 0 },
        spoofchk: true,
        link_state: 'auto',
        trust: false,
      },
      {
        vf: 1,
        link_type: 'ether',
        address: '02:00:00:00:00:07',
        vlan: 3,
        qos: 2,
        tx_rate: 100,
        rate: { max_tx: 200, min_tx: 50 },
        'node guid': '11:22:33:44:55:66:77:88',
        'port guid': '00:00:00:00:00:00:01:02',
        link_state: 'disable',
        query_rss_en: true,
      },
    ]);
  });

  test('on InfiniBand, addresses have twenty bytes', () => {
    const fields: Partial<Link> = {
      type: 'infiniband',
      flags: ['pointopoint'],
      numVf: 1,
      vfinfoList: { info: [{ mac: { vf: 0, mac }, broadcast }] },
    };
    const rest = ':00'.repeat(14);
    expect(linkFormat.text(linkOf(fields), show).split('\n')[2]).toBe(
      `    vf 0     link/infiniband 02:00:00:00:00:07${rest} peer ff:ff:ff:ff:ff:ff${rest}`,
    );
    expect(linkFormat.json(linkOf(fields), show)).toMatchObject({
      vfinfo_list: [{ link_pointtopoint: true, address: `02:00:00:00:00:07${rest}` }],
    });
  });

  test('are not printed without their number, nor by ip monitor', () => {
    expect(linkFormat.text(linkOf({ vfinfoList: { info } }), show)).toBe('5: e5: <> \n    link/ether \n');
    expect(linkFormat.json(linkOf({ vfinfoList: { info } }), show)).not.toHaveProperty('vfinfo_list');
    expect(linkFormat.text(linkOf({ numVf: 2, vfinfoList: { info } }), monitor)).not.toContain('vf 0');
  });

  test('one that says nothing of itself', () => {
    const link = linkOf({ numVf: 1, vfinfoList: { info: [{}] } });
    expect(linkFormat.text(link, show)).toBe('5: e5: <> \n    link/ether \n');
    expect(linkFormat.json(link, show)).toMatchObject({ vfinfo_list: [{}] });
  });
});

test('hardware types', () => {
  expect(linkTypeText('ether')).toBe('ether');
  expect(linkTypeText('sixLowpan')).toBe('6lowpan');
  expect(linkTypeText('cisco')).toBe('hdlc');
  expect(linkTypeText('fcfabric')).toBe('fcfb0');
  expect(linkTypeText(799)).toBe('fcfb12');
  // Types that the kernel has and ip 6.1 has no name for.
  expect(linkTypeText('rawip')).toBe('[519]');
  expect(linkTypeText('mctp')).toBe('[290]');
  expect(linkTypeText(5000)).toBe('[5000]');
});
