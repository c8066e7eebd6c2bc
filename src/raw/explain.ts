import { bytes, type Part, type Window } from '../wire/index.js';
import { decodeLayers } from './decode.js';
import { registry } from './registry.js';

/** The parts of a packet, a layer each. */
export function* layersParts(window: Window, start: number, end: number, first: string): Generator<Part> {
  const { layers, places } = decodeLayers(window, start, end, first);
  for (const [i, { layer: name }] of layers.entries()) {
    const [from, payload] = places.slice(3 * i, 3 * i + 2) as [number, number];
    const protocol = registry.get(name);
    if (protocol === undefined) {
      yield { name, start: from, end: payload, type: bytes };
      continue;
    }
    const parts = (): Generator<Part> => protocol.parts(window, from, payload);
    yield {
      name,
      start: from,
      end: payload,
      type: { kind: 'layer', size: undefined, decode, encode, parts },
    };
  }
}

// A layer is shown by its parts; it is never read or written as one value.
const decode = (): never => undefined as never;
const encode = (): void => {};
