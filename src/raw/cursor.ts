import type { Window } from '../wire/index.js';

/** Where decoding of a packet ended early, or what it passed over, and why. */
export interface Problem {
  readonly layer: string;
  /** The field at fault; absent for the layer as a whole. */
  readonly field?: string;
  /** Bytes from the packet's start. */
  readonly offset: number;
  readonly reason: string;
}

/** How far the decoding of a packet has come. */
export interface Cursor {
  readonly window: Window;
  /** Where the payload of the layer that was read last begins, and where it ends. */
  at: number;
  end: number;
}
