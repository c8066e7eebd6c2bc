import type { LayerOf } from './protocol.js';
import type { protocols } from './protocols.js';

type Protocols = typeof protocols;

/** The decoded layers by their names. */
export interface LayerMap extends LayersOf<Protocols> {}
type LayersOf<P> = { [N in keyof P]: LayerOf<P[N]> };

export type LayerName = keyof LayerMap;
export type LayerByName<N extends LayerName> = LayerMap[N];

type Layer = LayerMap[LayerName];
/** A layer that was cut short: the fields that came. */
type Truncated = {
  [N in LayerName]: { layer: N; truncated: true } & Partial<Omit<LayerMap[N], 'layer' | 'truncated'>>;
}[LayerName];

/** Bytes behind the last layer that is known. */
export interface PayloadLayer {
  layer: 'payload';
  truncated?: undefined;
  bytes: Uint8Array;
}

/** Bytes behind the end that a layer, `after`, says that it has. */
export interface PaddingLayer {
  layer: 'padding';
  truncated?: undefined;
  after: LayerName;
  bytes: Uint8Array;
}

export type PacketLayer = Layer | Truncated | PayloadLayer | PaddingLayer;
