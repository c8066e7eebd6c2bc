/** The catalogue: every section, its experiments and its other claims. */
import { nearest } from '../wire/index.js';
import { bcast, mcast } from './cast/index.js';
import { claimStatuses } from './claim-numbers.js';
import type { Experiment } from './experiment.js';
import { msg } from './msg/index.js';
import { nl } from './nl/index.js';
import { opt } from './opt/index.js';
import { ping } from './ping/index.js';
import { raw } from './raw/index.js';
import { raw6 } from './raw6/index.js';
import type { Section } from './section.js';
import { spoof } from './spoof/index.js';
import { tcpc } from './tcpc/index.js';
import { tip } from './tip/index.js';
import { trace } from './trace/index.js';
import { unix } from './unix/index.js';

export const sections: readonly Section[] = [
  raw,
  raw6,
  spoof,
  ping,
  trace,
  unix,
  nl,
  msg,
  opt,
  tip,
  tcpc,
  bcast,
  mcast,
];

/** Sections whose experiments come with commands that are still to be written. */
export const sectionsToCome: Readonly<Record<string, string>> = {
  LINK: 'link-layer access, sniffers and pcap',
  SCTP: 'SCTP',
  EVT: 'event-driven servers',
  DMN: 'daemons',
  INETD: 'inetd',
  SYSLOG: 'syslog',
  ICMPD: 'icmpd',
};

export const experiments: readonly Experiment[] = sections.flatMap(section => section.experiments);

/** No experiment and no section has this name; the message offers the nearest. */
export class UnknownTopicError extends Error {
  override readonly name = 'UnknownTopicError';
}

/**
 * The experiments that a word means: `RAW-01`, a section (`RAW`), or `all`, whatever their case.
 *
 * @throws UnknownTopicError
 */
export function find(word: string): readonly Experiment[] {
  const wanted = word.toUpperCase();
  if (wanted === 'ALL') return experiments;
  const section = sections.find(({ name }) => name === wanted);
  if (section !== undefined) return section.experiments;
  const found = experiments.find(({ id }) => id.toUpperCase() === wanted);
  if (found !== undefined) return [found];
  throw new UnknownTopicError(
    whyNot(wanted) ?? unknown(word, [...topics, ...experiments.map(({ id }) => id)]),
  );
}

/**
 * The section that a word means, whatever its case.
 *
 * @throws UnknownTopicError
 */
export function findSection(word: string): Section {
  const wanted = word.toUpperCase();
  const section = sections.find(({ name }) => name === wanted);
  if (section !== undefined) return section;
  throw new UnknownTopicError(whyNot(wanted) ?? unknown(word, topics));
}

const topics = sections.map(({ name }) => name);

/** Why a claim or a topic that the lectures have has no experiment. */
function whyNot(wanted: string): string | undefined {
  const listed = sections.flatMap(section => section.listed).find(({ id }) => id.toUpperCase() === wanted);
  if (listed !== undefined) return `${listed.id} has no experiment: ${listed.reason}`;
  const [name = ''] = wanted.split('-');
  const isToCome = wanted === name || claimStatuses.has(wanted);
  return Object.hasOwn(sectionsToCome, name) && isToCome
    ? `the experiments of ${name} (${sectionsToCome[name]}) are still to come`
    : undefined;
}

function unknown(word: string, words: readonly string[]): string {
  // RAW60 and RAW-1 are RAW-60 and RAW-01 before they are anything near.
  const alike = words.filter(it => bare(it) === bare(word));
  const near = alike.length > 0 ? alike.join(' or ') : nearest(word, words);
  const offer = near === undefined ? '' : ` Did you mean ${near}?`;
  return `there is no experiment and no topic '${word}'.${offer} Topics: ${topics.join(' ')}`;
}

/** A word without what people leave out. */
const bare = (word: string): string => word.toUpperCase().replace(/-?0*(\d+[A-Z]?)$/, '$1');
