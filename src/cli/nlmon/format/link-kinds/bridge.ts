import type { bridge } from '../../../../netlink/route/link-kinds/bridge.js';
import { multicastRouterTypes } from '../../../../netlink/route/link-kinds/bridge.js';
import { type Field, fieldsOf } from '../fields.js';
import { vlanProtocolText } from '../link-protocols.js';
import { bridgeIdText, timer } from './bridge-parts.js';
import type { DataOf, KindFields } from './kind.js';

type Bridge = DataOf<typeof bridge>;
const { hex, number, shown } = fieldsOf<Bridge>();

type BooleanOption = Extract<NonNullable<Bridge['multiBoolopt']>['optval'][number], string>;

/** An option that is a bit of several, where the kernel knows it. */
function option(name: BooleanOption, word: string): Field<Bridge> {
  const read = ({ multiBoolopt }: Bridge): number | undefined =>
    multiBoolopt?.optmask.includes(name) ? Number(multiBoolopt.optval.includes(name)) : undefined;
  return {
    text(data) {
      const value = read(data);
      return value === undefined ? '' : `${word} ${value} `;
    },
    addJson(json, data) {
      const value = read(data);
      if (value !== undefined) json[word] = value;
    },
  };
}

export const bridgeFields: KindFields<Bridge> = [
  number('forwardDelay', 'forward_delay'),
  number('helloTime', 'hello_time'),
  number('maxAge', 'max_age'),
  number('ageingTime', 'ageing_time'),
  number('stpState', 'stp_state'),
  number('priority', 'priority'),
  number('vlanFiltering', 'vlan_filtering'),
  shown('vlanProtocol', 'vlan_protocol', vlanProtocolText),
  shown('bridgeId', 'bridge_id', bridgeIdText),
  shown('rootId', 'designated_root', bridgeIdText, 'root_id'),
  number('rootPort', 'root_port'),
  number('rootPathCost', 'root_path_cost'),
  number('topologyChange', 'topology_change'),
  number('topologyChangeDetected', 'topology_change_detected'),
  timer('helloTimer', 'hello_timer'),
  timer('tcnTimer', 'tcn_timer'),
  timer('topologyChangeTimer', 'topology_change_timer'),
  timer('gcTimer', 'gc_timer'),
  number('vlanDefaultPvid', 'vlan_default_pvid'),
  number('vlanStatsEnabled', 'vlan_stats_enabled'),
  number('vlanStatsPerPort', 'vlan_stats_per_port'),
  hex('groupFwdMask', 'group_fwd_mask'),
  shown('groupAddr', 'group_address', mac => mac, 'group_addr'),
  number('mcastSnooping', 'mcast_snooping'),
  option('noLlLearn', 'no_linklocal_learn'),
  option('mcastVlanSnooping', 'mcast_vlan_snooping'),
  shown('mcastRouter', 'mcast_router', type =>
    typeof type === 'number' ? type : multicastRouterTypes.numbers[type],
  ),
  number('mcastQueryUseIfaddr', 'mcast_query_use_ifaddr'),
  number('mcastQuerier', 'mcast_querier'),
  number('mcastHashElasticity', 'mcast_hash_elasticity'),
  number('mcastHashMax', 'mcast_hash_max'),
  number('mcastLastMemberCnt', 'mcast_last_member_count', 'mcast_last_member_cnt'),
  number('mcastStartupQueryCnt', 'mcast_startup_query_count', 'mcast_startup_query_cnt'),
  number('mcastLastMemberIntvl', 'mcast_last_member_interval', 'mcast_last_member_intvl'),
  number('mcastMembershipIntvl', 'mcast_membership_interval', 'mcast_membership_intvl'),
  number('mcastQuerierIntvl', 'mcast_querier_interval', 'mcast_querier_intvl'),
  number('mcastQueryIntvl', 'mcast_query_interval', 'mcast_query_intvl'),
  number('mcastQueryResponseIntvl', 'mcast_query_response_interval', 'mcast_query_response_intvl'),
  number('mcastStartupQueryIntvl', 'mcast_startup_query_interval', 'mcast_startup_query_intvl'),
  number('mcastStatsEnabled', 'mcast_stats_enabled'),
  number('mcastIgmpVersion', 'mcast_igmp_version'),
  number('mcastMldVersion', 'mcast_mld_version'),
  number('nfCallIptables', 'nf_call_iptables'),
  number('nfCallIp6tables', 'nf_call_ip6tables'),
  number('nfCallArptables', 'nf_call_arptables'),
];
