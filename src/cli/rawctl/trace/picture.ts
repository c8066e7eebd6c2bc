/** Draws a graph of paths with characters: a row of routers for each hop, lines between them. */
import type { PathGraph } from '../../../raw/trace/paths.js';

const [UP, DOWN, LEFT, RIGHT] = [1, 2, 4, 8];
/** Box-drawing characters by the sides that they lead to. */
const boxes = [...' ╵╷│╴┘┐┤╶└┌├─┴┬┼'];
const gap = 3;

interface Spot {
  readonly label: string;
  readonly place: number;
  x: number;
}

export function pathPicture(graph: PathGraph, label: (address: string) => string): string {
  const layers = layersOf(graph, label);
  const width = Math.max(...layers.map(widthOf));
  const lines: string[] = [];
  for (const [index, layer] of layers.entries()) {
    spread(layer, width);
    if (index > 0) lines.push(...connectors(layers[index - 1]!, layer, graph, width));
    lines.push(textOf(layer));
  }
  return `${lines.join('\n')}\n`;
}

function layersOf({ nodes, source }: PathGraph, label: (address: string) => string): Spot[][] {
  const layers: Spot[][] = [[{ label: source, place: -1, x: 0 }]];
  const byTtl = [...new Set(nodes.map(({ ttl }) => ttl))].sort((a, b) => a - b);
  for (const ttl of byTtl) {
    const layer = [...nodes.entries()].filter(([, node]) => node.ttl === ttl);
    layers.push(
      layer.map(([place, { address, time, reached }]) => {
        if (address === undefined) return { label: '*', place, x: 0 };
        const took = time === undefined ? '' : ` ${time.toFixed(2)} ms`;
        return { label: `${label(address)}${took}${reached ? ' ●' : ''}`, place, x: 0 };
      }),
    );
  }
  return layers;
}

const widthOf = (layer: readonly Spot[]): number =>
  layer.reduce((sum, { label }) => sum + label.length + gap, 0);

/** Gives each router of a row its share of the width; `x` is the middle of its label. */
function spread(layer: readonly Spot[], width: number): void {
  const free = (width - widthOf(layer)) / layer.length;
  let at = 0;
  for (const spot of layer) {
    const room = spot.label.length + gap + free;
    spot.x = Math.floor(at + room / 2);
    at += room;
  }
}

function textOf(layer: readonly Spot[]): string {
  let line = '';
  for (const { label, x } of layer) line = line.padEnd(Math.max(0, x - (label.length >> 1))) + label;
  return line;
}

/** A row of lines for each router that has ways on, so that no two ways run into each other. */
function connectors(
  above: readonly Spot[],
  below: readonly Spot[],
  { links }: PathGraph,
  width: number,
): string[] {
  const several = above.length > 1 && below.length > 1;
  // Where several lead to several, what leaves and what enters have columns of their own.
  const leaves = new Map(above.map(({ place, x }) => [place, several ? x - 1 : x]));
  const enters = new Map(below.map(({ place, x }) => [place, several ? x + 1 : x]));
  const parents = above.filter(({ place }) => links.some(({ from, to }) => from === place && enters.has(to)));
  const waiting = new Set(parents.map(({ place }) => leaves.get(place)!));
  const entered = new Set<number>();
  return parents.map(({ place }) => {
    const cells = new Uint8Array(width + 2);
    const own = leaves.get(place)!;
    const children = links
      .filter(({ from, to }) => from === place && enters.has(to))
      .map(({ to }) => enters.get(to)!);
    waiting.delete(own);
    for (const column of [...waiting, ...entered]) cells[column]! |= UP | DOWN;
    cells[own]! |= UP;
    for (const child of children) {
      cells[child]! |= DOWN;
      entered.add(child);
    }
    const [least, most] = [Math.min(own, ...children), Math.max(own, ...children)];
    for (let column = least; column < most; column++) {
      cells[column]! |= RIGHT;
      cells[column + 1]! |= LEFT;
    }
    return Array.from(cells, sides => boxes[sides])
      .join('')
      .trimEnd();
  });
}
