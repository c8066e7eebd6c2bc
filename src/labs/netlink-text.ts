/** Netlink messages in a few words, for the time line. */
import { controlTypes, messageHeaderSize } from '../netlink/header.js';
import { routeMessages } from '../netlink/route/index.js';
import { decodeInt, errorName } from '../socket/index.js';
import { messagesIn } from './netlink-walk.js';

const control = new Map<number, string>(Object.entries(controlTypes).map(([name, type]) => [type, name]));

let routeTypes: ReadonlyMap<number, string> | undefined;

/** The types of the messages in a datagram, by the constants of NETLINK_ROUTE where it is of that protocol. */
export function netlinkText(datagram: Uint8Array, isRoute: boolean): string {
  routeTypes ??= new Map(
    Object.values(routeMessages).flatMap(({ types }) =>
      Object.entries(types).map(([name, type]) => [type, name] as const),
    ),
  );
  const words: string[] = [];
  for (const { type, start } of messagesIn(datagram)) {
    const name = control.get(type) ?? (isRoute ? routeTypes.get(type) : undefined) ?? `type ${type}`;
    const body = datagram.subarray(start + messageHeaderSize);
    const error = type === controlTypes.NLMSG_ERROR && body.length >= 4 ? decodeInt(body) : undefined;
    words.push(error === undefined ? name : error === 0 ? `${name} 0` : `${name} ${errorName(error)}`);
  }
  return words.join(', ');
}
