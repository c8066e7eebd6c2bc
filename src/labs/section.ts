/** A section of the catalogue: its experiments, and the claims that no machine can be asked about. */
import { type Experiment, sectionOf } from './experiment.js';

/** A claim without an experiment. */
export interface ListedClaim {
  readonly id: string;
  readonly claim: string;
  /** Why there is no experiment. */
  readonly reason: string;
}

export interface Section {
  /** As in the numbers of its claims: `RAW` of `RAW-01`. */
  readonly name: string;
  readonly title: string;
  readonly experiments: readonly Experiment[];
  readonly listed: readonly ListedClaim[];
}

/** Declares a section, in the order of the numbers. Throws RangeError for a number of another section, or one that is there twice. */
export function section(declaration: Section): Section {
  const { name, experiments, listed } = declaration;
  const seen = new Set<string>();
  for (const { id } of [...experiments, ...listed]) {
    if (sectionOf(id) !== name) throw new RangeError(`${id} is not of section ${name}`);
    if (seen.has(id)) throw new RangeError(`${id} is there twice`);
    seen.add(id);
  }
  return { ...declaration, experiments: experiments.toSorted(byNumber), listed: listed.toSorted(byNumber) };
}

const byNumber = (a: { id: string }, b: { id: string }): number =>
  a.id.localeCompare(b.id, 'en', { numeric: true });
