import { WireError } from '../../../wire/index.js';
import { expectNumber } from './checks.js';

/** `rate` bytes a second; in the first `delay` seconds `first` bytes a second instead. */
export interface ServiceCurve {
  readonly rate: number;
  readonly first?: number;
  readonly delay?: number;
}

export interface HfscClassSettings {
  /** What the class has in any case, and its share of what is left; `both` is the same for both. */
  readonly realTime?: ServiceCurve;
  readonly linkShare?: ServiceCurve;
  readonly both?: ServiceCurve;
  /** What it has at most. */
  readonly upperLimit?: ServiceCurve;
}

/** Hierarchical fair service curves, as tc-hfsc(8): `default` is the minor number of a class. */
export function hfsc({ default: defcls = 0 }: { readonly default?: number } = {}) {
  return { kind: 'hfsc', options: { defcls } } as const;
}

/** A class of hfsc. Throws WireError for curves that do not go together. */
export function hfscClass({ realTime, linkShare, both, upperLimit }: HfscClassSettings) {
  const [rsc, fsc] = [realTime ?? both, linkShare ?? both];
  if (rsc === undefined && fsc === undefined)
    throw new WireError("give 'realTime', 'linkShare' or 'both': a class has a curve");
  if (upperLimit !== undefined && fsc === undefined)
    throw new WireError("'upperLimit' goes with 'linkShare' or 'both'");
  return {
    kind: 'hfsc',
    options: {
      ...(rsc === undefined ? {} : { rsc: curveOf(rsc) }),
      ...(fsc === undefined ? {} : { fsc: curveOf(fsc) }),
      ...(upperLimit === undefined ? {} : { usc: curveOf(upperLimit) }),
    },
  } as const;
}

function curveOf({ rate, first = 0, delay = 0 }: ServiceCurve) {
  expectNumber('rate', rate, 'bytes a second, as mbit(1)');
  expectNumber('delay', delay, 'seconds, as ms(10)');
  return { m1: Math.trunc(first), d: Math.round(delay * 1e6), m2: Math.trunc(rate) };
}
