import { Output } from '../output.js';
import { styles } from '../styles.js';
import { type Link, linksOf } from './connections.js';
import { type ListedSocket, type Listing, listUnixSockets } from './listing.js';
import { type ListSettings, sayHidden } from './ls.js';
import { ownersText } from './owner-text.js';
import { selected } from './select.js';
import { shortAddress } from './short-address.js';

/** A line and what stands below it. */
interface Branch {
  readonly text: string;
  readonly fields: object;
  readonly below: readonly Branch[];
}

/** Prints each address with the connections to it below, then the connections without an address. */
export async function tree({ selection, namespace, json }: ListSettings): Promise<void> {
  const listing = await listUnixSockets(namespace);
  const branches = grow(listing, new Set(selected(listing, selection)));
  const output = new Output();
  if (json) for (const branch of branches) output.write(`${JSON.stringify(plainFields(branch))}\n`);
  else for (const branch of branches) for (const line of lines(branch)) output.write(`${line}\n`);
  output.flush();
  sayHidden(listing);
}

function grow(listing: Listing, chosen: ReadonlySet<ListedSocket>): Branch[] {
  const links = linksOf(listing).filter(
    ({ near, far }) => chosen.has(near) || (far !== undefined && chosen.has(far)),
  );
  const linked = new Set(links.flatMap(({ near, far }) => (far === undefined ? [near] : [near, far])));
  const { bold, dim, plain } = styles();
  const branches: Branch[] = [];
  const named = grouped(
    listing.sockets.filter(
      socket => socket.address !== undefined && (chosen.has(socket) || linked.has(socket)),
    ),
    ({ address, type }) => `${type} ${address}`,
  );
  const shown = new Set<Link>();
  for (const sockets of named.values()) {
    // A listener, the socket of a datagram server; accepted connections have its address too.
    const heads = sockets.filter(({ state, type }) => state === 'LISTEN' || type === 'dgram');
    const ends = new Set(sockets);
    const below = links.filter(link => !shown.has(link) && ends.has(link.near));
    for (const link of below) shown.add(link);
    const [first] = sockets;
    const owners = heads.length === 0 ? 'nobody listens' : heads.map(ownersText).join(' ');
    branches.push({
      text: `${bold}${shortAddress(first!.address!)}${plain}  ${first!.type} ${states(heads)}${dim}${owners}${plain}`,
      fields: { address: first!.address, type: first!.type, sockets: heads },
      below: [...below.map(linkBranch), ...heads.flatMap(head => waiting(head, listing))],
    });
  }
  const nameless = links.filter(link => !shown.has(link));
  if (nameless.length > 0)
    branches.push({
      text: `${bold}without an address${plain}`,
      fields: { address: null },
      below: nameless.map(linkBranch),
    });
  const alone = [...chosen].filter(socket => socket.address === undefined && !linked.has(socket));
  if (alone.length > 0)
    branches.push({
      text: `${bold}not connected${plain}`,
      fields: { address: null },
      below: alone.map(socket => ({
        text: `${socket.type} ${socket.ino}  ${ownersText(socket)}`,
        fields: { ...socket },
        below: [],
      })),
    });
  return branches;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function states(heads: readonly ListedSocket[]): string {
  return heads
    .map(({ state, recvQ, sendQ }) => (state === 'LISTEN' ? `LISTEN ${recvQ}/${sendQ}  ` : `${state}  `))
    .join('');
}

function linkBranch({ near, far, mutual }: Link): Branch {
  const other = far === undefined ? 'not in this namespace' : ownersText(far);
  const text = mutual ? `${ownersText(near)} <-> ${other}` : `<-- ${other}`;
  return { text, fields: { near, far, mutual }, below: [] };
}

/** The clients that a listener has not accepted. */
function waiting({ waiting }: ListedSocket, { byInode }: Listing): Branch[] {
  return waiting.map(ino => {
    const client = byInode.get(ino);
    const who = client === undefined ? 'a client that has gone' : ownersText(client);
    return { text: `waits to be accepted: ${who}`, fields: { waiting: client ?? ino }, below: [] };
  });
}

function* lines({ text, below }: Branch, first = '', rest = ''): Generator<string> {
  yield first + text;
  for (const [index, branch] of below.entries()) {
    const last = index === below.length - 1;
    yield* lines(branch, `${rest}${last ? '└─ ' : '├─ '}`, `${rest}${last ? '   ' : '│  '}`);
  }
}

function plainFields({ fields, below }: Branch): object {
  return { ...fields, below: below.map(plainFields) };
}
