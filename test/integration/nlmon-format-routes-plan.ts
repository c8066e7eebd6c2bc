/** What is done with ip, in hundreds of variants, and what ip is then asked to show. */
import type { Message } from '../../src/netlink/message.js';
import { neigh, nexthop, route, rule } from '../../src/netlink/route/index.js';
import { Sink, toHex } from '../../src/wire/index.js';
import { typeOf } from './nlmon-format-routes-kinds.js';
import type { Plan, Take } from './nlmon-format-routes-recorder.js';

const dumpFlags = 0x301;
const families = { unspec: 0, inet: 2, inet6: 10 };

function dumpOf(schema: Message<any, any>, family: number, arguments_: string, flags = 0): Take {
  const body = new Uint8Array(schema.attributesOffset);
  body[0] = family;
  if (schema === (neigh as unknown)) body[10] = flags;
  return { type: typeOf(schema, 'GET'), flags: dumpFlags, body: toHex(body), ip: arguments_.split(' ') };
}

const proxyFlag = 8;
const lookups: readonly (readonly [arguments: string, request: Record<string, unknown>])[] = [
  ['10.0.0.7', { dst: '10.0.0.7' }],
  ['10.0.0.1', { dst: '10.0.0.1' }],
  ['127.0.0.1', { dst: '127.0.0.1' }],
  ['255.255.255.255', { dst: '255.255.255.255' }],
  ['239.1.2.3 oif v0', { dst: '239.1.2.3', oif: 'v0' }],
  ['20.0.0.1', { dst: '20.0.0.1' }],
  ['20.0.2.1 tos 0x10', { dst: '20.0.2.1', tos: 16 }],
  ['20.0.3.1 mark 20', { dst: '20.0.3.1', mark: 20 }],
  ['20.0.3.1 mark 3', { dst: '20.0.3.1', mark: 3 }],
  ['2001:db8::7', { dst: '2001:db8::7' }],
  ['2001:db8::1', { dst: '2001:db8::1' }],
  ['2001:db8:20::1', { dst: '2001:db8:20::1' }],
  ['ff02::1 oif v0', { dst: 'ff02::1', oif: 'v0' }],
];

const lookupTable = 0x1000;

const v0 = 10;

function lookup([arguments_, { oif, ...fields }]: (typeof lookups)[number]): Take {
  const inet6 = String(fields.dst).includes(':');
  const sink = new Sink();
  const value = {
    family: inet6 ? 'inet6' : 'inet',
    dstLen: inet6 ? 128 : 32,
    flags: lookupTable,
    ...fields,
    ...(oif === undefined ? {} : { oif: v0 }),
  };
  route.encode(value as never, sink);
  return { type: 26, flags: 1, body: toHex(sink.bytes()), ip: ['route', 'get', ...arguments_.split(' ')] };
}

const setup = [
  'link set lo up',
  `link add v0 index ${v0} address 02:00:00:00:00:10 type veth peer name v1 index 11 address 02:00:00:00:00:11`,
  'link add down0 index 12 type veth peer name down1 index 13',
  'link add vx0 index 14 type vxlan id 4 dstport 4789',
  'link set v0 up',
  'link set v1 up',
  'link set down0 up',
  'link set down1 up',
  'link add gone0 index 15 type veth peer name gone1 index 16',
  'link set gone0 up',
  'link set gone1 up',
  'link add br0 index 17 type bridge',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 10.0.0.2/24 dev v0',
  'addr add 10.9.0.1/24 dev down0',
  'addr add 10.8.0.1/24 dev gone0',
  'addr add 2001:db8::1/64 dev v0 nodad',
  'addr add 2001:db8::2/64 dev v0 nodad',
  'addr add 2001:db8:8::1/64 dev gone0 nodad',
];

const options4 = [
  '',
  'metric 5',
  'metric 4294967295',
  'proto static',
  'proto kernel',
  'proto 99',
  'proto 17',
  'proto 200',
  'proto 0',
  'scope link',
  'scope host',
  'scope 7',
  'tos 0x10',
  'tos 0x28',
  'src 10.0.0.2',
  'realm 5',
  'realm 3/5',
  'realm 3/0',
  'mtu 1400',
  'mtu lock 1300 advmss 1200',
  'window 10 rtt 100ms rttvar 3 ssthresh 7 cwnd 9 reordering 3 hoplimit 64',
  'rtt 5s rttvar 2500ms rto_min 250ms',
  'rtt 1234567ms rto_min 3000s',
  'initcwnd 10 initrwnd 20 quickack 1 congctl reno',
  'congctl lock cubic',
  'features ecn',
  'fastopen_no_cookie 1',
  'mtu lock 1400 rtt lock 10ms hoplimit lock 3 window lock 5',
  'table 100',
  'table 1000',
  'table 70000 proto static metric 7',
  'table local',
  'table default',
];

const options6 = [
  '',
  'metric 5',
  'proto static',
  'proto ra',
  'proto 99',
  'mtu 1400 hoplimit 7',
  'hoplimit 0',
  'expires 100',
  'expires 20000 metric 9',
  'pref low',
  'pref high',
  'pref medium metric 3',
  'src 2001:db8::2',
  'from 2001:db8:99::/48',
  'from 2001:db8:99::1',
  'table 100',
  'table 1000 expires 50',
  'features ecn mtu lock 1300',
  'congctl reno rtt 900ms',
];

const hops4 = [
  'dev v0',
  'via 10.0.0.7',
  'via 10.0.0.7 dev v0 onlink',
  'via 11.0.0.1 dev v0 onlink',
  'via inet6 fe80::7 dev v0',
  'via 10.9.0.7 dev down0',
  'dev down0',
  'nhid 1',
  'nhid 4',
  'nhid 5',
  'nhid 20',
  'nexthop via 10.0.0.7 nexthop via 10.0.0.8',
  'nexthop via 10.0.0.7 weight 3 nexthop dev v0 weight 256 nexthop via 10.9.0.9 weight 2',
  'nexthop via 10.0.0.7 nexthop via 10.8.0.7 nexthop via 10.8.0.8 dev gone0 onlink',
  'nexthop via 10.0.0.7 realm 3/4 nexthop via inet6 fe80::9 dev v0 nexthop via 12.0.0.1 dev v0 onlink realm 9',
];

const hops6 = [
  'dev v0',
  'via fe80::7 dev v0',
  'via 2001:db8::7',
  'via 2001:db8:7::1 dev v0 onlink',
  'dev down0',
  'nhid 2',
  'nhid 6',
  'nexthop via 2001:db8::7 weight 2 nexthop via fe80::8 dev v0',
  'nexthop via 2001:db8::7 nexthop via 2001:db8:8::7',
  'nexthop via fe80::9 dev v1 weight 9 nexthop via 2001:db8:9::1 dev v0 onlink',
];

const nexthops = [
  'id 1 via 10.0.0.7 dev v0',
  'id 2 via 2001:db8::7 dev v0',
  'id 3 via 10.0.0.8 dev v0 proto static',
  'id 4 group 1/3',
  'id 5 group 1,3/3,200 proto bgp',
  'id 6 group 2',
  'id 7 blackhole',
  'id 8 blackhole proto zebra',
  'id 9 dev v0',
  'id 10 via 11.0.0.1 dev v0 onlink',
  'id 11 via fe80::3 dev v0 proto 77',
  'id 12 via 10.9.0.3 dev down0',
  'id 13 via 10.1.1.1 fdb',
  'id 14 via 10.1.1.2 fdb',
  'id 15 group 13/14 fdb',
  'id 16 group 1/3 type resilient buckets 4',
  'id 17 group 1,2/3,5 type resilient buckets 32 idle_timer 60 unbalanced_timer 300 proto static',
  'id 18 group 1/9 type resilient buckets 8 idle_timer 1234567',
  'id 19 via 10.0.0.9 dev v0 proto kernel',
  'id 20 via fe80::4 dev v0',
  'id 4294967295 via 10.0.0.7 dev v0',
];

const types = ['blackhole', 'unreachable', 'prohibit', 'throw'];
const local = ['local', 'broadcast', 'anycast', 'multicast'];

const selectors = [
  '',
  'from 10.1.0.0/16',
  'from 10.1.2.3',
  'to 10.2.0.0/16',
  'to 10.2.3.4',
  'from 10.1.0.0/16 to 10.2.0.0/15',
  'from 0.0.0.0/0',
  'tos 0x10',
  'fwmark 0x10',
  'fwmark 0x10/0xff',
  'fwmark 0/0xf',
  'fwmark 7/0xffffffff',
  'iif v0',
  'oif v0',
  'iif nosuch',
  'oif nosuch iif lo',
  'uidrange 0-0',
  'ipproto tcp',
  'ipproto 132',
  'ipproto icmp',
  'ipproto 253',
  'sport 80',
  'sport 80-90 dport 1-65534',
  'dport 443 ipproto udp',
  'tun_id 7',
  'tun_id 9007199254740991',
  'l3mdev',
  'not',
  'not from 10.3.0.0/16 fwmark 3',
  'realms 5',
  'realms 3/5',
  'realms 3/0',
  'proto static',
  'proto kernel',
  'proto 99',
  'proto 200',
];

const actions = [
  'table 100',
  'table main',
  'table 1000',
  'table 70000 suppress_prefixlength 0',
  'suppress_prefixlength 24 suppress_ifgroup 0',
  'table 9 suppress_ifgroup 7',
  'goto 32766',
  'goto 32000',
  'blackhole',
  'unreachable',
  'prohibit',
  'nop',
];

const neighbours = [
  'permanent',
  'reachable',
  'stale',
  'noarp',
  'delay',
  'failed',
  'none',
  'probe',
  'incomplete',
];
const neighbourOptions = [
  '',
  'router',
  'extern_learn',
  'router extern_learn proto static',
  'proto kernel',
  'proto 77',
];

const commands: string[] = [];
const commands6: string[] = [];
for (const options of nexthops) commands.push(`nexthop add ${options}`);
let index = 0;
for (const hop of hops4) {
  for (const options of options4) commands.push(`route add ${prefix4()} ${options} ${hop}`);
}
for (const type of types) {
  for (const options of options4) commands.push(`route add ${type} ${prefix4()} ${options}`);
}
for (const type of local) {
  for (const options of options4) commands.push(`route add ${type} ${prefix4()} ${options} dev v0`);
}
commands.push(
  'route add default via 10.0.0.7',
  'route add 0.0.0.0/1 dev v0',
  'route add 128.0.0.0/1 dev v0 table 9',
);
commands.push(
  'route add 20.0.0.0/24 via 10.0.0.9 mtu 1400',
  'route add 20.0.2.0/24 tos 0x10 via 10.0.0.9 realm 3/4',
);
commands.push('route add 20.0.3.0/24 via 10.0.0.9 rtt 3s hoplimit 4');
let pref = 1000;
for (const selector of selectors) {
  for (const action of actions) commands.push(`rule add ${selector} pref ${pref++} ${action}`);
}
let host = 3;
for (const state of neighbours) {
  for (const options of neighbourOptions) {
    const lladdr = ['none', 'failed', 'incomplete'].includes(state) ? '' : 'lladdr 02:00:00:00:00:99';
    commands.push(`neigh add 10.0.0.${host} ${lladdr} dev v0 nud ${state} ${options}`);
    commands6.push(`neigh add 2001:db8::1:${host++} ${lladdr} dev v0 nud ${state} ${options}`);
  }
}
commands.push('neigh add 10.0.0.250 dev v0 managed', 'neigh add 10.0.0.251 dev v0 use managed');
commands.push('neigh add proxy 10.0.0.252 dev v0', 'neigh add proxy 10.0.0.253 dev v1 proto static');
commands6.push('neigh add proxy 2001:db8::2:1 dev v0', 'neigh add proxy 2001:db8::2:2 dev v0 router');
index = 0;
for (const hop of hops6) {
  for (const options of options6) commands6.push(`route add ${prefix6()} ${options} ${hop}`);
}
for (const type of types) {
  for (const options of options6) commands6.push(`route add ${type} ${prefix6()} ${options}`);
}
commands6.push(
  'route add default via fe80::7 dev v0',
  'route add 2001:db8:20::/64 via fe80::7 dev v0 mtu 1400',
);
commands6.push('route add anycast 2001:db8:21::1 dev v0', 'route add multicast ff05::/16 dev v0');
pref = 1000;
for (const selector of selectors) {
  const selector6 = selector
    .replace(/10\.(\d)\.0\.0\/1/, '2001:db8:$1::/4')
    .replace(/10\.(\d)\.2\.3/, 'fe80::$1');
  if (selector6.includes('10.') || selector6.includes('0.0.0.0')) continue;
  for (const action of actions) commands6.push(`rule add ${selector6} pref ${pref++} ${action}`);
}

function prefix4(): string {
  const number = index++;
  const length = [32, 24, 28][number % 3];
  return `30.${number >> 8}.${number & 255}.0/${length}`;
}

function prefix6(): string {
  const number = index++;
  const length = [64, 128, 48][number % 3];
  return `2001:db8:${(0x1000 + number).toString(16)}::/${length}`;
}

const bridge = [
  'fdb append 00:00:00:00:00:00 dev vx0 dst 10.1.2.3',
  'fdb append 02:00:00:00:00:77 dev vx0 dst 10.1.2.4 port 99',
  'fdb append 02:00:00:00:00:78 dev vx0 dst 2001:db8::9 vni 7',
  'fdb append 02:00:00:00:00:79 dev v1 self',
];

/** Devices without carrier, without their peers, and with a bridge above. */
const changes = ['link set down1 down', 'link set gone0 down', 'link set vx0 master br0'];

/** What takes things away again, for the lines that begin with `Deleted`; done for IPv4 and for IPv6. */
const endings = [
  'route flush table 100',
  'route flush root 30.0.0.0/9',
  'route flush root 2001:db8:1000::/38',
  'rule flush',
  'neigh flush dev v0 nud permanent nud noarp',
  'neigh del proxy 10.0.0.252 dev v0',
  'nexthop flush',
];

const takes: Record<string, Take> = {
  'ip route show': dumpOf(route, families.inet, 'route show'),
  'ip route show table all': dumpOf(route, families.unspec, 'route show table all'),
  'ip -4 route show table all': dumpOf(route, families.inet, '-4 route show table all'),
  'ip route show table 100': dumpOf(route, families.inet, 'route show table 100'),
  'ip -6 route show': dumpOf(route, families.inet6, '-6 route show'),
  'ip -6 route show table all': dumpOf(route, families.inet6, '-6 route show table all'),
  'ip -6 route show table 100': dumpOf(route, families.inet6, '-6 route show table 100'),
  'ip rule show': dumpOf(rule, families.inet, 'rule show'),
  'ip -6 rule show': dumpOf(rule, families.inet6, '-6 rule show'),
  'ip rule show table 100': dumpOf(rule, families.inet, 'rule show table 100'),
  'ip nexthop show': dumpOf(nexthop, families.unspec, 'nexthop show'),
  'ip -6 nexthop show': dumpOf(nexthop, families.unspec, '-6 nexthop show'),
  'ip neigh show': dumpOf(neigh, families.unspec, 'neigh show'),
  'ip -4 neigh show': dumpOf(neigh, families.inet, '-4 neigh show'),
  'ip -6 neigh show': dumpOf(neigh, families.inet6, '-6 neigh show'),
  'ip neigh show proxy': dumpOf(neigh, families.unspec, 'neigh show proxy', proxyFlag),
};
for (const question of lookups) takes[`ip route get ${question[0]}`] = lookup(question);

export const plan: Plan = { setup, commands, commands6, bridge, changes, endings, takes };
