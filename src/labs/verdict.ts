/** What an experiment's observations say about the lecture's claim. */
import { atLeast } from './kernel-version.js';
import { agrees, type Observation } from './observation.js';

/** A claim against what was seen: computed, never declared. */
export type Verdict =
  /** The lecture is right on this kernel. */
  | 'holds'
  /** It was right once; a later kernel does something else, which is known. */
  | 'no longer holds'
  /** No kernel that is known has done what it says. */
  | 'never held'
  /** Something that the experiment needs is not here. It says nothing about the claim. */
  | 'cannot run here'
  /** Neither what the lecture says nor anything that is known. */
  | 'surprise';

/** What is known to be seen in place of what the lecture says. */
export interface Known {
  /** The first version that does this, as in `5.15`; without one it has always been so. */
  readonly since?: string;
  readonly observe: Observation;
  /** Why. */
  readonly because: string;
}

export interface Expectations {
  /** What must be seen if the lecture is right. Fields that it does not mention are no part of the claim. */
  readonly expect: Observation;
  /** What is known beyond the claim, and must be seen as well where the claim holds. */
  readonly details?: Observation | undefined;
  readonly known?: readonly Known[] | undefined;
}

export interface Judgement {
  readonly verdict: Exclude<Verdict, 'cannot run here'>;
  /** What was expected: by the lecture, or as it is known to be in its place. */
  readonly expected: Observation;
  readonly because?: string;
}

/** Judges what was observed on a kernel. */
export function judge(
  { expect, details = {}, known = [] }: Expectations,
  observed: Observation,
  release: string,
): Judgement {
  const whole = { ...expect, ...details };
  if (agrees(whole, observed)) return { verdict: 'holds', expected: whole };
  const explanations = known.filter(({ since }) => since === undefined || atLeast(release, since));
  const explanation = explanations.find(({ observe }) => agrees(observe, observed));
  if (explanation === undefined)
    return { verdict: 'surprise', expected: explanations.at(-1)?.observe ?? whole };
  const { since, observe, because } = explanation;
  return { verdict: since === undefined ? 'never held' : 'no longer holds', expected: observe, because };
}
