import { type Neigh, neighbourStates } from '../../../../netlink/route/index.js';
import { deviceName } from '../address.js';
import { paintAddress } from '../colors.js';
import type { Json } from '../fields.js';
import type { Format, FormatContext } from '../format.js';
import { bitsOf } from '../number-names.js';
import { hexText, ticksPerSecond } from '../numbers.js';

/** An entry of a forwarding database as `bridge fdb show` and `bridge monitor fdb` print it. */
export const fdbFormat: Format<Neigh> = {
  text(entry, context) {
    const { display } = context;
    const { dst, ifindex, lladdr, vlan, port, vni, srcVni, viaIfindex, nhId, linkNetnsid, master } = entry;
    let text = lladdr === undefined ? '' : display.paint('mac', `${lladdr} `);
    if (ifindex !== 0 && !context.device)
      text += `dev ${display.paint('ifname', `${deviceName(ifindex, context)} `)}`;
    if (dst !== undefined) text += `dst ${paintAddress(display.paint, familyOf(dst), `${dst} `)}`;
    if (vlan) text += `vlan ${vlan} `;
    if (port !== undefined) text += `port ${port} `;
    if (vni !== undefined) text += `vni ${vni} `;
    if (srcVni !== undefined) text += `src_vni ${srcVni} `;
    if (viaIfindex !== undefined)
      text +=
        linkNetnsid === undefined ? `via ${deviceName(viaIfindex, context)} ` : `via ifindex ${viaIfindex} `;
    if (nhId !== undefined) text += `nhid ${nhId} `;
    if (linkNetnsid !== undefined) text += `link-netnsid ${linkNetnsid} `;
    const ages = agesOf(entry, context);
    if (ages !== undefined) text += `used ${ages.used}/${ages.updated} `;
    for (const name of flagNames(entry)) text += `${name} `;
    if (master !== undefined) text += `master ${deviceName(master, context)} `;
    return `${text}${stateText(entry.state, 'state=')}\n`;
  },
  json(entry, context) {
    const { dst, ifindex, lladdr, vlan, port, vni, srcVni, viaIfindex, nhId, linkNetnsid, master } = entry;
    const json: Json = context.deleted ? { deleted: true } : {};
    if (lladdr !== undefined) json.mac = lladdr;
    if (ifindex !== 0 && !context.device) json.ifname = deviceName(ifindex, context);
    if (dst !== undefined) json.dst = dst;
    if (vlan) json.vlan = vlan;
    if (port !== undefined) json.port = port;
    if (vni !== undefined) json.vni = vni;
    if (srcVni !== undefined) json.src_vni = srcVni;
    if (viaIfindex !== undefined) {
      if (linkNetnsid === undefined) json.viaIf = deviceName(viaIfindex, context);
      else json.viaIfIndex = viaIfindex;
    }
    if (nhId !== undefined) json.nhid = nhId;
    if (linkNetnsid !== undefined) json.linkNetNsId = linkNetnsid;
    Object.assign(json, agesOf(entry, context));
    json.flags = flagNames(entry);
    if (master !== undefined) json.master = deviceName(master, context);
    json.state = stateText(entry.state, '');
    return json;
  },
};

function familyOf(dst: string | Uint8Array): 'inet' | 'inet6' {
  return String(dst).includes(':') ? 'inet6' : 'inet';
}

/** Seconds since an entry was used and changed, with -s. */
function agesOf(
  { cacheinfo }: Neigh,
  { display }: FormatContext,
): { used: number; updated: number } | undefined {
  if (cacheinfo === undefined || display.statistics === 0) return undefined;
  const seconds = (ticks: number): number => Math.trunc(ticks / ticksPerSecond);
  return { used: seconds(cacheinfo.used), updated: seconds(cacheinfo.updated) };
}

/** In bridge's order. */
const printedFlags = [
  ['flags', 'self', 'self'],
  ['flags', 'router', 'router'],
  ['flags', 'extLearned', 'extern_learn'],
  ['flags', 'offloaded', 'offload'],
  ['flags', 'master', 'master'],
  ['flags', 'sticky', 'sticky'],
  ['flagsExt', 'locked', 'locked'],
] as const;

function flagNames(entry: Neigh): string[] {
  return printedFlags
    .filter(([field, flag]) => (entry[field] as readonly unknown[] | undefined)?.includes(flag))
    .map(([, , name]) => name);
}

const { permanent, noarp, stale, reachable } = neighbourStates.numbers;

function stateText(state: Neigh['state'], prefix: string): string {
  const bits = bitsOf(state, neighbourStates);
  if (bits & permanent) return 'permanent';
  if (bits & noarp) return 'static';
  if (bits & stale) return 'stale';
  return bits & reachable ? '' : prefix + hexText(bits);
}
