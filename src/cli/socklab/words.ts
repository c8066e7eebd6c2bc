/** What may be named on the command line. */
import { experiments, find, sections, UnknownTopicError } from '../../labs/catalogue.js';
import type { Experiment } from '../../labs/experiment.js';
import { UsageError } from '../errors.js';

/** The experiments that words mean, each once. Throws UsageError. */
export function experimentsOf(words: readonly string[]): readonly Experiment[] {
  try {
    return [...new Set(words.flatMap(word => find(word)))];
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
