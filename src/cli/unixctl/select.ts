import { UnixAddress } from '../../unix/address.js';
import { UsageError } from '../errors.js';
import { wholeNumber } from '../values.js';
import type { ListedSocket, Listing } from './listing.js';

/** Which sockets ls, tree and peers are about. */
export interface Selection {
  readonly addresses: readonly string[];
  readonly types: readonly string[];
  readonly listening: boolean;
  readonly pid: number | undefined;
}

export function understandSelection(argv: {
  readonly address?: readonly string[] | undefined;
  readonly stream?: boolean | undefined;
  readonly dgram?: boolean | undefined;
  readonly seqpacket?: boolean | undefined;
  readonly listening?: boolean | undefined;
  readonly pid?: number | undefined;
}): Selection {
  return {
    addresses: (argv.address ?? []).map(canonical),
    types: (['stream', 'dgram', 'seqpacket'] as const).filter(type => argv[type]),
    listening: argv.listening ?? false,
    pid: wholeNumber('--pid', argv.pid, 0x7fff_ffff),
  };
}

/** An address as listings write it; a number is an inode and stays. */
function canonical(text: string): string {
  try {
    return UnixAddress.parse(text).toString();
  } catch (error) {
    throw new UsageError(`${text}: ${(error as Error).message}`);
  }
}

/** Those of a listing that are selected: with an address those bound to it, and those connected to these. */
export function selected({ sockets, byInode }: Listing, selection: Selection): ListedSocket[] {
  const { addresses, types, listening, pid } = selection;
  const isNamed = ({ address, ino }: ListedSocket): boolean =>
    (address !== undefined && addresses.includes(address)) || addresses.includes(String(ino));
  return sockets.filter(socket => {
    if (types.length > 0 && !types.includes(socket.type)) return false;
    if (listening && socket.state !== 'LISTEN') return false;
    if (pid !== undefined && !socket.owners.some(owner => owner.pid === pid)) return false;
    if (addresses.length === 0 || isNamed(socket)) return true;
    const peer = byInode.get(socket.peer ?? 0);
    return peer !== undefined && isNamed(peer);
  });
}
