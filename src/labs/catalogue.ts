/** The catalogue: every section, its experiments and its other claims. */
import { nearest } from '../wire/index.js';
import { bcast, mcast } from './cast/index.js';
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
  throw new UnknownTopicError(unknown(word, wanted));
}

function unknown(word: string, wanted: string): string {
  const listed = sections.flatMap(section => section.listed).find(({ id }) => id.toUpperCase() === wanted);
  if (listed !== undefined) return `${listed.id} has no experiment: ${listed.reason}`;
  const [name = ''] = wanted.split('-');
  if (Object.hasOwn(sectionsToCome, name)) {
    return `the experiments of ${name} (${sectionsToCome[name]}) are still to come`;
  }
  const near = nearest(wanted, [
    ...sections.map(section => section.name),
    ...experiments.map(({ id }) => id),
  ]);
  const offer = near === undefined ? '' : ` Did you mean ${near}?`;
  return `there is no experiment and no topic '${word}'.${offer} Topics: ${sections.map(section => section.name).join(' ')}`;
}
