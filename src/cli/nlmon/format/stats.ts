import type { Stats } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { Format } from './format.js';

const onOff = (value: number): string => (value === 0 ? 'off' : 'on');

/** Whether a device counts what it routes, as `ip monitor stats` tells: the kernel says no more by itself. */
export const statsFormat: Format<Stats> = {
  text(stats, context) {
    const info = infoOf(stats);
    let text = `${stats.ifindex}: ${deviceName(stats.ifindex, context)}:\n`;
    if (info === undefined) return text;
    const { l3Stats } = info;
    if (l3Stats !== undefined) {
      text += '    l3_stats';
      if (l3Stats.request !== undefined) text += ` ${onOff(l3Stats.request)}`;
      if (l3Stats.used !== undefined) text += ` used ${onOff(l3Stats.used)}`;
    }
    return `${text}\n`;
  },
  json(stats, context) {
    const fields: Record<string, unknown> = {
      ifindex: stats.ifindex,
      ifname: deviceName(stats.ifindex, context),
    };
    const info = infoOf(stats);
    if (info === undefined) return fields;
    const { request, used } = info.l3Stats ?? {};
    const l3 = {
      ...(request === undefined ? {} : { request: request !== 0 }),
      ...(used === undefined ? {} : { used: used !== 0 }),
    };
    fields.info = info.l3Stats === undefined ? {} : { l3_stats: l3 };
    return fields;
  },
};

function infoOf({ linkOffloadXstats }: Stats) {
  return linkOffloadXstats?.hwSInfo;
}
