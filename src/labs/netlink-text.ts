/** Netlink messages in a few words, for the time line. */
import { readHeader } from '../netlink/header.js';
import { routeMessages } from '../netlink/route/index.js';
import { errorName } from '../socket/index.js';
import { Window } from '../wire/index.js';

const control = new Map([
  [1, 'NLMSG_NOOP'],
  [2, 'NLMSG_ERROR'],
  [3, 'NLMSG_DONE'],
  [4, 'NLMSG_OVERRUN'],
]);

let routeTypes: ReadonlyMap<number, string> | undefined;

/** The types of the messages in a datagram, by the constants of NETLINK_ROUTE where it is of that protocol. */
export function netlinkText(datagram: Uint8Array, isRoute: boolean): string {
  routeTypes ??= new Map(
    Object.values(routeMessages).flatMap(({ types }) =>
      Object.entries(types).map(([name, type]) => [type, name] as const),
    ),
  );
  const window = new Window(datagram);
  const words: string[] = [];
  for (let offset = 0; offset + 16 <= datagram.length; ) {
    const { type, length } = readHeader(window, offset);
    const name = control.get(type) ?? (isRoute ? routeTypes.get(type) : undefined) ?? `type ${type}`;
    const error =
      type === 2 && offset + 20 <= datagram.length ? window.view.getInt32(offset + 16, true) : undefined;
    words.push(error === undefined ? name : error === 0 ? `${name} 0` : `${name} ${errorName(error)}`);
    if (length < 16) break;
    offset += (length + 3) & ~3;
  }
  return words.join(', ');
}
