/** Which multicast groups the host is a member of, as /proc/net shows it. */
import { readFileSync } from 'node:fs';
import type { NetworkNamespace } from '../socket/index.js';
import { ipv4Text, ipv6Text, littleEndian } from '../wire/index.js';

export interface GroupMembership {
  readonly family: 'inet' | 'inet6';
  readonly interface: string;
  readonly group: string;
  /** Sockets, and the kernel itself, that want it. */
  readonly users: number;
  /** The version of IGMP that is spoken there: `V1`, `V2`, `V3`. IPv4 only. */
  readonly version?: string;
}

/** The memberships of IPv4 (/proc/net/igmp), then of IPv6 (/proc/net/igmp6). */
export function groupMemberships(namespace?: NetworkNamespace): GroupMembership[] {
  const read = (path: string): string => {
    try {
      return namespace === undefined ? readFileSync(path, 'utf8') : namespace.readFile(path);
    } catch (error) {
      // A kernel without IPv6 has no such file.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  };
  return [...parseIgmp(read('/proc/net/igmp')), ...parseIgmp6(read('/proc/net/igmp6'))];
}

/** A line an interface, and below it one a group, whose address is a number in the host's byte order. */
function parseIgmp(text: string): GroupMembership[] {
  const found: GroupMembership[] = [];
  let device = '';
  let version = '';
  for (const line of text.split('\n').slice(1)) {
    const head = /^\d+\s+(\S+)\s*:\s+\d+\s+(\S+)/.exec(line);
    if (head !== null) [device, version] = [head[1]!, head[2]!];
    const group = /^\s+([0-9A-F]{8})\s+(\d+)/.exec(line);
    if (group === null) continue;
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, Number.parseInt(group[1]!, 16), littleEndian);
    found.push({
      family: 'inet',
      interface: device,
      group: ipv4Text(bytes, 0),
      users: Number(group[2]),
      version,
    });
  }
  return found;
}

function parseIgmp6(text: string): GroupMembership[] {
  const found: GroupMembership[] = [];
  for (const line of text.split('\n')) {
    const match = /^\d+\s+(\S+)\s+([0-9a-f]{32})\s+(\d+)/.exec(line);
    if (match === null) continue;
    const bytes = Uint8Array.from(match[2]!.match(/../g)!, pair => Number.parseInt(pair, 16));
    found.push({ family: 'inet6', interface: match[1]!, group: ipv6Text(bytes, 0), users: Number(match[3]) });
  }
  return found;
}
