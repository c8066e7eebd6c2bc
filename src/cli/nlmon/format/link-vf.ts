import type { Link } from '../../../netlink/route/index.js';
import { fromHex, toHex, type Wide } from '../../../wire/index.js';
import type { FormatContext } from './format.js';
import { protocolText } from './link-protocols.js';
import { linkTypeText } from './link-type-names.js';
import { vfStatisticsJson, vfStatisticsText } from './link-vf-statistics.js';

type Vf = NonNullable<NonNullable<Link['vfinfoList']>['info']>[number];

/** A setting that the driver does not have. */
const unset = 0xffff_ffff;

/** ETH_P_8021Q: a tag of the usual kind, which ip does not mention. */
const usualVlanProtocol = 0x8100;

/** Every address takes 32 bytes in the message; those of Ethernet fill six of them, others (InfiniBand's) twenty. */
const addressSize = (link: Link): number => (link.type === 'ether' ? 6 : 20);

/** A state without a name is printed as the last that has one. */
const linkStateText = (state: string | number): string => (typeof state === 'string' ? state : 'disable');

function guidText(guid: Wide): string {
  return toHex(fromHex(guid.toString(16).padStart(16, '0')), ':');
}

/** The tags that a function's frames get: from newer kernels a list, from older ones a single tag. */
function vlanTags(vf: Vf): readonly { vlan: number; qos: number; vlanProto?: number }[] {
  if (vf.vlanList !== undefined) return vf.vlanList.info ?? [];
  return vf.vlan === undefined ? [] : [vf.vlan];
}

const onOff = (setting: number): string => (setting === 0 ? 'off' : 'on');

/** A line for each virtual function, each after its line feed; they follow the interface's own. */
export function vfLines(link: Link, context: FormatContext): string {
  if (link.numVf === undefined || link.vfinfoList?.info === undefined) return '';
  let text = '';
  for (const vf of link.vfinfoList.info) text += vfLine(vf, link, context);
  return text;
}

function vfLine(vf: Vf, link: Link, context: FormatContext): string {
  if (vf.mac === undefined) return '';
  const { numeric, paint, statistics } = context.display;
  const size = addressSize(link);
  let text = `\n    vf ${vf.mac.vf}     link/${linkTypeText(link.type, numeric)} `;
  text += paint('mac', vf.mac.mac.slice(0, 3 * size - 1));
  if (vf.broadcast !== undefined) {
    text += link.flags.includes('pointopoint') ? ' peer ' : ' brd ';
    text += paint('mac', toHex(vf.broadcast.subarray(0, size), ':'));
  }
  for (const { vlan, qos, vlanProto } of vlanTags(vf)) {
    if (vlan) text += `, vlan ${vlan}`;
    if (qos) text += `, qos ${qos}`;
    if (vlanProto && vlanProto !== usualVlanProtocol) {
      text += `, vlan protocol ${protocolText(vlanProto, context)}`;
    }
  }
  if (vf.txRate?.rate) text += `, tx rate ${vf.txRate.rate} (Mbps)`;
  if (vf.rate?.maxTxRate) text += `, max_tx_rate ${vf.rate.maxTxRate}Mbps`;
  if (vf.rate?.minTxRate) text += `, min_tx_rate ${vf.rate.minTxRate}Mbps`;
  const { spoofchk, trust, rssQueryEn } = vf;
  if (spoofchk && spoofchk.setting !== unset) text += `, spoof checking ${onOff(spoofchk.setting)}`;
  if (vf.ibNodeGuid) text += `, NODE_GUID ${guidText(vf.ibNodeGuid.guid)}`;
  if (vf.ibPortGuid) text += `, PORT_GUID ${guidText(vf.ibPortGuid.guid)}`;
  if (vf.linkState) text += `, link-state ${linkStateText(vf.linkState.linkState)}`;
  if (trust && trust.setting !== unset) text += `, trust ${onOff(trust.setting)}`;
  if (rssQueryEn && rssQueryEn.setting !== unset) text += `, query_rss ${onOff(rssQueryEn.setting)}`;
  if (vf.stats !== undefined && statistics > 0) text += vfStatisticsText(vf.stats, context.display);
  return text;
}

/** `vfinfo_list` of ip -j; undefined where it has none. */
export function vfJson(link: Link, context: FormatContext): Record<string, unknown>[] | undefined {
  if (link.numVf === undefined || link.vfinfoList === undefined) return undefined;
  return (link.vfinfoList.info ?? []).map(vf => oneVfJson(vf, link, context));
}

function oneVfJson(vf: Vf, link: Link, context: FormatContext): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  if (vf.mac === undefined) return json;
  const size = addressSize(link);
  json.vf = vf.mac.vf;
  json.link_type = linkTypeText(link.type, context.display.numeric);
  json.address = vf.mac.mac.slice(0, 3 * size - 1);
  if (vf.broadcast !== undefined) {
    if (link.flags.includes('pointopoint')) json.link_pointtopoint = true;
    json.broadcast = toHex(vf.broadcast.subarray(0, size), ':');
  }
  if (vf.vlanList !== undefined) {
    json.vlan_list = (vf.vlanList.info ?? []).map(({ vlan, qos, vlanProto }) => ({
      ...(vlan ? { vlan } : {}),
      ...(qos ? { qos } : {}),
      ...(vlanProto && vlanProto !== usualVlanProtocol ? { protocol: protocolText(vlanProto, context) } : {}),
    }));
  } else {
    if (vf.vlan?.vlan) json.vlan = vf.vlan.vlan;
    if (vf.vlan?.qos) json.qos = vf.vlan.qos;
  }
  if (vf.txRate?.rate) json.tx_rate = vf.txRate.rate;
  if (vf.rate) json.rate = { max_tx: vf.rate.maxTxRate, min_tx: vf.rate.minTxRate };
  const { spoofchk, trust, rssQueryEn } = vf;
  if (spoofchk && spoofchk.setting !== unset) json.spoofchk = spoofchk.setting !== 0;
  if (vf.ibNodeGuid) json['node guid'] = guidText(vf.ibNodeGuid.guid);
  if (vf.ibPortGuid) json['port guid'] = guidText(vf.ibPortGuid.guid);
  if (vf.linkState) json.link_state = linkStateText(vf.linkState.linkState);
  if (trust && trust.setting !== unset) json.trust = trust.setting !== 0;
  if (rssQueryEn && rssQueryEn.setting !== unset) json.query_rss_en = rssQueryEn.setting !== 0;
  if (vf.stats !== undefined && context.display.statistics > 0) json.stats = vfStatisticsJson(vf.stats);
  return json;
}
