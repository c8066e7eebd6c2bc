/** The labs as a book: a chapter a topic, made from the experiments and from what kernels showed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { sections, sectionsToCome } from './catalogue.js';
import { differencesFromCatalogue } from './claim-numbers.js';
import { type Experiment, texts } from './experiment.js';
import type { Observation } from './observation.js';
import { runAll } from './pool.js';
import type { Section } from './section.js';
import type { Verdict } from './verdict.js';

/** What a kernel showed, by the experiment's number. */
type Shown = Readonly<Record<string, { readonly verdict: Verdict; readonly observed: Observation }>>;
/** By the kernel's version, as in `6.18`. */
type Observations = Readonly<Record<string, Shown>>;

export interface BookOptions {
  /** Writes nothing: the book is compared with what would be written. */
  readonly check: boolean;
  readonly jobs: number;
}

const observationsFile = 'observations.json';

/** Runs every experiment and writes the book into a folder. Resolves with what is wrong: claims without an experiment, surprises, observations that have changed. */
export async function writeBook(folder: string, { check, jobs }: BookOptions): Promise<string[]> {
  const problems = differencesFromCatalogue(sections);
  const before = read(join(folder, observationsFile));
  const [version = ''] = /^\d+\.\d+/.exec(release()) ?? [];
  const shown: Record<string, Shown[string]> = {};
  const tasks = sections.flatMap(({ experiments }) => experiments.map(({ id }) => ({ id })));
  for await (const { id, verdict, observed } of runAll(tasks, { jobs })) {
    if (verdict === 'surprise') problems.push(`${id} is a surprise: ${JSON.stringify(observed)}`);
    if (verdict === 'cannot run here') continue;
    const earlier = before[version]?.[id];
    if (earlier !== undefined && !isDeepStrictEqual(earlier, { verdict, observed })) {
      problems.push(
        `${id} showed ${JSON.stringify(earlier.observed)} on Linux ${version} before, now ${JSON.stringify(observed)}. ` +
          `If it is the experiment that has changed, take the entry out of ${join(folder, observationsFile)}`,
      );
    }
    shown[id] = { verdict, observed };
  }
  const observations = { ...before, [version]: { ...before[version], ...shown } };
  const pages = chapters(observations);
  if (check) return [...problems, ...differences(folder, pages)];
  if (problems.length > 0) return problems;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, observationsFile), `${JSON.stringify(observations, null, 1)}\n`);
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
  return [];
}

function read(path: string): Observations {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Observations;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function differences(folder: string, pages: Readonly<Record<string, string>>): string[] {
  return Object.entries(pages)
    .filter(([name, text]) => {
      try {
        return readFileSync(join(folder, name), 'utf8') !== text;
      } catch {
        return true;
      }
    })
    .map(([name]) => `${join(folder, name)} is not what would be written: run 'socklab book'`);
}

function chapters(observations: Observations): Record<string, string> {
  const sources = sourcesByNumber();
  const pages: Record<string, string> = { 'README.md': contents(observations) };
  for (const section of sections)
    pages[`${section.name.toLowerCase()}.md`] = chapter(section, observations, sources);
  return pages;
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function contents(observations: Observations): string {
  const rows = sections.map(
    ({ name, title, experiments, listed }) =>
      `| [${name}](${name.toLowerCase()}.md) | ${title} | ${experiments.length} | ${listed.length} |`,
  );
  const lectures = Object.entries(texts).map(([name, text]) => `- ${name}: ${text}`);
  return [
    '# The labs',
    '',
    'What lectures on Linux networking claim, each claim as an experiment on a running kernel. `npx socklab run ID` runs one.',
    '',
    '| topic | | experiments | without one |',
    '|---|---|---:|---:|',
    ...rows,
    '',
    `Observed on Linux ${Object.keys(observations).toSorted(byVersion).join(', ')}. Written by \`socklab book\`.`,
    '',
    'The lectures:',
    '',
    ...lectures,
    '',
    `Still to come: ${Object.entries(sectionsToCome)
      .map(([name, what]) => `${name} (${what})`)
      .join(', ')}.`,
    '',
  ].join('\n');
}

function chapter(
  { name, title, experiments, listed }: Section,
  observations: Observations,
  sources: ReadonlyMap<string, string>,
): string {
  const parts = experiments.map(experiment => page(experiment, observations, sources.get(experiment.id)));
  const others = listed.map(({ id, claim, reason }) => `- **${id}** ${claim} No experiment: ${reason}.`);
  const tail = others.length === 0 ? [] : ['## Claims without an experiment', '', ...others, ''];
  return [`# ${name}: ${title}`, '', ...parts, ...tail].join('\n');
}

function page(
  { id, claim, texts: from, known = [], mutants, explain, seeAlso = [] }: Experiment,
  observations: Observations,
  source = '',
): string {
  const shown = Object.entries(observations)
    .toSorted(([a], [b]) => byVersion(a, b))
    .flatMap(([version, all]) => {
      const seen = all[id];
      return seen === undefined
        ? []
        : [`- Linux ${version}: **${seen.verdict}**. \`${JSON.stringify(seen.observed)}\``];
    });
  const because = known.map(
    ({ since, because: why }) =>
      `- ${since === undefined ? 'Always' : `Since ${since}`}: ${why.replace(/\.$/, '')}.`,
  );
  const turned =
    typeof mutants === 'string'
      ? [`- No mutant: ${mutants}.`]
      : mutants.map(({ change }) => `- Mutant: ${change}.`);
  const more = seeAlso.length === 0 ? [] : ['', `See also ${seeAlso.join(', ')}.`];
  return [
    `## ${id}`,
    '',
    `${claim} (${from.join(', ')})`,
    '',
    ...shown,
    ...because,
    ...turned,
    '',
    explain,
    ...more,
    '',
    '```ts',
    source,
    '```',
    '',
  ].join('\n');
}

/** Each experiment's declaration, as it stands in src/labs. */
function sourcesByNumber(): Map<string, string> {
  const root = dirname(createRequire(import.meta.url).resolve('afkit/package.json'));
  const labs = join(root, 'src/labs');
  const found = new Map<string, string>();
  for (const file of readdirSync(labs, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  )) {
    const declarations = readFileSync(join(labs, file), 'utf8').matchAll(
      /^export const \w+ = experiment\(\{\n {2}id: '([^']+)',[\s\S]*?^\}\);$/gm,
    );
    for (const [text, id] of declarations) found.set(id!, text);
  }
  return found;
}
