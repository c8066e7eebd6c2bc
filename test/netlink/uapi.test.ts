import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AttributeSet } from '../../src/netlink/attributes.js';
import { unixDiag, unixDiagRequest } from '../../src/netlink/diag/unix.js';
import { controlTypes, messageFlags, messageHeaderSize } from '../../src/netlink/header.js';
import { addr } from '../../src/netlink/route/addr.js';
import { addrlabel } from '../../src/netlink/route/addrlabel.js';
import { dcb } from '../../src/netlink/route/dcb.js';
import {
  ipv4DeviceConfiguration,
  ipv6DeviceConfiguration,
} from '../../src/netlink/route/device-configuration.js';
import { link, linkInfoKinds } from '../../src/netlink/route/link.js';
import { linkStatistics32, linkStatistics64 } from '../../src/netlink/route/link-statistics.js';
import { mdb } from '../../src/netlink/route/mdb.js';
import { nduseropt } from '../../src/netlink/route/nduseropt.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { neightbl } from '../../src/netlink/route/neightbl.js';
import { netconf } from '../../src/netlink/route/netconf.js';
import { nexthop } from '../../src/netlink/route/nexthop.js';
import { nsid } from '../../src/netlink/route/nsid.js';
import { prefix } from '../../src/netlink/route/prefix.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { stats } from '../../src/netlink/route/stats.js';
import { tunnel } from '../../src/netlink/route/tunnel.js';
import { vlan } from '../../src/netlink/route/vlan.js';
import { constantName, constantOf } from '../../src/wire/index.js';
import type { AnyMessage } from './fixtures.js';
import { registry } from './registry.js';
import { actionStructs, sinceActions } from './uapi-actions.js';
import { sinceTrafficControl, trafficControlStructs } from './uapi-traffic-control.js';

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
  'arpa/inet.h',
  'linux/if_bridge.h',
  'linux/if_addrlabel.h',
  'linux/mpls.h',
  'linux/if_bonding.h',
  'linux/if_ether.h',
  'linux/if_vlan.h',
  'linux/if_tunnel.h',
  'linux/ip6_tunnel.h',
  'linux/if_macsec.h',
  'linux/if_tun.h',
  'linux/veth.h',
  'linux/can/netlink.h',
  'linux/can/vxcan.h',
  'linux/batman_adv.h',
  'linux/amt.h',
  'linux/if_packet.h',
  'linux/ife.h',
  'linux/pkt_cls.h',
  'linux/tc_act/tc_bpf.h',
  'linux/tc_act/tc_connmark.h',
  'linux/tc_act/tc_csum.h',
  'linux/tc_act/tc_ct.h',
  'linux/tc_act/tc_ctinfo.h',
  'linux/tc_act/tc_defact.h',
  'linux/tc_act/tc_gact.h',
  'linux/tc_act/tc_gate.h',
  'linux/tc_act/tc_ife.h',
  'linux/tc_act/tc_ipt.h',
  'linux/tc_act/tc_mirred.h',
  'linux/tc_act/tc_mpls.h',
  'linux/tc_act/tc_nat.h',
  'linux/tc_act/tc_pedit.h',
  'linux/tc_act/tc_sample.h',
  'linux/tc_act/tc_skbedit.h',
  'linux/tc_act/tc_skbmod.h',
  'linux/tc_act/tc_tunnel_key.h',
  'linux/tc_act/tc_vlan.h',
  'linux/can.h',
  'linux/tc_ematch/tc_em_cmp.h',
  'linux/tc_ematch/tc_em_ipt.h',
  'linux/tc_ematch/tc_em_nbyte.h',
  'linux/tc_ematch/tc_em_text.h',
  'linux/tc_ematch/tc_em_meta.h',
  'linux/wwan.h',
  'linux/sock_diag.h',
  'linux/unix_diag.h',
  'netinet/tcp.h',
  'linux/erspan.h',
  'linux/cfm_bridge.h',
  'linux/mrp_bridge.h',
  'linux/dcbnl.h',
  'linux/ila.h',
  'linux/ioam6.h',
  'linux/ioam6_iptunnel.h',
  'linux/mpls_iptunnel.h',
  'linux/rpl.h',
  'linux/rpl_iptunnel.h',
  'linux/seg6.h',
  'linux/seg6_iptunnel.h',
  'linux/seg6_local.h',
  'linux/gen_stats.h',
  'linux/pkt_sched.h',
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
  DCB_ATTR_DCB_APP_TRUST_TABLE: '6.2',
  DCB_ATTR_DCB_REWR_TABLE: '6.3',
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
  MDBE_ATTR_SRC_LIST: '6.2',
  MDBE_ATTR_GROUP_MODE: '6.2',
  MDBE_ATTR_RTPROT: '6.2',
  MDBE_SRC_LIST_ENTRY: '6.2',
  MDBE_SRCATTR_ADDRESS: '6.2',
  MDBA_MDB_EATTR_DST: '6.4',
  MDBA_MDB_EATTR_DST_PORT: '6.4',
  MDBA_MDB_EATTR_VNI: '6.4',
  MDBA_MDB_EATTR_IFINDEX: '6.4',
  MDBA_MDB_EATTR_SRC_VNI: '6.4',
  MDBE_ATTR_DST: '6.4',
  MDBE_ATTR_DST_PORT: '6.4',
  MDBE_ATTR_VNI: '6.4',
  MDBE_ATTR_IFINDEX: '6.4',
  MDBE_ATTR_SRC_VNI: '6.4',
  BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS: '6.3',
  BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS: '6.3',
  BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS: '6.4',
  MDBA_GET_ENTRY: '6.7',
  MDBA_GET_ENTRY_ATTRS: '6.7',
  MDBE_ATTR_STATE_MASK: '6.8',
  RTM_NEWMULTICAST: '6.14',
  RTM_DELMULTICAST: '6.14',
  RTM_NEWANYCAST: '6.14',
  RTM_DELANYCAST: '6.14',
  MDB_FLAGS_OFFLOAD_FAILED: '6.16',
  IFLA_BRPORT_MAB: '6.2',
  IFLA_BRPORT_MCAST_N_GROUPS: '6.3',
  IFLA_BRPORT_MCAST_MAX_GROUPS: '6.3',
  IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: '6.4',
  IFLA_MACVLAN_BC_CUTOFF: '6.4',
  IFLA_VXLAN_LOCALBYPASS: '6.5',
  IFLA_BRPORT_BACKUP_NHID: '6.6',
  IFLA_BR_FDB_N_LEARNED: '6.7',
  IFLA_BR_FDB_MAX_LEARNED: '6.7',
  IFLA_DSA_CONDUIT: '6.7',
  IFLA_NETKIT_PEER_INFO: '6.7',
  IFLA_NETKIT_PRIMARY: '6.7',
  IFLA_NETKIT_POLICY: '6.7',
  IFLA_NETKIT_PEER_POLICY: '6.7',
  IFLA_NETKIT_MODE: '6.7',
  NETKIT_PASS: '6.7',
  NETKIT_DROP: '6.7',
  NETKIT_L2: '6.7',
  NETKIT_L3: '6.7',
  IFLA_VXLAN_LABEL_POLICY: '6.8',
  VXLAN_LABEL_FIXED: '6.8',
  VXLAN_LABEL_INHERIT: '6.8',
  IFLA_BOND_COUPLED_CONTROL: '6.9',
  IFLA_GTP_LOCAL: '6.10',
  IFLA_GTP_LOCAL6: '6.10',
  IFLA_HSR_INTERLINK: '6.10',
  IFLA_NETKIT_SCRUB: '6.13',
  IFLA_NETKIT_PEER_SCRUB: '6.13',
  NETKIT_SCRUB_NONE: '6.13',
  NETKIT_SCRUB_DEFAULT: '6.13',
  IFLA_NETKIT_HEADROOM: '6.14',
  IFLA_NETKIT_TAILROOM: '6.14',
  IFLA_VXLAN_RESERVED_BITS: '6.14',
  IFLA_GENEVE_PORT_RANGE: '6.15',
  IFLA_OVPN_MODE: '6.16',
  OVPN_MODE_P2P: '6.16',
  OVPN_MODE_MP: '6.16',
  BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION: '6.16',
  IFLA_BOND_BROADCAST_NEIGH: '6.17',
  IFLA_VXLAN_MC_ROUTE: '6.17',
  BR_BOOLOPT_FDB_LOCAL_VLAN_0: '6.18',
  IFLA_BOND_SLAVE_ACTOR_PORT_PRIO: '6.18',
  IFLA_HEADROOM: '6.18',
  IFLA_TAILROOM: '6.18',
  ...sinceTrafficControl,
  ...sinceActions,
};

/** Constants of the kernel's own, which its headers for programs do not have. */
const internal: readonly string[] = [
  'IF_RA_OTHERCNF',
  'IF_RA_MANAGED',
  'IF_RA_RCVD',
  'IF_RS_SENT',
  'IF_READY',
  'IF_PREFIX_ONLINK',
  'IF_PREFIX_AUTOCONF',
  'RCV_SHUTDOWN',
  'SEND_SHUTDOWN',
  'ERSPAN_DIR_INGRESS',
  'ERSPAN_DIR_EGRESS',
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
  [sizeOf(route, 'mfcStats'), 'struct rta_mfc_stats'],
  [prefix.header.size, 'struct prefixmsg'],
  [sizeOf(prefix, 'cacheinfo'), 'struct prefix_cacheinfo'],
  [nduseropt.header.size, 'struct nduseroptmsg'],
  [neightbl.header.size, 'struct ndtmsg'],
  [sizeOf(neightbl, 'config'), 'struct ndt_config'],
  [sizeOf(neightbl, 'stats'), 'struct ndt_stats'],
  [addrlabel.header.size, 'struct ifaddrlblmsg'],
  [mdb.header.size, 'struct br_port_msg'],
  [structSize('mdb.mdb.entry.info'), 'struct br_mdb_entry'],
  [vlan.header.size, 'struct br_vlan_msg'],
  [structSize('vlan.entry.info', 'link.afSpec:bridge.vlanInfo'), 'struct bridge_vlan_info'],
  [dcb.header.size, 'struct dcbmsg'],
  [structSize('dcb.ieee.ets'), 'struct ieee_ets'],
  [structSize('dcb.ieee.pfc'), 'struct ieee_pfc'],
  [structSize('dcb.ieee.maxrate'), 'struct ieee_maxrate'],
  [structSize('dcb.ieee.qcn'), 'struct ieee_qcn'],
  [structSize('dcb.ieee.qcnStats'), 'struct ieee_qcn_stats'],
  [structSize('dcb.ieee.buffer'), 'struct dcbnl_buffer'],
  [structSize('dcb.cee.peerPg'), 'struct cee_pg'],
  [structSize('dcb.cee.peerPfc'), 'struct cee_pfc'],
  [structSize('dcb.cee.peerAppTable.info'), 'struct dcb_peer_app_info'],
  [structSize('dcb.cee.peerAppTable.app'), 'struct dcb_app'],
  [tunnel.header.size, 'struct tunnel_msg'],
  [stats.header.size, 'struct if_stats_msg'],
  [structSize('stats.linkXstats.bridge.vlan'), 'struct bridge_vlan_xstats'],
  [structSize('stats.linkXstats.bridge.mcast'), 'struct br_mcast_stats'],
  [structSize('stats.linkXstats.bridge.stp'), 'struct bridge_stp_xstats'],
  [structSize('stats.linkOffloadXstats.l3Stats'), 'struct rtnl_hw_stats64'],
  [structSize('stats.afSpec.mpls.link'), 'struct mpls_link_stats'],
  [sizeOf(rule, 'uidRange'), 'struct fib_rule_uid_range'],
  [sizeOf(rule, 'sportRange'), 'struct fib_rule_port_range'],
  [unixDiagRequest.header.size, 'struct unix_diag_req'],
  [unixDiag.header.size, 'struct unix_diag_msg'],
  [sizeOf(unixDiag, 'vfs'), 'struct unix_diag_vfs'],
  [sizeOf(unixDiag, 'rqlen'), 'struct unix_diag_rqlen'],
  [sizeOf(unixDiag, 'meminfo'), 'uint32_t[SK_MEMINFO_VARS]'],
  [itemSizeOf(nexthop, 'group'), 'struct nexthop_grp'],
  [2 + hopHeaderSize(), 'struct rtnexthop'],
  [structSize('route.multipath.encap:ioam6.trace', 'route.encap:ioam6.trace'), 'struct ioam6_trace_hdr'],
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
  [structSize('link.portSelf.vsiType', 'link.vfPorts.port.vsiType'), 'struct ifla_port_vsi'],
  [kindSize('bridge', 'rootId'), 'struct ifla_bridge_id'],
  [kindSize('bridge', 'multiBoolopt'), 'struct br_boolopt_multi'],
  [kindSize('vlan', 'flags'), 'struct ifla_vlan_flags'],
  [structSize('link.linkinfo.data:vlan.egressQos.mapping'), 'struct ifla_vlan_qos_mapping'],
  [kindSize('vxlan', 'portRange'), 'struct ifla_vxlan_port_range'],
  [kindSize('rmnet', 'flags'), 'struct ifla_rmnet_flags'],
  [kindSize('can', 'bittiming'), 'struct can_bittiming'],
  [kindSize('can', 'bittimingConst'), 'struct can_bittiming_const'],
  [kindSize('can', 'clock'), 'struct can_clock'],
  [kindSize('can', 'ctrlmode'), 'struct can_ctrlmode'],
  [kindSize('can', 'berrCounter'), 'struct can_berr_counter'],
  [structSize('link.linkinfo.xstats:can'), 'struct can_device_stats'],
  [structSize('link.afSpec:bridge.vlanInfo'), 'struct bridge_vlan_info'],
  [
    structSize('link.afSpec:otherwise.inet6.cacheinfo', 'link.protinfo:inet6.cacheinfo'),
    'struct ifla_cacheinfo',
  ],
  ...Object.entries(actionStructs).map(([path, c]): [number, string] => [structSize(path), c]),
  ...Object.entries(trafficControlStructs).map(([path, c]): [number, string] => [structSize(path), c]),
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

function kindSize(kind: keyof typeof linkInfoKinds, attribute: string): number {
  return (linkInfoKinds[kind].set as AttributeSet).byName.get(attribute)!.type.size!;
}

/** What of a constant is compared, where the headers have the number of a bit, or the bytes of network order. */
const otherForms: readonly [constants: RegExp, expression: (constant: string) => string][] = [
  [/^BR_BOOLOPT_/, constant => `1 << ${constant}`],
  [/^TCPF_/, constant => `1 << ${constant.replace('TCPF', 'TCP')}`],
  [/^FLOW_KEY_/, constant => `1 << ${constant}`],
  [/^GRE_/, constant => `ntohs(${constant})`],
  [/^(GRE|TUNNEL)_(?!ENCAP_|MSG_)/, constant => `ntohs(${constant})`],
  [/^SEG6_LOCAL_FLV_OP_/, constant => `1 << ${constant}`],
];

function expressionOf(constant: string): string {
  const [, expression] = otherForms.find(([constants]) => constants.test(constant)) ?? [];
  return expression?.(constant) ?? constant;
}

/** Every constant that the schemas declare, with its number. */
function declared(): Map<string, number | bigint> {
  const constants = new Map<string, number | bigint>();
  const add = (constant: string, number: number | bigint) => {
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
function evaluate(expressions: readonly string[]): { values: Map<string, bigint>; lacking: string[] } {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-uapi-'));
  try {
    const lacking = new Set<string>();
    for (;;) {
      const lines = expressions
        .filter(expression => !expression.match(/\w+/g)!.some(word => lacking.has(word)))
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
          line => [line.slice(0, line.lastIndexOf(' ')), BigInt(line.split(' ').at(-1)!)] as const,
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
      const { values, lacking } = evaluate([...constants.keys()].map(expressionOf));
      const unexplained = lacking.filter(name => since[name] === undefined && !internal.includes(name));
      expect(unexplained).toEqual([]);
      const younger = lacking.filter(name => since[name] !== undefined);
      if (younger.length > 0)
        console.info(`not in these headers: ${younger.map(name => `${name} (${since[name]})`).join(', ')}`);
      const own = new Map([...constants].map(([name, number]) => [expressionOf(name), number]));
      for (const [expression, value] of values) {
        const number = own.get(expression)!;
        // The headers' numbers of 32 bits may be negative.
        const bits = typeof number === 'bigint' ? 64 : 32;
        expect(BigInt.asUintN(bits, BigInt(number)), expression).toBe(BigInt.asUintN(bits, value));
      }
      expect(values.size).toBeGreaterThan(1000);
      for (const name of [...Object.keys(since), ...internal]) expect(constants.has(name), name).toBe(true);
    });

    test('every struct has its size', () => {
      const { values } = evaluate(structs.map(([, c]) => `sizeof(${c})`));
      expect(Object.fromEntries(structs.map(([size, c]) => [`sizeof(${c})`, BigInt(size)]))).toEqual(
        Object.fromEntries(values),
      );
    });
  },
);
