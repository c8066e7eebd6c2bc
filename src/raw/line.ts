import type { AnyLayer, Layers } from './decode.js';
import { registry } from './registry.js';

export interface LineOptions {
  /** Whether link-layer addresses are told. */
  readonly addresses?: boolean;
}

/** What the line of a layer may want to know of the packet. */
export interface LineContext extends LineOptions {
  /** The layer behind this one, and its name. */
  readonly nextLayer: AnyLayer | undefined;
  readonly following: string | undefined;
  /** The layer of ports that an IP layer carries, behind its extension headers. */
  readonly transport: AnyLayer | undefined;
  /** The IP layer that this one stands in. */
  readonly network: AnyLayer | undefined;
  /** Bytes of the layer with what it carries. */
  readonly length: number;
  /** Bytes that it carries. */
  readonly payloadLength: number;
}

/** A packet in one line, as tcpdump(1) tells of it. */
export function layersLine({ layers, places, problems }: Layers, options: LineOptions = {}): string {
  let line = '';
  let network: AnyLayer | undefined;
  for (const [i, layer] of layers.entries()) {
    const nextLayer = layers[i + 1]?.layer === 'padding' ? undefined : layers[i + 1];
    const [start, payload, end] = places.slice(3 * i, 3 * i + 3) as [number, number, number];
    const context: LineContext = {
      ...options,
      nextLayer,
      following: nextLayer?.layer,
      transport: transportBehind(layers, i),
      network,
      length: end - start,
      payloadLength: end - payload,
    };
    if (layer.layer === 'ipv4' || layer.layer === 'ipv6') network = layer;
    const describe = registry.get(layer.layer)?.declaration.line;
    if (layer.truncated) line += `[|${layer.layer}]`;
    else if (describe !== undefined) line += describe(layer, context);
    else if (i === 0 && layer.layer === 'payload') line += `${end - start} bytes`;
  }
  const [problem] = problems;
  const wrong = problem !== undefined && layers.at(-1)?.truncated === undefined;
  // A line ends with what follows when there is nothing to follow.
  const text = line.replace(/[:,]? *$/, '');
  return wrong ? `${text} [${problem.layer}: ${problem.reason}]` : text;
}

/** Source and destination, with the ports where the layer behind has some. */
export function hosts(src: string, dst: string, { transport }: LineContext): string {
  const port = (name: 'srcPort' | 'dstPort'): string => {
    const number: unknown = transport?.[name];
    return number === undefined ? '' : `.${number}`;
  };
  return `${src}${port('srcPort')} > ${dst}${port('dstPort')}`;
}

/** The next layer with ports, unless an IP layer stands in between. */
function transportBehind(layers: readonly AnyLayer[], index: number): AnyLayer | undefined {
  for (let i = index + 1; i < layers.length; i++) {
    const layer = layers[i]!;
    if (layer.srcPort !== undefined) return layer;
    if (layer.layer === 'ipv4' || layer.layer === 'ipv6' || layer.layer === 'icmp') return undefined;
  }
  return undefined;
}
