/** Draws a graph of paths as SVG: hops from left to right. */
import type { PathGraph, PathNode } from '../../../raw/trace/paths.js';

const [columnWidth, rowHeight, boxWidth, boxHeight, margin] = [230, 64, 180, 40, 20];

interface Placed {
  readonly x: number;
  readonly y: number;
}

export function pathSvg(graph: PathGraph, label: (address: string) => string): string {
  const { nodes, links, source } = graph;
  const ttls = [...new Set(nodes.map(({ ttl }) => ttl))].sort((a, b) => a - b);
  const columns = ttls.map(ttl => [...nodes.keys()].filter(place => nodes[place]!.ttl === ttl));
  const rows = Math.max(1, ...columns.map(({ length }) => length));
  const height = rows * rowHeight + 2 * margin;
  const width = (ttls.length + 1) * columnWidth - (columnWidth - boxWidth) + 2 * margin;
  const middle = height / 2;
  const places = new Map<number, Placed>([[-1, { x: margin, y: middle }]]);
  for (const [column, members] of columns.entries()) {
    for (const [row, place] of members.entries()) {
      const y = middle + (row - (members.length - 1) / 2) * rowHeight;
      places.set(place, { x: margin + (column + 1) * columnWidth, y });
    }
  }
  const lines = links.map(({ from, to }) => curve(places.get(from)!, places.get(to)!));
  const boxes = nodes.map((node, place) =>
    box(places.get(place)!, title(node, label), details(node), colour(node)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      'font-family="sans-serif" font-size="13" text-anchor="middle">',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    '<g fill="none" stroke="#7a8699" stroke-width="1.5">',
    ...lines,
    '</g>',
    box(places.get(-1)!, source, 'this host', '#dbeafe'),
    ...boxes,
    '</svg>\n',
  ].join('\n');
}

function curve(from: Placed, to: Placed): string {
  const [x1, x2] = [from.x + boxWidth, to.x];
  const half = (x1 + x2) / 2;
  return `<path d="M${x1} ${from.y} C${half} ${from.y} ${half} ${to.y} ${x2} ${to.y}"/>`;
}

function box({ x, y }: Placed, title: string, details: string, fill: string): string {
  const middle = x + boxWidth / 2;
  const lower =
    details === ''
      ? ''
      : `<text x="${middle}" y="${y + 14}" font-size="11" fill="#475569">${escaped(details)}</text>`;
  return (
    `<rect x="${x}" y="${y - boxHeight / 2}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${fill}" stroke="#475569"/>` +
    `<text x="${middle}" y="${details === '' ? y + 4 : y - 2}">${escaped(title)}</text>${lower}`
  );
}

const title = ({ address }: PathNode, label: (address: string) => string): string =>
  address === undefined ? '*' : label(address);

function details({ ttl, time, flows }: PathNode): string {
  const took = time === undefined ? 'no answer' : `${time.toFixed(2)} ms`;
  return `hop ${ttl}, ${took}, ${flows.length} flow${flows.length === 1 ? '' : 's'}`;
}

function colour({ reached, address }: PathNode): string {
  if (reached) return '#dcfce7';
  return address === undefined ? '#f1f5f9' : '#fef9c3';
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, character => entities[character]!);
