/**
 * The numbers of the catalogue's claims and what became of each. This list stands beside the experiments, not on them:
 * one that got lost, or that came without a number, is a difference between the two.
 */
import type { Section } from './section.js';

/** What became of a claim: an experiment, an entry that says why there is none, or nothing yet. */
export type ClaimStatus = 'experiment' | 'listed' | 'to come';

type Numbers = { readonly [status in ClaimStatus]?: string };

/** By section, as ranges. A claim in several parts has letters behind its number. */
const numbers: Readonly<Record<string, Numbers>> = {
  RAW: { experiment: '01-12 20-42 44-47 50-66 70-75 80-84', listed: '43 85 86' },
  RAW6: { experiment: '01-08' },
  SPOOF: { experiment: '01-04' },
  PING: { experiment: '01-10 12-15', listed: '11' },
  TRACE: { experiment: '01-03 05-11', listed: '04' },
  UNIX: { experiment: '01-21 23', listed: '22 24' },
  NL: { experiment: '01-06 08 09 12 12b 13-15 17-19 21-24', listed: '07 10 11 16 20 25' },
  MSG: { experiment: '01-14' },
  OPT: { experiment: '01-05 05b 06 07 10', listed: '08 09' },
  TIP: { experiment: '01-04' },
  TCPC: { experiment: '01-04' },
  BCAST: { experiment: '01' },
  MCAST: { experiment: '01' },
  LINK: { 'to come': '01-20' },
  SCTP: { 'to come': '01-06' },
  EVT: { 'to come': '01-09' },
  DMN: { 'to come': '01-10' },
  INETD: { 'to come': '01-08' },
  SYSLOG: { 'to come': '01-11' },
  ICMPD: { 'to come': '01-04' },
};

/** Every claim of the catalogue by its number, as in `RAW-01`, with what became of it. */
export const claimStatuses: ReadonlyMap<string, ClaimStatus> = new Map(
  Object.entries(numbers).flatMap(([section, byStatus]) =>
    Object.entries(byStatus).flatMap(([status, ranges]) =>
      ranges
        .split(' ')
        .flatMap(inRange)
        .map(number => [`${section}-${number}`, status as ClaimStatus] as const),
    ),
  ),
);

function inRange(range: string): string[] {
  const [first = '', last] = range.split('-');
  if (last === undefined) return [first];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) =>
    String(Number(first) + i).padStart(2, '0'),
  );
}

/** Where sections differ from that list, in either direction. */
export function differencesFromCatalogue(sections: readonly Section[]): string[] {
  const there = new Map<string, ClaimStatus>();
  for (const { experiments, listed } of sections) {
    for (const { id } of experiments) there.set(id, 'experiment');
    for (const { id } of listed) there.set(id, 'listed');
  }
  const words = { experiment: 'an experiment', listed: 'listed with a reason', 'to come': 'still to come' };
  return [...new Set([...claimStatuses.keys(), ...there.keys()])].flatMap(id => {
    const wanted = claimStatuses.get(id);
    const is = there.get(id) ?? 'to come';
    if (wanted === is) return [];
    if (wanted === undefined) return [`${id} is ${words[is]}, and no number of the catalogue`];
    return [`${id} should be ${words[wanted]}, and is ${there.has(id) ? words[is] : 'missing'}`];
  });
}
