import { Output } from '../output.js';
import { styles } from '../styles.js';
import { table } from '../table.js';
import { type Link, linksOf } from './connections.js';
import { listUnixSockets } from './listing.js';
import { type ListSettings, sayHidden } from './ls.js';
import { ownersText } from './owner-text.js';
import { selected } from './select.js';
import { shortAddress } from './short-address.js';

const columns = [
  { title: 'TYPE' },
  { title: 'ADDRESS' },
  { title: 'INODE', right: true },
  { title: 'OWNERS' },
  { title: '' },
  { title: 'INODE', right: true },
  { title: 'PEERS' },
] as const;

/** Prints who is connected to whom, a connection a line. */
export async function peers({ selection, namespace, json }: ListSettings): Promise<void> {
  const listing = await listUnixSockets(namespace);
  const chosen = new Set(selected(listing, selection));
  const links = linksOf(listing).filter(
    ({ near, far }) => chosen.has(near) || (far !== undefined && chosen.has(far)),
  );
  const output = new Output();
  if (json) for (const link of links) output.write(`${JSON.stringify(link)}\n`);
  else {
    const { bold, plain } = styles();
    const [titles, ...lines] = table(columns, links.map(row));
    output.write(`${bold}${titles}${plain}\n`);
    for (const line of lines) output.write(`${line}\n`);
  }
  output.flush();
  sayHidden(listing);
}

function row({ near, far, mutual }: Link): string[] {
  const address = near.address ?? (far?.address === undefined ? '*' : `* → ${far.address}`);
  const other =
    far === undefined ? [String(near.peer), 'not in this namespace'] : [String(far.ino), ownersText(far)];
  return [
    near.type,
    shortAddress(address),
    String(near.ino),
    ownersText(near),
    mutual ? '<->' : '<--',
    ...other,
  ];
}
