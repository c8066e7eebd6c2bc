import type { SocketOwner } from '../../socket/index.js';
import type { ListedSocket } from './listing.js';

/** `python3[4711]:5`: the process and its descriptor. */
const ownerText = ({ command, pid, fd }: SocketOwner): string => `${printable(command)}[${pid}]:${fd}`;

/** Who has a socket; where nobody has it, why that is. */
export function ownersText({ owners, inFlight, uid }: ListedSocket): string {
  if (owners.length > 0) return owners.map(ownerText).join(' ');
  if (inFlight) return 'in flight';
  // What another user made is most likely in a process of theirs, which only root may look at.
  const us = process.geteuid!();
  return us !== 0 && uid !== us ? '?' : 'in flight?';
}

/** A process may call itself anything. */
const printable = (command: string): string => command.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?');
