import { isDeepStrictEqual } from 'node:util';
import { broke } from '../../labs/run.js';
import type { Verdict } from '../../labs/verdict.js';
import { styles } from '../styles.js';
import { fold } from './fold.js';
import { observationText } from './observation-text.js';
import { failed } from './report-tap.js';
import type { Report, Reported } from './run.js';

/** Where claims begin, behind number and verdict. */
const indent = ' '.repeat(28);

/** Lines for people: one an experiment, and at the end how many of each verdict. */
export const textReport: Report = {
  result(result) {
    const { id, change, turned, verdict, because, observed, experiment } = result;
    const { red, bold, plain } = styles();
    const colour = failed(result) ? red + bold : '';
    if (change !== undefined)
      return `            ${colour}${turned ? 'turned' : 'NOT TURNED'}${plain}  ${change} (${verdict})\n`;
    const lines = [fold(experiment.claim, `${id.padEnd(10)} ${colour}${verdict.padEnd(16)}${plain} `)];
    if (verdict === 'surprise')
      lines.push(fold(broke(result) ? `it failed: ${observed.error}` : differences(result), indent));
    else if (because !== undefined) lines.push(fold(because, indent));
    return `${lines.join('\n')}\n`;
  },
  end(results) {
    const counts = new Map<Verdict, number>();
    for (const { verdict, change } of results)
      if (change === undefined) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    const text = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
    const mutants = results.filter(({ change }) => change !== undefined);
    const turned = mutants.filter(result => result.turned).length;
    const tail = mutants.length === 0 ? '' : `; ${turned} of ${mutants.length} mutants turned the verdict`;
    const hint = counts.has('cannot run here') ? "\n'socklab doctor' tells what this machine lacks." : '';
    return `\nLinux ${results[0]?.kernel ?? ''}: ${text}${tail}${hint}\n`;
  },
};

/** An experiment with its time line and its explanation. */
export function toldWhole(result: Reported, guess: string | undefined): string {
  const { id, verdict, expected, observed, because, kernel, ms, timeline, experiment } = result;
  const { bold, dim, red, plain } = styles();
  const lines: string[] = [];
  if (guess === undefined) lines.push(fold(experiment.claim, `${id}  `));
  lines.push('');
  for (const { at, host, text } of timeline)
    lines.push(told(text, `${dim}${at.toFixed(2).padStart(9)} ms${plain}  ${host.padEnd(4)} `));
  lines.push(
    '',
    `${bold}${verdict === 'surprise' ? red : ''}${verdict}${plain} on Linux ${kernel} (${ms} ms)`,
  );
  if (verdict === 'cannot run here') return `${[...lines, fold(because ?? '', '  ')].join('\n')}\n`;
  if (verdict !== 'holds') lines.push(observationText(experiment.expect, '  lecture   '));
  if (verdict === 'surprise') lines.push(observationText(expected, '  expected  '));
  lines.push(observationText(observed, '  observed  '));
  if (because !== undefined) lines.push(fold(because, '  because   '));
  const answer = broke(result) ? undefined : experiment.predict.answer(observed);
  if (guess !== undefined && answer !== undefined)
    lines.push(`  your bet  ${guess}: ${guess === answer ? 'right' : `no, ${answer}`}`);
  else if (answer !== undefined)
    lines.push(fold(`${experiment.predict.question} ${answer}.`, '  answer    '));
  lines.push(fold(experiment.explain, '  why       '));
  if (experiment.seeAlso !== undefined) lines.push(`  see also  ${experiment.seeAlso.join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** A line of the time line, folded for a terminal alone: elsewhere each entry is a line, for grep. */
function told(text: string, head: string): string {
  return process.stdout.isTTY ? fold(text, head) : `${head}${text}`;
}

function differences({ expected, observed }: Reported): string {
  const fields = Object.keys(expected).filter(name => !isDeepStrictEqual(expected[name], observed[name]));
  return fields
    .map(
      name =>
        `${name}: expected ${JSON.stringify(expected[name])}, observed ${JSON.stringify(observed[name])}`,
    )
    .join('; ');
}
