import type { Netconf } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import { familyName } from './family-names.js';
import type { Format, FormatContext } from './format.js';

/** Not an interface: what holds for every one, and what new ones start with (linux/netconf.h). */
const wildcards = new Map([
  [-1, 'all'],
  [-2, 'default'],
]);

const rpFilterNames: readonly string[] = ['off', 'strict', 'loose'];

type Switch = Extract<
  keyof Netconf,
  'forwarding' | 'mcForwarding' | 'proxyNeigh' | 'ignoreRoutesWithLinkdown' | 'input'
>;

/** What is on or off, behind rp_filter, in ip's order. */
const switches: readonly (readonly [Switch, string])[] = [
  ['mcForwarding', 'mc_forwarding'],
  ['proxyNeigh', 'proxy_neigh'],
  ['ignoreRoutesWithLinkdown', 'ignore_routes_with_linkdown'],
  ['input', 'input'],
];

/** `ip -4 netconf show` shows only what is about IPv4; `ip monitor` shows whatever it is told. */
function isShown(netconf: Netconf, { mode, family }: FormatContext): boolean {
  return mode === 'monitor' || family === undefined || family === netconf.family;
}

function interfaceText(index: number, context: FormatContext): string {
  return wildcards.get(index) ?? deviceName(index, context);
}

function text(netconf: Netconf, context: FormatContext): string {
  if (!isShown(netconf, context)) return '';
  let line = `${familyName(netconf.family) ?? '???'} `;
  if (netconf.ifindex !== undefined) {
    line += context.display.paint('ifname', `${interfaceText(netconf.ifindex, context)} `);
  }
  if (netconf.forwarding !== undefined) line += `forwarding ${netconf.forwarding === 0 ? 'off' : 'on'} `;
  const { rpFilter } = netconf;
  if (rpFilter !== undefined) line += `rp_filter ${rpFilterNames[rpFilter] ?? rpFilter >>> 0} `;
  for (const [field, word] of switches) {
    const value = netconf[field];
    if (value !== undefined) line += `${word} ${value === 0 ? 'off' : 'on'} `;
  }
  return `${line}\n`;
}

function json(netconf: Netconf, context: FormatContext): Record<string, unknown> | undefined {
  if (!isShown(netconf, context)) return undefined;
  const object: Record<string, unknown> = { family: familyName(netconf.family) ?? '???' };
  if (netconf.ifindex !== undefined) object.interface = interfaceText(netconf.ifindex, context);
  if (netconf.forwarding !== undefined) object.forwarding = netconf.forwarding !== 0;
  const { rpFilter } = netconf;
  if (rpFilter !== undefined) object.rp_filter = rpFilterNames[rpFilter] ?? rpFilter >>> 0;
  for (const [field, word] of switches) {
    const value = netconf[field];
    if (value !== undefined) object[word] = value !== 0;
  }
  return object;
}

/** What interfaces' sysctls say, as `ip netconf show` and `ip monitor netconf` print it. */
export const netconfFormat: Format<Netconf> = { text, json };
