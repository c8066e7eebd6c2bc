import type { bond } from '../../../../netlink/route/link-kinds/bond.js';
import { deviceName } from '../address.js';
import { type Field, fieldsJson, fieldsOf, fieldsText } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Bond = DataOf<typeof bond>;
type Aggregator = NonNullable<Bond['adInfo']>;
const { named, number, shown } = fieldsOf<Bond>();
const aggregator = fieldsOf<Aggregator>();

/** Words by the number that stands for them. */
const indexed =
  (...words: readonly string[]) =>
  (index: number): string =>
    words[index] ?? 'UNKNOWN';

const validations = indexed('none', 'active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup');

/** Addresses with commas between; ip prints them when there is a first one. */
function targets(name: 'arpIpTarget' | 'nsIp6Target', word: string): Field<Bond> {
  return {
    text: ({ [name]: list = [] }) => (list.length === 0 ? '' : `${word} ${list.join(',')} `),
    addJson(json, { [name]: list = [] }) {
      if (list.length > 0) json[word] = list;
    },
  };
}

const aggregatorFields: readonly Field<Aggregator>[] = [
  aggregator.number('aggregator', 'ad_aggregator', 'aggregator'),
  aggregator.number('numPorts', 'ad_num_ports', 'num_ports'),
  aggregator.number('actorKey', 'ad_actor_key', 'actor_key'),
  aggregator.number('partnerKey', 'ad_partner_key', 'partner_key'),
  aggregator.shown('partnerMac', 'ad_partner_mac', mac => mac, 'partner_mac'),
];

export const bondFields: KindFields<Bond> = [
  named(
    'mode',
    'mode',
    {
      roundrobin: 'balance-rr',
      activebackup: 'active-backup',
      xor: 'balance-xor',
      broadcast: 'broadcast',
      '8023ad': '802.3ad',
      tlb: 'balance-tlb',
      alb: 'balance-alb',
    },
    'UNKNOWN',
  ),
  shown('activeSlave', 'active_slave', (index, context) => (index ? deviceName(index, context) : undefined)),
  number('miimon', 'miimon'),
  number('updelay', 'updelay'),
  number('downdelay', 'downdelay'),
  number('peerNotifDelay', 'peer_notify_delay'),
  number('useCarrier', 'use_carrier'),
  number('arpInterval', 'arp_interval'),
  number('missedMax', 'arp_missed_max'),
  targets('arpIpTarget', 'arp_ip_target'),
  targets('nsIp6Target', 'ns_ip6_target'),
  {
    text: ({ arpValidate }) => (arpValidate === undefined ? '' : `arp_validate ${validations(arpValidate)} `),
    addJson(json, { arpValidate }) {
      if (arpValidate !== undefined) json.arp_validate = arpValidate === 0 ? null : validations(arpValidate);
    },
  },
  shown('arpAllTargets', 'arp_all_targets', indexed('any', 'all')),
  shown('primary', 'primary', (index, context) => (index ? deviceName(index, context) : undefined)),
  shown('primaryReselect', 'primary_reselect', indexed('always', 'better', 'failure')),
  shown('failOverMac', 'fail_over_mac', indexed('none', 'active', 'follow')),
  named(
    'xmitHashPolicy',
    'xmit_hash_policy',
    {
      layer2: 'layer2',
      layer34: 'layer3+4',
      layer23: 'layer2+3',
      encap23: 'encap2+3',
      encap34: 'encap3+4',
      vlanSrcmac: 'vlan+srcmac',
    },
    'UNKNOWN',
  ),
  number('resendIgmp', 'resend_igmp'),
  number('numPeerNotif', 'num_grat_arp', 'num_peer_notif'),
  number('allSlavesActive', 'all_slaves_active'),
  number('minLinks', 'min_links'),
  number('lpInterval', 'lp_interval'),
  number('packetsPerSlave', 'packets_per_slave'),
  shown('adLacpActive', 'lacp_active', indexed('off', 'on'), 'ad_lacp_active'),
  shown('adLacpRate', 'lacp_rate', indexed('slow', 'fast'), 'ad_lacp_rate'),
  shown('adSelect', 'ad_select', indexed('stable', 'bandwidth', 'count')),
  {
    text: ({ adInfo }, context) =>
      adInfo === undefined ? '' : fieldsText(aggregatorFields, adInfo, context),
    addJson(json, { adInfo }, context) {
      if (adInfo !== undefined) json.ad_info = fieldsJson(aggregatorFields, adInfo, context);
    },
  },
  number('adActorSysPrio', 'ad_actor_sys_prio'),
  number('adUserPortKey', 'ad_user_port_key'),
  shown('adActorSystem', 'ad_actor_system', mac => mac),
  number('tlbDynamicLb', 'tlb_dynamic_lb'),
];
