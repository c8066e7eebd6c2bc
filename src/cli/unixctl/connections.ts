import type { ListedSocket, Listing } from './listing.js';

/** Two sockets that are connected to each other, or one that is connected to another that knows nothing of it. */
export interface Link {
  /** The end with an address where one end has one: the server's. */
  readonly near: ListedSocket;
  /** Undefined where the other end is in another network namespace, or has gone. */
  readonly far: ListedSocket | undefined;
  /** Whether each is the other's peer: so are those of streams, not the clients of a datagram socket. */
  readonly mutual: boolean;
}

/** The connections of a listing, each once; those that wait to be accepted too, whose far end is the client's listener. */
export function linksOf({ sockets, byInode }: Listing): Link[] {
  const links: Link[] = [];
  const done = new Set<number>();
  for (const socket of sockets) {
    if (socket.peer === undefined || socket.peer === 0 || done.has(socket.ino)) continue;
    const other = byInode.get(socket.peer);
    const mutual = other?.peer === socket.ino;
    if (mutual) done.add(other.ino);
    links.push(ordered(socket, other, mutual));
  }
  return links;
}

function ordered(socket: ListedSocket, other: ListedSocket | undefined, mutual: boolean): Link {
  // A client that is connected to a datagram socket is the far one.
  const swap =
    other !== undefined && (!mutual || (socket.address === undefined && other.address !== undefined));
  return swap ? { near: other, far: socket, mutual } : { near: socket, far: other, mutual };
}
