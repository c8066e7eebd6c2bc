import type { Membership } from '../../../netlink/route/memberships.js';
import type { Json } from './fields.js';
import type { Format, FormatContext } from './format.js';

/** An interface's multicast addresses, of one interface. */
export interface Memberships {
  readonly ifindex: number;
  readonly dev: string;
  readonly list: readonly Membership[];
}

/** The multicast addresses of an interface as `ip maddr show` prints them. */
export const membershipsFormat: Format<Memberships> = {
  text({ ifindex, dev, list }, context) {
    const lines = list.map(membership => `\t${addressText(membership, context)}\n`);
    return `${ifindex}:${context.display.paint('ifname', `\t${dev}`)}\n${lines.join('')}`;
  },
  json: ({ ifindex, dev, list }) => ({ ifindex, ifname: dev, maddr: list.map(addressJson) }),
};

function addressText(
  { family, address, users, static: byHand }: Membership,
  { display }: FormatContext,
): string {
  const painted = display.paint(family === 'link' ? 'mac' : family, address);
  return `${family.padEnd(6)}${painted}${users === 1 ? '' : ` users ${users}`}${byHand ? ' static' : ''}`;
}

function addressJson({ family, address, users, static: byHand }: Membership): Json {
  const json: Json = family === 'link' ? { link: address } : { family, address };
  if (users !== 1) json.users = users;
  if (byHand) json.features = 'static';
  return json;
}

/** The interfaces of memberships, each with its own; with -o one for each address. */
export function byInterface(memberships: readonly Membership[], oneline: boolean): Memberships[] {
  const of = (list: readonly Membership[]): Memberships => {
    const { ifindex, dev } = list[0]!;
    return { ifindex, dev, list };
  };
  if (oneline) return memberships.map(membership => of([membership]));
  const interfaces = new Map<number, Membership[]>();
  for (const membership of memberships) {
    const others = interfaces.get(membership.ifindex);
    if (others === undefined) interfaces.set(membership.ifindex, [membership]);
    else others.push(membership);
  }
  return [...interfaces.values()].map(of);
}
