/** Numbers of system calls' arguments as the headers name them, for the time line. */
import { constants } from '../socket/index.js';

const known = Object.entries(constants) as [string, number][];

function named(prefix: string, number: number, exclude: RegExp = /^$/): string {
  const found = known.find(
    ([name, value]) => value === number && name.startsWith(prefix) && !exclude.test(name),
  );
  return found?.[0] ?? String(number);
}

export const domainName = (domain: number): string => named('AF_', domain, /^AF_LOCAL$/);
export const typeName = (type: number): string => named('SOCK_', type, /CLOEXEC|NONBLOCK/);

/** Protocols mean something else in each family. */
export function protocolName(domain: number, protocol: number): string {
  if (domain === constants.AF_NETLINK)
    return named('NETLINK_', protocol, /INET_DIAG|_(ADD|DROP|PKT|BROAD|NO_|LISTEN|LIST|CAP|EXT|GET)/);
  if (domain === constants.AF_PACKET)
    return `htons(${named('ETH_P_', ((protocol & 0xff) << 8) | (protocol >> 8))})`;
  if (domain === constants.AF_INET || domain === constants.AF_INET6) {
    return protocol === 0 ? '0' : named('IPPROTO_', protocol);
  }
  return String(protocol);
}

/** The prefix of the option names of a level. */
const optionPrefixes: Readonly<Record<number, string>> = {
  [constants.SOL_SOCKET]: 'SO_',
  [constants.SOL_IP]: 'IP_',
  [constants.SOL_IPV6]: 'IPV6_',
  [constants.SOL_TCP]: 'TCP_',
  [constants.SOL_UDP]: 'UDP_',
  [constants.SOL_RAW]: 'ICMP_',
  [constants.SOL_ICMPV6]: 'ICMP6_',
  [constants.SOL_PACKET]: 'PACKET_',
  [constants.SOL_NETLINK]: 'NETLINK_',
};

export const levelName = (level: number): string => named('SOL_', level);

export function optionName(level: number, option: number): string {
  const prefix = optionPrefixes[level];
  return prefix === undefined ? String(option) : named(prefix, option, /_(OLD|NEW)$/);
}

/** Flags of send and receive, as `MSG_OOB|MSG_PEEK`; empty for none. */
export function flagNames(flags: number): string {
  const names: string[] = [];
  let rest = flags;
  for (const [name, bit] of known) {
    if (!name.startsWith('MSG_') || (rest & bit) !== bit || bit === 0) continue;
    names.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push(`0x${rest.toString(16)}`);
  return names.join('|');
}
