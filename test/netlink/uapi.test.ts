import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controlTypes, messageFlags, messageHeaderSize } from '../../src/netlink/header.js';
import { addr } from '../../src/netlink/route/addr.js';
import {
  ipv4DeviceConfiguration,
  ipv6DeviceConfiguration,
} from '../../src/netlink/route/device-configuration.js';
import { link } from '../../src/netlink/route/link.js';
import { linkStatistics32, linkStatistics64 } from '../../src/netlink/route/link-statistics.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { netconf } from '../../src/netlink/route/netconf.js';
import { nexthop } from '../../src/netlink/route/nexthop.js';
import { nsid } from '../../src/netlink/route/nsid.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { constantName, constantOf } from '../../src/wire/index.js';
import type { AnyMessage } from './fixtures.js';
import { registry } from './registry.js';

const headers = [
  'sys/socket.h',
  'linux/netlink.h',
  'linux/rtnetlink.h',
  'linux/if.h',
  'linux/if_link.h',
  'linux/if_addr.h',
  'linux/if_arp.h',
  'linux/neighbour.h',
  'linux/fib_rules.h',
  'linux/nexthop.h',
  'linux/netconf.h',
  'linux/net_namespace.h',
  'linux/lwtunnel.h',
  'linux/icmpv6.h',
  'linux/ip.h',
  'linux/ipv6.h',
  'linux/devlink.h',
  'linux/dpll.h',
];

/** The Linux that brought a constant, for those younger than the oldest headers that this is tested on (6.1). */
const since: Readonly<Record<string, string>> = {
  IFLA_DEVLINK_PORT: '6.2',
  NTF_EXT_LOCKED: '6.2',
  IFLA_GSO_IPV4_MAX_SIZE: '6.3',
  IFLA_GRO_IPV4_MAX_SIZE: '6.3',
  IFLA_DPLL_PIN: '6.7',
  DPLL_A_PIN_ID: '6.7',
  RTAX_FEATURE_TCP_USEC_TS: '6.7',
  NL_ATTR_TYPE_SINT: '6.7',
  NL_ATTR_TYPE_UINT: '6.7',
  NHA_OP_FLAGS: '6.9',
  NHA_GROUP_STATS: '6.9',
  NHA_HW_STATS_ENABLE: '6.9',
  NHA_HW_STATS_USED: '6.9',
  NHA_GROUP_STATS_ENTRY: '6.9',
  NHA_GROUP_STATS_ENTRY_ID: '6.9',
  NHA_GROUP_STATS_ENTRY_PACKETS: '6.9',
  NHA_GROUP_STATS_ENTRY_PACKETS_HW: '6.9',
  FRA_DSCP: '6.12',
  IFLA_MAX_PACING_OFFLOAD_HORIZON: '6.13',
  IFLA_MCTP_PHYS_BINDING: '6.13',
  RTA_FLOWLABEL: '6.14',
  FRA_FLOWLABEL: '6.14',
  FRA_FLOWLABEL_MASK: '6.14',
  FRA_SPORT_MASK: '6.15',
  FRA_DPORT_MASK: '6.15',
  FRA_DSCP_MASK: '6.15',
  IFLA_NETNS_IMMUTABLE: '6.15',
  NETCONFA_FORCE_FORWARDING: '6.17',
  DEVCONF_FORCE_FORWARDING: '6.17',
  NTF_EXT_EXT_VALIDATED: '6.17',
  IFLA_HEADROOM: '6.18',
  IFLA_TAILROOM: '6.18',
};

/** Constants of the kernel's own, which its headers for programs do not have. */
const internal: readonly string[] = [
  'IF_RA_OTHERCNF',
  'IF_RA_MANAGED',
  'IF_RA_RCVD',
  'IF_RS_SENT',
  'IF_READY',
];

/** The structs behind the declared ones. */
const structs: readonly [declared: number, c: string][] = [
  [messageHeaderSize, 'struct nlmsghdr'],
  [link.header.size, 'struct ifinfomsg'],
  [addr.header.size, 'struct ifaddrmsg'],
  [route.header.size, 'struct rtmsg'],
  [neigh.header.size, 'struct ndmsg'],
  [rule.header.size, 'struct fib_rule_hdr'],
  [nexthop.header.size, 'struct nhmsg'],
  [netconf.header.size, 'struct netconfmsg'],
  [nsid.header.size, 'struct rtgenmsg'],
  [linkStatistics32.size, 'struct rtnl_link_stats'],
  [linkStatistics64.size, 'struct rtnl_link_stats64'],
  [sizeOf(link, 'map'), 'struct rtnl_link_ifmap'],
  [sizeOf(addr, 'cacheinfo'), 'struct ifa_cacheinfo'],
  [sizeOf(route, 'cacheinfo'), 'struct rta_cacheinfo'],
  [sizeOf(neigh, 'cacheinfo'), 'struct nda_cacheinfo'],
  [sizeOf(rule, 'uidRange'), 'struct fib_rule_uid_range'],
  [sizeOf(rule, 'sportRange'), 'struct fib_rule_port_range'],
  [itemSizeOf(nexthop, 'group'), 'struct nexthop_grp'],
  [2 + hopHeaderSize(), 'struct rtnexthop'],
  [vfSize('mac'), 'struct ifla_vf_mac'],
  [vfSize('vlan'), 'struct ifla_vf_vlan'],
  [vfSize('txRate'), 'struct ifla_vf_tx_rate'],
  [vfSize('rate'), 'struct ifla_vf_rate'],
  [vfSize('spoofchk'), 'struct ifla_vf_spoofchk'],
  [vfSize('linkState'), 'struct ifla_vf_link_state'],
  [vfSize('rssQueryEn'), 'struct ifla_vf_rss_query_en'],
  [vfSize('trust'), 'struct ifla_vf_trust'],
  [vfSize('ibNodeGuid'), 'struct ifla_vf_guid'],
  [vfSize('broadcast'), 'struct ifla_vf_broadcast'],
  [structSize('link.vfinfoList.info.vlanList.info'), 'struct ifla_vf_vlan_info'],
  [
    structSize('link.afSpec:otherwise.inet6.cacheinfo', 'link.protinfo:inet6.cacheinfo'),
    'struct ifla_cacheinfo',
  ],
];

function sizeOf(schema: AnyMessage, attribute: string): number {
  return schema.attributes.byName.get(attribute)!.type.size!;
}

function itemSizeOf(schema: AnyMessage, attribute: string): number {
  return (schema.attributes.byName.get(attribute)!.type as unknown as { item: { size: number } }).item.size;
}

function structSize(...paths: string[]): number {
  const found = [...registry.structs].find(([, path]) => paths.includes(path));
  if (found === undefined) throw new Error(`no struct at ${paths.join(' or ')}`);
  return found[0].size;
}

function hopHeaderSize(): number {
  return structSize('route.multipath');
}

function vfSize(name: string): number {
  const set = [...registry.sets].find(([, path]) => path === 'link.vfinfoList.info')![0];
  return set.byName.get(name)!.type.size!;
}

/** Every constant that the schemas declare, with its number. */
function declared(): Map<string, number> {
  const constants = new Map<string, number>();
  const add = (constant: string, number: number) => {
    if ((constants.get(constant) ?? number) !== number)
      throw new Error(`${constant} is declared with two numbers`);
    constants.set(constant, number);
  };
  for (const schema of registry.messages.keys())
    for (const entry of Object.entries(schema.types)) add(...entry);
  for (const set of registry.sets.keys()) {
    for (const { name, number } of set.byName.values()) add(set.constantOf(name), number);
  }
  for (const set of registry.names.keys()) {
    for (const [name, number] of Object.entries(set.numbers)) add(constantOf(set, name), number);
  }
  for (const entry of Object.entries({ ...controlTypes, ...messageFlags })) add(...entry);
  // The kernel numbers IPv4's settings from 1, IPv6's from 0; the array holds them from the first.
  Object.keys(ipv4DeviceConfiguration.fields).forEach((name, i) => {
    add(constantName('IPV4_DEVCONF', name), i + 1);
  });
  Object.keys(ipv6DeviceConfiguration.fields).forEach((name, i) => {
    add(constantName('DEVCONF', name), i);
  });
  return constants;
}

const compiler = ['cc', 'gcc', 'g++'].find(name => spawnSync(name, ['--version']).status === 0);

/** Compiles and runs a C program that prints expressions; those that the headers lack are left out, and named. */
function evaluate(expressions: readonly string[]): { values: Map<string, number>; lacking: string[] } {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-uapi-'));
  try {
    const lacking = new Set<string>();
    for (;;) {
      const lines = expressions
        .filter(expression => !lacking.has(expression))
        .map(expression => `  printf("${expression} %llu\\n", (unsigned long long)(${expression}));`);
      const includes = headers.map(header => `#if __has_include(<${header}>)\n#include <${header}>\n#endif`);
      const source = join(directory, 'constants.c');
      const program = join(directory, 'constants');
      writeFileSync(
        source,
        `#include <stdio.h>\n${includes.join('\n')}\nint main(void) {\n${lines.join('\n')}\n}\n`,
      );
      const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
      const { status, stderr } = spawnSync(
        compiler!,
        ['-w', '-fmax-errors=0', '-o', program, source],
        options,
      );
      if (status === 0) {
        const output = spawnSync(program, options).stdout.trim().split('\n');
        const values = output.map(
          line => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))] as const,
        );
        return { values: new Map(values), lacking: [...lacking] };
      }
      const before = lacking.size;
      for (const [, name] of stderr.matchAll(/'(\w+)' (?:undeclared|was not declared)/g)) lacking.add(name!);
      if (lacking.size === before) throw new Error(stderr);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe.skipIf(compiler === undefined)(
  'against the headers of the machine (skipped where there is no C compiler)',
  () => {
    test('every constant has its number; those that the headers lack are known to be younger, or not for programs', () => {
      const constants = declared();
      const { values, lacking } = evaluate([...constants.keys()]);
      const unexplained = lacking.filter(name => since[name] === undefined && !internal.includes(name));
      expect(unexplained).toEqual([]);
      const younger = lacking.filter(name => since[name] !== undefined);
      if (younger.length > 0)
        console.info(`not in these headers: ${younger.map(name => `${name} (${since[name]})`).join(', ')}`);
      const own = Object.fromEntries([...values.keys()].map(name => [name, constants.get(name)! >>> 0]));
      expect(own).toEqual(Object.fromEntries([...values].map(([name, value]) => [name, value % 2 ** 32])));
      expect(values.size).toBeGreaterThan(500);
      for (const name of [...Object.keys(since), ...internal]) expect(constants.has(name), name).toBe(true);
    });

    test('every struct has its size', () => {
      const { values } = evaluate(structs.map(([, c]) => `sizeof(${c})`));
      expect(Object.fromEntries(structs.map(([size, c]) => [`sizeof(${c})`, size]))).toEqual(
        Object.fromEntries(values),
      );
    });
  },
);
