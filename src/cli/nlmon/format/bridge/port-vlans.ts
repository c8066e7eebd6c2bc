import type { Link } from '../../../../netlink/route/index.js';
import type { FlagList } from '../../../../wire/index.js';
import type { Json } from '../fields.js';
import type { Format, FormatContext } from '../format.js';
import { flagsText, portLines, rangeText, vlanFlagNames } from './vlan-lines.js';

interface VlanInfo {
  readonly vid: number;
  readonly flags: FlagList<string>;
}

interface Range {
  readonly vid: number;
  readonly end?: number;
  readonly flags: FlagList<string>;
}

/** The VLANs of a port, of a link of family AF_BRIDGE, as `bridge vlan show` prints them. */
export const portVlansFormat: Format<Link> = {
  text(link, context) {
    const ranges = rangesOf(link, context);
    return portLines(
      context.interfaceName(link.index),
      ranges.map(({ vid, end, flags }) => rangeText(vid, end) + flagsText(flags)),
      context,
    );
  },
  json(link, context) {
    const ranges = rangesOf(link, context);
    if (ranges.length === 0) return undefined;
    return { ifname: context.interfaceName(link.index), vlans: ranges.map(rangeJson) };
  },
};

function rangeJson({ vid, end, flags }: Range): Json {
  const json: Json = { vlan: vid };
  if (end !== undefined) json.vlanEnd = end;
  // Of several that are alike they are there even when they are none, for one has a flag that says so.
  if (flags.length > 0) json.flags = vlanFlagNames(flags);
  return json;
}

function rangesOf({ afSpec }: Link, { vlan }: FormatContext): Range[] {
  const { vlanInfo = [] } = (afSpec ?? {}) as { vlanInfo?: readonly VlanInfo[] };
  const ranges: Range[] = [];
  let begin: number | undefined;
  for (const { vid, flags } of vlanInfo) {
    if (flags.includes('rangeBegin')) {
      begin = vid;
      continue;
    }
    const range = begin === undefined ? { vid, flags } : { vid: begin, end: vid, flags };
    begin = undefined;
    if (vlan === undefined || (range.vid <= vlan && vlan <= (range.end ?? range.vid))) ranges.push(range);
  }
  return ranges;
}

interface TunnelInfo {
  readonly id?: number;
  readonly vid?: number;
  readonly flags?: FlagList<string>;
}

/** The VLANs of a port that are networks of a VXLAN interface, as `bridge vlan tunnelshow` prints them. */
export const tunnelVlansFormat: Format<Link> = {
  text(link, context) {
    const lines = tunnelsOf(link, context).map(({ vid, end, id, idEnd }) => {
      const range = rangeText(vid, end);
      return `${range.padEnd(9)}  ${rangeText(id, idEnd)}`;
    });
    return portLines(context.interfaceName(link.index), lines, context);
  },
  json(link, context) {
    const tunnels = tunnelsOf(link, context);
    if (tunnels.length === 0) return undefined;
    return {
      ifname: context.interfaceName(link.index),
      tunnels: tunnels.map(({ vid, end, id, idEnd }) => ({
        vlan: vid,
        ...(end === undefined ? {} : { vlanEnd: end }),
        tunid: id,
        ...(idEnd === undefined ? {} : { tunidEnd: idEnd }),
      })),
    };
  },
};

interface Tunnel {
  readonly vid: number;
  readonly end?: number;
  readonly id: number;
  readonly idEnd?: number;
}

function tunnelsOf({ afSpec }: Link, { vlan }: FormatContext): Tunnel[] {
  const { vlanTunnelInfo = [] } = (afSpec ?? {}) as { vlanTunnelInfo?: readonly TunnelInfo[] };
  const tunnels: Tunnel[] = [];
  let begin: { vid: number; id: number } | undefined;
  for (const { vid = 0, id = 0, flags = [] } of vlanTunnelInfo) {
    if (flags.includes('rangeBegin')) {
      begin = { vid, id };
      continue;
    }
    const tunnel: Tunnel = begin === undefined ? { vid, id } : { ...begin, end: vid, idEnd: id };
    begin = undefined;
    if (vlan === undefined || (tunnel.vid <= vlan && vlan <= (tunnel.end ?? tunnel.vid)))
      tunnels.push(tunnel);
  }
  return tunnels;
}
