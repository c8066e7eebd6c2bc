import type { Link } from '../../../netlink/route/index.js';
import type { Selector, Selectors } from './selector.js';
import { namedNumber } from './values.js';

const device = (name: string): string => name;

const up: Selector<Link, true> = {
  describe: 'interfaces that are up',
  accepts: (_, { flags }) => flags.includes('up'),
};

const master: Selector<Link, string> = {
  describe: 'ports of this bridge, bond, VRF, …',
  takes: 'NAME',
  read: device,
  ask: (name, { indexOf }) => ({ master: indexOf(name) }),
  accepts: (name, link, { is }) => is(link.master, name),
};

/** What `ip link show` and `ip address show` choose links by. */
export const linkSelectors: Selectors<Link> = {
  up,
  master,
  nomaster: {
    describe: 'interfaces that are no port of anything',
    accepts: (_, link: Link) => !link.master,
  },
  vrf: { ...master, describe: 'interfaces of this VRF' },
  type: {
    describe: 'interfaces of this kind: veth, vlan, bridge, …; ports of one with _slave behind: bridge_slave',
    takes: 'KIND',
    read: (kind: string) => kind,
    ask: (kind: string) => {
      const port = portKind(kind);
      return { linkinfo: port === undefined ? { kind } : { slaveKind: port } };
    },
    accepts(kind: string, { linkinfo }: Link) {
      const port = portKind(kind);
      return port === undefined ? linkinfo?.kind === kind : linkinfo?.slaveKind === port;
    },
  },
  group: {
    describe: 'interfaces of this group',
    takes: 'GROUP',
    read: namedNumber('group', ({ groups }) => groups),
    accepts: (group: number, link: Link) => (link.group ?? 0) === group,
  },
};

function portKind(kind: string): string | undefined {
  return kind.endsWith('_slave') ? kind.slice(0, -'_slave'.length) : undefined;
}
