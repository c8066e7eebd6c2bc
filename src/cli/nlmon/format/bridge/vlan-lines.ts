import type { FlagList } from '../../../../wire/index.js';
import type { FormatContext } from '../format.js';

/** What bridge(8) prints in front of all VLANs, and of those that are networks. */
export const vlanHeading = `${'port'.padEnd(16)}  vlan-id`;
export const tunnelHeading = `${vlanHeading}    tunnel-id`;

/** Where VLANs begin, under the heading's second word. */
const vlanColumn = 18;
/** Where what is said of a VLAN begins. */
const optionColumn = 20;

export const optionIndent = ' '.repeat(optionColumn);

/** A port's VLANs, the first beside its name. */
export function portLines(name: string, vlans: readonly string[], { display }: FormatContext): string {
  const first = `${display.paint('ifname', name.padEnd(16))}  `;
  return vlans.map((vlan, i) => `${i === 0 ? first : ' '.repeat(vlanColumn)}${vlan}\n`).join('');
}

/** `10`, or `10-20` for several that are alike. */
export function rangeText(vid: number, end: number | undefined): string {
  return end === undefined || end <= vid ? String(vid) : `${vid}-${end}`;
}

/** The flags that are printed, in bridge's order. */
export function vlanFlagNames(flags: FlagList<string>): string[] {
  return [
    ...(flags.includes('pvid') ? ['PVID'] : []),
    ...(flags.includes('untagged') ? ['Egress Untagged'] : []),
  ];
}

export function flagsText(flags: FlagList<string>): string {
  return vlanFlagNames(flags)
    .map(name => ` ${name}`)
    .join('');
}
