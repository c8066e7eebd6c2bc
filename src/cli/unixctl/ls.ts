import { Output } from '../output.js';
import { styles } from '../styles.js';
import { table } from '../table.js';
import { type ListedSocket, type Listing, listUnixSockets } from './listing.js';
import { ownersText } from './owner-text.js';
import { type Selection, selected } from './select.js';
import { shortAddress } from './short-address.js';

export interface ListSettings {
  readonly selection: Selection;
  readonly namespace: string | number | undefined;
  readonly json: boolean;
}

/** Prints the sockets, one a line. */
export async function list({ selection, namespace, json }: ListSettings): Promise<void> {
  const listing = await listUnixSockets(namespace);
  const sockets = selected(listing, selection);
  const output = new Output();
  if (json) for (const socket of sockets) output.write(`${JSON.stringify(withPeer(socket, listing))}\n`);
  else {
    const { bold, plain } = styles();
    const [titles, ...lines] = table(
      columns,
      sockets.map(socket => row(socket, listing)),
    );
    output.write(`${bold}${titles}${plain}\n`);
    for (const line of lines) output.write(`${line}\n`);
  }
  output.flush();
  sayHidden(listing);
}

/** Says that owners are missing, where that is because of who looks. */
export function sayHidden({ hidden }: Listing): void {
  if (hidden === 0) return;
  const whose = hidden === 1 ? 'a process' : `${hidden} processes`;
  const help = process.geteuid!() === 0 ? '' : ' (run as root to see all owners)';
  process.stderr.write(`unixctl: the descriptors of ${whose} are not to be seen${help}\n`);
}

const columns = [
  { title: 'TYPE' },
  { title: 'STATE' },
  { title: 'RECV-Q', right: true },
  { title: 'SEND-Q', right: true },
  { title: 'FDS', right: true },
  { title: 'USER' },
  { title: 'INODE', right: true },
  { title: 'PEER', right: true },
  { title: 'ADDRESS' },
  { title: 'OWNERS' },
] as const;

function row(socket: ListedSocket, { byInode }: Listing): string[] {
  const { type, state, recvQ, sendQ, fds, user, ino, peer, address } = socket;
  const peerAddress = byInode.get(peer ?? 0)?.address;
  const where = shortAddress(address ?? (peerAddress === undefined ? '*' : `* → ${peerAddress}`));
  return [
    type,
    state,
    String(recvQ),
    String(sendQ),
    fds === undefined ? '-' : String(fds),
    user,
    String(ino),
    peer === undefined ? '-' : peer === 0 ? 'waits' : String(peer),
    where,
    [ownersText(socket), ...notes(socket)].join('  '),
  ];
}

/** What is unusual about a socket. */
function notes({ shutdown, file, waiting }: ListedSocket): string[] {
  return [
    ...(shutdown.length > 0 ? [`shut: ${shutdown.join(',')}`] : []),
    ...(file?.state === 'unlinked' || file?.state === 'replaced' ? [`file ${file.state}`] : []),
    ...(waiting.length > 0 ? [`waiting: ${waiting.join(',')}`] : []),
  ];
}

function withPeer(socket: ListedSocket, { byInode }: Listing): object {
  const peer = byInode.get(socket.peer ?? 0);
  return { ...socket, peerAddress: peer?.address, peerOwners: peer?.owners };
}
