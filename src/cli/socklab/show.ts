import { type Experiment, texts } from '../../labs/experiment.js';
import type { Observation } from '../../labs/observation.js';
import type { Topology } from '../../labs/topology.js';
import { Output } from '../output.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';
import { observationText } from './observation-text.js';
import { experimentsOf } from './words.js';

/** Prints all that is known of an experiment before it runs. */
export function show(id: string): void {
  const output = new Output();
  for (const experiment of experimentsOf([id])) output.write(`${described(experiment)}\n`);
  output.flush();
}

function described({
  id,
  claim,
  texts: sources,
  needs = [],
  topology,
  predict,
  expect,
  details,
  known = [],
  mutants,
  explain,
  seeAlso = [],
}: Experiment): string {
  const { bold, plain } = styles();
  const lines = [fold(claim, `${bold}${id}${plain}  `)];
  const say = (head: string, text: string) => lines.push(fold(text, `  ${head.padEnd(11)}`));
  say('texts', sources.map(source => texts[source]).join('; '));
  if (needs.length > 0) say('needs', needs.map(({ what }) => what).join(', '));
  say('hosts', hostsText(topology));
  say('question', predict.question);
  say('choices', predict.choices.join(' | '));
  const see = (head: string, observation: Observation) =>
    lines.push(observationText(observation, `  ${head.padEnd(11)}`));
  see('lecture', expect);
  if (details !== undefined) see('also', details);
  for (const { since, observe, because } of known) {
    see(since === undefined ? 'always' : `since ${since}`, observe);
    say('', because);
  }
  if (typeof mutants === 'string') say('mutants', `none: ${mutants}`);
  else for (const { change } of mutants) say('mutant', change);
  say('why', explain);
  if (seeAlso.length > 0) say('see also', seeAlso.join(' '));
  return `${lines.join('\n')}\n`;
}

function hostsText({ hosts, links }: Topology): string {
  if (links.length === 0) return Object.keys(hosts).join(', ');
  return links
    .map(link =>
      Object.entries(link)
        .map(([name, [address = '']]) => `${name} ${address}`.trim())
        .join(' – '),
    )
    .join(', ');
}
