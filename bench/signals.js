import { constants } from 'node:os';

/** Names of signals by number: the first of each, SIGABRT and not SIGIOT. */
export const signalNames = Object.fromEntries(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
);
