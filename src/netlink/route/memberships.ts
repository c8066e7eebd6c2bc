import { readFileSync } from 'node:fs';
import type { NetworkNamespace } from '../../socket/index.js';
import { fromHex, ipv4Text, ipv6Text, littleEndian, toHex } from '../../wire/index.js';

/** A multicast address that an interface listens to, of the link layer too, which rtnetlink does not tell of. */
export interface Membership {
  /** The interface, by number and name. */
  readonly ifindex: number;
  readonly dev: string;
  readonly family: 'link' | 'inet' | 'inet6';
  readonly address: string;
  /** How many asked for it. */
  readonly users: number;
  /** Whether somebody added it by hand (`ip maddr add`). */
  readonly static: boolean;
}

export type MembershipFamily = Membership['family'];

/** The kernel's list of each family. */
const files: { readonly [family in MembershipFamily]: string } = {
  link: '/proc/net/dev_mcast',
  inet: '/proc/net/igmp',
  inet6: '/proc/net/igmp6',
};

/**
 * The multicast addresses of all interfaces, as `ip maddr` lists them: by interface, those of the link layer first. Of the
 * process's own namespace unless one is given. Throws SocketError or Node's ENOENT, …
 */
export function readMemberships(
  families: readonly MembershipFamily[] = ['link', 'inet', 'inet6'],
  namespace?: NetworkNamespace,
): Membership[] {
  const list = families.flatMap(family => {
    const path = files[family];
    // /proc/net is that of the process's first thread, whoever looks.
    const text =
      namespace?.readFile(path) ?? readFileSync(path.replace('/proc/', '/proc/thread-self/'), 'utf8');
    return [...parsers[family](text)];
  });
  return list.sort((a, b) => a.ifindex - b.ifindex);
}

const parsers: { readonly [family in MembershipFamily]: (text: string) => Generator<Membership> } = {
  *link(text) {
    for (const [index, dev, users, global, address] of rows(text))
      yield {
        ifindex: Number(index),
        dev: dev!,
        family: 'link',
        address: toHex(fromHex(address!), ':'),
        users: Number(users),
        static: global !== '0',
      };
  },
  *inet(text) {
    let ifindex = 0;
    let dev = '';
    // The first line has the heads; an interface's line is followed by those of its groups.
    for (const line of text.split('\n').slice(1)) {
      const [first, second] = line.trim().split(/\s+/);
      if (/^\d/.test(line)) {
        ifindex = Number(first);
        dev = second!;
      } else if (first) {
        const bytes = fromHex(first);
        // The number is printed as the processor has it.
        if (littleEndian) bytes.reverse();
        yield {
          ifindex,
          dev,
          family: 'inet',
          address: ipv4Text(bytes, 0),
          users: Number(second),
          static: false,
        };
      }
    }
  },
  *inet6(text) {
    for (const [index, dev, address, users] of rows(text))
      yield {
        ifindex: Number(index),
        dev: dev!,
        family: 'inet6',
        address: ipv6Text(fromHex(address!), 0),
        users: Number(users),
        static: false,
      };
  },
};

function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.trim().split(/\s+/));
}
