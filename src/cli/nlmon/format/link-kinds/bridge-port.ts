import { multicastRouterTypes } from '../../../../netlink/route/link-kinds/bridge.js';
import type { bridgePort } from '../../../../netlink/route/link-kinds/bridge-port.js';
import { deviceName } from '../address.js';
import { fieldsOf } from '../fields.js';
import { hexText } from '../numbers.js';
import { bridgeIdText, timer } from './bridge-parts.js';
import type { DataOf, KindFields } from './kind.js';

type BridgePort = DataOf<typeof bridgePort>;
const { hex, number, onOff, shown } = fieldsOf<BridgePort>();

/** Protocols of 01:80:c2:00:00:0n, by n. */
const groups: ReadonlyMap<number, string> = new Map([
  [0, 'stp'],
  [2, 'lacp'],
  [14, 'lldp'],
]);

function groupsText(mask: number): string {
  const words: string[] = [];
  for (let bit = 0; bit < 16; bit++) {
    if (mask & (1 << bit)) words.push(groups.get(bit) ?? `0x${(1 << bit).toString(16)}`);
  }
  return words.length === 0 ? '0x0' : words.join(',');
}

export const bridgePortFields: KindFields<BridgePort> = [
  {
    text({ state }) {
      if (state === undefined) return '';
      return typeof state === 'number' ? `state (${state}) ` : `state ${state} `;
    },
    addJson(json, { state }) {
      if (state !== undefined) json[typeof state === 'number' ? 'state_index' : 'state'] = state;
    },
  },
  number('priority', 'priority'),
  shown('cost', 'cost', cost => cost | 0),
  onOff('mode', 'hairpin'),
  onOff('guard', 'guard'),
  onOff('protect', 'root_block'),
  onOff('fastLeave', 'fastleave'),
  onOff('learning', 'learning'),
  onOff('unicastFlood', 'flood'),
  hex('id', 'port_id', 'id'),
  hex('no', 'port_no', 'no'),
  number('designatedPort', 'designated_port'),
  number('designatedCost', 'designated_cost'),
  shown('bridgeId', 'designated_bridge', bridgeIdText, 'bridge_id'),
  shown('rootId', 'designated_root', bridgeIdText, 'root_id'),
  timer('holdTimer', 'hold_timer'),
  timer('messageAgeTimer', 'message_age_timer'),
  timer('forwardDelayTimer', 'forward_delay_timer'),
  number('topologyChangeAck', 'topology_change_ack'),
  number('configPending', 'config_pending'),
  onOff('proxyarp', 'proxy_arp'),
  onOff('proxyarpWifi', 'proxy_arp_wifi'),
  shown(
    'multicastRouter',
    'mcast_router',
    type => (typeof type === 'number' ? type : multicastRouterTypes.numbers[type]),
    'multicast_router',
  ),
  // Said once more in text, under another name.
  {
    text: ({ fastLeave }) =>
      fastLeave === undefined ? '' : `mcast_fast_leave ${fastLeave === 0 ? 'off' : 'on'} `,
    addJson() {},
  },
  onOff('mcastFlood', 'mcast_flood'),
  onOff('bcastFlood', 'bcast_flood'),
  onOff('mcastToUcast', 'mcast_to_unicast'),
  onOff('neighSuppress', 'neigh_suppress'),
  {
    text: ({ groupFwdMask: mask }) =>
      mask === undefined ? '' : `group_fwd_mask ${hexText(mask)} group_fwd_mask_str ${groupsText(mask)} `,
    addJson(json, { groupFwdMask: mask }) {
      if (mask === undefined) return;
      json.group_fwd_mask = hexText(mask);
      json.group_fwd_mask_str = groupsText(mask);
    },
  },
  onOff('vlanTunnel', 'vlan_tunnel'),
  onOff('isolated', 'isolated'),
  onOff('locked', 'locked'),
  shown('backupPort', 'backup_port', deviceName),
];
