/** An experiment: what a lecture claims, and how the kernel at hand is asked about it. */
import type { Host } from './host.js';
import type { Lab } from './lab.js';
import type { Need } from './needs.js';
import type { Json, Observation } from './observation.js';
import type { Topology } from './topology.js';
import type { Expectations } from './verdict.js';

/** The lectures, as the catalogue calls them. */
export const texts = {
  S0: 'slides "Introduction to Raw Sockets", after Stevens',
  S1: 'the article "Linux RAW sockets"',
  S2: 'the lecture deck "Network Programming"',
  S3: 'the lecture "Linux Kernel Networking (6): Sockets in the kernel"',
  S4: 'raw(7) as of 2000',
} as const;

export type Text = keyof typeof texts;

/** What `run` may be given otherwise: the part of an experiment that a mutant changes. */
export type Parameters = { readonly [name: string]: Json };

/** The hosts of a topology, by name. */
export type Hosts<H extends string> = { readonly [name in H]: Host };

/** What a reader may bet on before the run. */
export interface Prediction<O extends Observation> {
  readonly question: string;
  readonly choices: readonly string[];
  /** The choice that an observation is; undefined where it is none of them. */
  readonly answer: (observed: O) => string | undefined;
}

/** A change that must turn the verdict, or else the experiment sees nothing. */
export interface Mutant<H extends string, P extends Parameters> {
  /** What is changed, as in `with protocol 1`. */
  readonly change: string;
  readonly parameters?: { readonly [name in keyof P]?: Json };
  /** Done before the run: a sysctl, a rule, an address taken away. */
  readonly before?: (hosts: Hosts<H>, lab: Lab) => void | Promise<void>;
}

export interface ExperimentDeclaration<H extends string, P extends Parameters, O extends Observation>
  extends Expectations {
  /** The catalogue's number, as in `RAW-01`. */
  readonly id: string;
  /** What the lecture claims, in our words. */
  readonly claim: string;
  readonly texts: readonly Text[];
  readonly needs?: readonly Need[];
  readonly topology: Topology<H>;
  readonly parameters?: P;
  /** Asks the kernel. What it throws is a surprise, but for what is wrong with the experiment itself. */
  readonly run: (hosts: Hosts<H>, parameters: P, lab: Lab) => O | Promise<O>;
  /** Behind `run`, from whose result its types come. */
  readonly predict: Prediction<O>;
  /** What must turn the verdict; or why nothing can. */
  readonly mutants: readonly Mutant<H, P>[] | string;
  /** Why the kernel does what it does. */
  readonly explain: string;
  readonly seeAlso?: readonly string[];
}

/** An experiment, whatever its hosts. */
export type Experiment = ExperimentDeclaration<any, any, any>;

/** Declares an experiment. */
export function experiment<H extends string, P extends Parameters, O extends Observation>(
  declaration: ExperimentDeclaration<H, P, O>,
): Experiment {
  return declaration;
}

/** The section of the catalogue that an experiment belongs to: RAW of RAW-01. */
export function sectionOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}
