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

/** A section by the files of its experiments, each of which exports experiments and nothing else. */
export interface SectionDeclaration extends Omit<Section, 'experiments'> {
  readonly files: readonly Readonly<Record<string, Experiment>>[];
}

/** Declares a section, in the order of the numbers. Throws RangeError for a number of another section, or one that is there twice. */
export function section({ name, title, files, listed }: SectionDeclaration): Section {
  const experiments = files.flatMap(file => Object.values(file));
  const seen = new Set<string>();
  for (const { id } of [...experiments, ...listed]) {
    if (sectionOf(id) !== name) throw new RangeError(`${id} is not of section ${name}`);
    if (seen.has(id)) throw new RangeError(`${id} is there twice`);
    seen.add(id);
  }
  return { name, title, experiments: experiments.toSorted(byNumber), listed: listed.toSorted(byNumber) };
}

const byNumber = (a: { id: string }, b: { id: string }): number =>
  a.id.localeCompare(b.id, 'en', { numeric: true });
