/** What an experiment saw, as JSON: errno names, numbers, texts, and lists and objects of them. */
import { isDeepStrictEqual } from 'node:util';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * What was seen, by names that say what it is. What differs from run to run (a port, a time) is reduced to what
 * matters about it, so that two runs on a kernel see the same.
 */
export type Observation = { readonly [name: string]: Json };

/** Whether everything that is expected was seen. */
export function agrees(expected: Observation, observed: Observation): boolean {
  return Object.keys(expected).every(name => isDeepStrictEqual(expected[name], observed[name]));
}
