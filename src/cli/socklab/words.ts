/** What may be named on the command line. */
import { experiments, find, findSection, sections, UnknownTopicError } from '../../labs/catalogue.js';
import type { Experiment } from '../../labs/experiment.js';
import type { Section } from '../../labs/section.js';
import { UsageError } from '../errors.js';

/** The experiments that words mean, each once. Throws UsageError. */
export const experimentsOf = (words: readonly string[]): readonly Experiment[] =>
  known(() => [...new Set(words.flatMap(word => find(word)))]);

/** The section that a word means. Throws UsageError. */
export const sectionOf = (word: string): Section => known(() => findSection(word));

function known<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw error instanceof UnknownTopicError ? new UsageError(error.message) : error;
  }
}

export const topicWords = (): readonly string[] => sections.map(({ name }) => name);

export const experimentWords = (): readonly string[] => [
  'all',
  ...topicWords(),
  ...experiments.map(({ id }) => id),
];
