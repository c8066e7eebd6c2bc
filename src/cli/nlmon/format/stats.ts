import type { Stats } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { Json } from './fields.js';
import type { Format, FormatContext } from './format.js';
import { hardwareInfo, hardwareInfoJson, hardwareInfoText, leaves } from './stats-leaves.js';

/**
 * What an interface counts, as `ip stats show` prints it, or what `ip monitor stats` tells: whether a device counts what it
 * routes. The kernel says no more by itself.
 */
export const statsFormat: Format<Stats> = {
  text: (stats, context) =>
    context.mode === 'show' ? leavesText(stats, context) : eventText(stats, context),
  json: (stats, context) => eventFields(stats, context),
  jsonList: (stats, context) =>
    context.mode === 'show' ? leavesFields(stats, context) : [eventFields(stats, context)],
};

function chosen({ leaf = {} }: FormatContext) {
  return leaves.filter(
    ({ group, subgroup, suite }) =>
      (leaf.group ?? group) === group &&
      (leaf.subgroup ?? subgroup) === subgroup &&
      (leaf.suite ?? suite) === suite,
  );
}

function leavesText(stats: Stats, context: FormatContext): string {
  let text = '';
  for (const leaf of chosen(context)) {
    const { group, subgroup, suite } = leaf;
    text += `${interfaceText(stats, context)} group ${group}`;
    if (subgroup !== undefined) text += ` subgroup ${subgroup}`;
    if (suite !== undefined) text += ` suite ${suite}`;
    text += `${leaf.text(stats, context.display)}\n`;
  }
  // Of one interface ip prints no line behind.
  return text === '' || context.device ? text : `${text}\n`;
}

function interfaceText({ ifindex }: Stats, context: FormatContext): string {
  return `${ifindex}:${context.display.paint('ifname', ` ${deviceName(ifindex, context)}:`)}`;
}

function leavesFields(stats: Stats, context: FormatContext): Json[] {
  return chosen(context).map(leaf => {
    const { group, subgroup, suite } = leaf;
    const json: Json = { ifindex: stats.ifindex, ifname: deviceName(stats.ifindex, context), group };
    if (subgroup !== undefined) json.subgroup = subgroup;
    if (suite !== undefined) json.suite = suite;
    leaf.addJson(json, stats, context.display);
    return json;
  });
}

function eventText(stats: Stats, context: FormatContext): string {
  const info = hardwareInfo(stats);
  const text = `${interfaceText(stats, context)}\n`;
  if (info === undefined) return text;
  return `${text}${info.l3Stats === undefined ? '' : `    l3_stats${hardwareInfoText(info.l3Stats)}`}\n`;
}

function eventFields(stats: Stats, context: FormatContext): Json {
  const fields: Json = { ifindex: stats.ifindex, ifname: deviceName(stats.ifindex, context) };
  const info = hardwareInfo(stats);
  if (info === undefined) return fields;
  fields.info = info.l3Stats === undefined ? {} : { l3_stats: hardwareInfoJson(info.l3Stats) };
  return fields;
}
