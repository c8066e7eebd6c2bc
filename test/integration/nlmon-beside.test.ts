/** What nlmon shows of chosen objects, and of those of bridge(8), beside what ip and bridge show of the same. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canUnshare } from './nlmon-format-routes-recorder.js';

/** What ip or bridge is told, and nlmon --once. */
const texts: readonly (readonly [theirs: string, ours: string])[] = [
  ['ip link show type veth', 'links type veth'],
  ['ip link show master br0', 'links master br0'],
  ['ip link show up', 'links up'],
  ['ip link show type bridge_slave', 'links type bridge_slave'],
  ['ip link show group default', 'links group default'],
  ['ip -d link show type vxlan', 'links -d type vxlan'],
  ['ip link show dev va', 'links dev va'],
  ['ip addr show scope global', 'addrs scope global'],
  ['ip addr show up', 'addrs up'],
  ['ip addr show to 10.1.0.0/24', 'addrs to 10.1.0.0/24'],
  ['ip addr show label br0:*', 'addrs label br0:*'],
  ['ip -4 addr show label br0:*', 'addrs -4 label br0:*'],
  ['ip addr show dynamic', 'addrs dynamic'],
  ['ip addr show permanent', 'addrs permanent'],
  ['ip addr show secondary', 'addrs secondary'],
  ['ip addr show primary', 'addrs primary'],
  ['ip addr show type veth scope global', 'addrs type veth scope global'],
  ['ip -4 addr show dev vb scope global', 'addrs -4 dev vb scope global'],
  ['ip addr show master br0', 'addrs master br0'],
  ['ip route show table 100', 'routes table 100'],
  ['ip route show proto static', 'routes proto static'],
  ['ip route show proto kernel scope link', 'routes proto kernel scope link'],
  ['ip route show table all proto kernel', 'routes table all proto kernel'],
  ['ip route show table local type local', 'routes table local type local'],
  ['ip route show type blackhole', 'routes type blackhole'],
  ['ip route show root 10.9.0.0/16', 'routes root 10.9.0.0/16'],
  ['ip route show match 10.9.1.0/24', 'routes match 10.9.1.0/24'],
  ['ip route show exact 10.9.0.0/16', 'routes exact 10.9.0.0/16'],
  ['ip route show 10.9.0.0/16', 'routes 10.9.0.0/16'],
  ['ip route show to root 10.0.0.0/8', 'routes to root 10.0.0.0/8'],
  ['ip route show via 10.1.0.9', 'routes via 10.1.0.9'],
  ['ip route show src 10.1.0.1', 'routes src 10.1.0.1'],
  ['ip route show metric 5', 'routes metric 5'],
  ['ip route show dev vb proto static', 'routes dev vb proto static'],
  ['ip -6 route show proto bird', 'routes -6 proto bird'],
  ['ip -6 route show root 2001:db8::/32', 'routes -6 root 2001:db8::/32'],
  ['ip neigh show nud permanent', 'neighs nud permanent'],
  ['ip neigh show nud stale', 'neighs nud stale'],
  ['ip neigh show nud all', 'neighs nud all'],
  ['ip neigh show nud noarp', 'neighs nud noarp'],
  ['ip neigh show proxy', 'neighs proxy'],
  ['ip neigh show to 10.1.0.20', 'neighs to 10.1.0.20'],
  ['ip neigh show nud permanent dev vb', 'neighs nud permanent dev vb'],
  ['ip rule show table 100', 'rules table 100'],
  ['ip rule show from 10.9.0.0/16', 'rules from 10.9.0.0/16'],
  ['ip rule show fwmark 7', 'rules fwmark 7'],
  ['ip nexthop show groups', 'nexthops groups'],
  ['ip nexthop show dev vb', 'nexthops dev vb'],
  ['bridge fdb show', 'fdb'],
  ['bridge -d fdb show', 'fdb -d'],
  ['bridge fdb show dev va', 'fdb dev va'],
  ['bridge fdb show br br0', 'fdb br br0'],
  ['bridge fdb show brport va', 'fdb brport va'],
  ['bridge fdb show dynamic', 'fdb dynamic'],
  ['bridge fdb show state static', 'fdb state static'],
  ['bridge link show', 'ports'],
  ['bridge -d link show', 'ports -d'],
  ['bridge link show dev va', 'ports dev va'],
  ['bridge -color=always fdb show', 'fdb -c'],
  ['bridge -color=always -d mdb show', 'mdb -c -d'],
  ['bridge -color=always link show', 'ports -c'],
  ['bridge -color=always vni show', 'vnis -c'],
  ['bridge mdb show', 'mdb'],
  ['bridge -d mdb show', 'mdb -d'],
  ['bridge vlan show', 'vlans'],
  ['bridge -s vlan show', 'vlans -s'],
  ['bridge vlan tunnelshow', 'vlans tunnel'],
  ['bridge vni show', 'vnis'],
  ['bridge -s vni show', 'vnis -s'],
  ['bridge vni show dev vx2', 'vnis dev vx2'],
  ['ip maddr show', 'maddrs'],
  ['ip -4 maddr show', 'maddrs -4'],
  ['ip -6 maddr show', 'maddrs -6'],
  ['ip -o maddr show', 'maddrs -o'],
  ['ip maddr show dev vb', 'maddrs dev vb'],
  ['ip -c=always maddr show', 'maddrs -c'],
  ['ip -c=always -o maddr show', 'maddrs -c -o'],
  ['ip -c=always -br link show', 'links -c -br'],
  ['ip -c=always -br -o addr show scope global', 'addrs -c -br -o scope global'],
  ['ip -c=always -o -d -s route show', 'routes -c -o -d -s'],
  ['ip -c=always -family inet neigh show', 'neighs -c -family inet'],
  ['ip stats show', 'stats'],
  ['ip stats show dev br0', 'stats dev br0'],
  ['ip stats show group link', 'stats group link'],
  ['ip stats show group xstats_slave subgroup bridge', 'stats group xstats_slave subgroup bridge'],
  ['ip stats show group offload subgroup l3_stats', 'stats group offload subgroup l3_stats'],
  ['ip -h stats show dev vb group link', 'stats -h dev vb group link'],
  ['ip -s -s stats show dev vb group link', 'stats -s -s dev vb group link'],
  ['ip -s stats show', 'stats -s'],
  ['ip -d stats show dev vb', 'stats -d dev vb'],
  ['ip -c=always stats show', 'stats -c'],
  ['ip -c=always ntable show', 'ntables -c'],
  ['ip ntable show', 'ntables'],
  ['ip ntable show dev vb', 'ntables dev vb'],
  ['ip -s ntable show name arp_cache dev vb', 'ntables -s name arp_cache dev vb'],
  ['ip -6 ntable show', 'ntables -6'],
  ['ip link show type nosuch', 'links type nosuch'],
  ['ip addr show type vxlan', 'addrs type vxlan'],
  ['bridge mdb show dev br0', 'mdb dev br0'],
  ['ip link show nomaster', 'links nomaster'],
  ['ip neigh show unused', 'neighs unused'],
  ['ip neigh show dev vb nud reachable', 'neighs dev vb nud reachable'],
  ['ip route show scope global', 'routes scope global'],
  ['ip -d route show proto static', 'routes -d proto static'],
];

/** The same as JSON: theirs is one array, ours a line an object. */
const jsons: readonly (readonly [theirs: string, ours: string])[] = [
  ['ip -j link show type veth', 'links type veth -j'],
  ['ip -j addr show scope global', 'addrs scope global -j'],
  ['ip -j route show table 100', 'routes table 100 -j'],
  ['ip -j route show proto static', 'routes proto static -j'],
  ['ip -j neigh show nud permanent', 'neighs nud permanent -j'],
  ['ip -j rule show table 100', 'rules table 100 -j'],
  ['ip -j nexthop show groups', 'nexthops groups -j'],
  ['bridge -j fdb show', 'fdb -j'],
  ['bridge -j fdb show dev va', 'fdb dev va -j'],
  ['bridge -j link show', 'ports -j'],
  ['bridge -j -d link show', 'ports -d -j'],
  ['bridge -j vni show', 'vnis -j'],
  ['bridge -j -s vni show', 'vnis -s -j'],
  ['ip -j maddr show', 'maddrs -j'],
  ['ip -j -o maddr show', 'maddrs -o -j'],
  ['ip -j stats show group link', 'stats group link -j'],
  ['ip -j -d stats show group link', 'stats -d group link -j'],
  ['ip -j ntable show dev vb', 'ntables dev vb -j'],
];

/** What ip leaves out stays in its arrays as empty objects. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutEmpty(inner)]));
  return value.filter(item => JSON.stringify(item) !== '{}').map(withoutEmpty);
}

describe.skipIf(!canUnshare)('beside ip and bridge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beside-'));
  const cases = [...texts, ...jsons];

  beforeAll(() => {
    const script = join(import.meta.dirname, 'nlmon/beside.sh');
    const nlmon = resolve(import.meta.dirname, '../../bin/nlmon.js');
    execFileSync('unshare', ['-Urnm', 'sh', script, folder, nlmon], {
      input: cases.map(([theirs, ours]) => `${theirs}|${ours}\n`).join(''),
    });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const printed = (line: number, whose: 'theirs' | 'ours'): string =>
    readFileSync(join(folder, `${line + 1}.${whose}`), 'utf8');

  for (const [i, [theirs, ours]] of cases.entries()) {
    test(ours, () => {
      if (i < texts.length) {
        expect(printed(i, 'ours').split('\n'), theirs).toEqual(printed(i, 'theirs').split('\n'));
        return;
      }
      const lines = printed(i, 'ours').split('\n').slice(0, -1);
      expect(
        lines.map(line => JSON.parse(line)),
        theirs,
      ).toEqual(withoutEmpty(JSON.parse(printed(i, 'theirs'))));
    });
  }
});
