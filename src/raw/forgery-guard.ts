/** Where forged packets may go. */
import { type NetworkNamespace, SocketError } from '../socket/index.js';
import { familyOf } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';

export interface ForgeryPermission {
  /** Whether this process is in a namespace that was made for it, which nobody else sees. */
  readonly ownNamespace?: boolean | undefined;
  /** The user's word that the network of the destination is theirs. */
  readonly iOwnThisNetwork?: boolean | undefined;
  /** Whether the packet ends at the link, by its time to live, whatever its destination. */
  readonly withinLink?: boolean | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

/** A packet that pretends to be somebody else's was to go where it may harm. */
export class ForgeryRefusedError extends Error {
  override readonly name = 'ForgeryRefusedError';
}

/**
 * Throws unless a forged packet may go to `destination`: in a namespace of its own, to this host, or to a neighbour on a
 * network that the user owns.
 *
 * @throws ForgeryRefusedError with the reason
 */
export function checkForgery(
  destination: string,
  { ownNamespace, iOwnThisNetwork, withinLink, namespace }: ForgeryPermission,
): void {
  if (ownNamespace || isLoopback(destination)) return;
  const refused = (why: string): never => {
    throw new ForgeryRefusedError(
      `${destination}: a forged packet is not sent there: ${why}. Loopback addresses, and any in a sandbox (--sandbox), are free`,
    );
  };
  if (!withinLink && !onLocalLink(destination, namespace))
    refused('it is beyond a router, and so in the network of others');
  if (!iOwnThisNetwork)
    refused('it is on a local link; if that network is yours, say so (--i-own-this-network)');
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (/^127\./.test(address) && familyOf(address) === 'inet');
}

/** Whether the kernel reaches an address without a router: what SO_DONTROUTE lets pass. */
export function onLocalLink(destination: string, namespace?: NetworkNamespace): boolean {
  const [address] = destination.split('%') as [string];
  using socket = IpSocket.open({
    family: familyOf(address),
    type: 'datagram',
    protocol: 'udp',
    namespace,
    slots: 1,
    payloadSize: 16,
  });
  socket.set({ dontRoute: true, broadcast: true });
  try {
    socket.connect(destination.includes('%') ? destination : { address, port: 9 });
    return true;
  } catch (error) {
    if (error instanceof SocketError) return false;
    throw error;
  }
}
