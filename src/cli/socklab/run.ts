import { availableParallelism } from 'node:os';
import type { Experiment } from '../../labs/experiment.js';
import { runAll, type Task } from '../../labs/pool.js';
import { broke, type Result, run } from '../../labs/run.js';
import { exitCodes } from '../errors.js';
import { Output } from '../output.js';
import { bet } from './bet.js';
import { enclose } from './enclosure.js';
import { jsonReport } from './report-json.js';
import { junitReport } from './report-junit.js';
import { tapReport } from './report-tap.js';
import { textReport, toldWhole } from './report-text.js';
import { experimentsOf } from './words.js';

export interface RunSettings {
  readonly what: readonly string[];
  readonly format: 'text' | 'json' | 'tap' | 'junit';
  readonly predict: boolean;
  readonly jobs: number | undefined;
  readonly mutants: boolean;
  readonly here: boolean;
}

/** A result as reports show it: of an experiment, or of a mutant of it and whether it turned the verdict. */
export interface Reported extends Result {
  readonly experiment: Experiment;
  readonly change?: string;
  readonly turned?: boolean;
}

/** What a form of output does with results. */
export interface Report {
  begin?(count: number): string;
  result(result: Reported): string;
  end?(results: readonly Reported[]): string;
}

const reports = { text: textReport, json: jsonReport, tap: tapReport, junit: junitReport };

export async function runExperiments(settings: RunSettings): Promise<number> {
  const chosen = experimentsOf(settings.what);
  if (!settings.here) {
    const code = await enclose('run as root with --here');
    if (code !== undefined) return code;
  }
  const [only] = chosen;
  if (chosen.length === 1 && settings.format === 'text' && !settings.mutants)
    return runOne(only!, settings.predict);
  return runMany(chosen, settings);
}

/** With a bet before, and the time line and the explanation after. */
async function runOne(experiment: Experiment, predict: boolean): Promise<number> {
  const guess = predict ? await bet(experiment) : undefined;
  const result = { ...(await run(experiment, { watch: true })), experiment };
  const output = new Output();
  output.write(toldWhole(result, guess));
  output.flush();
  return exitCode([result]);
}

async function runMany(chosen: readonly Experiment[], settings: RunSettings): Promise<number> {
  const { format, mutants, jobs = availableParallelism() } = settings;
  const report: Report = reports[format];
  const tasks = chosen.flatMap(experiment => (mutants ? withMutants(experiment) : [{ id: experiment.id }]));
  const byId = new Map(chosen.map(experiment => [experiment.id, experiment]));
  const output = new Output();
  output.write(report.begin?.(tasks.length) ?? '');
  const results: Reported[] = [];
  let original: Result | undefined;
  for await (const { mutant, ...result } of runAll(tasks, { jobs })) {
    const experiment = byId.get(result.id)!;
    if (mutant === undefined) original = result;
    const reported =
      mutant === undefined ? { ...result, experiment } : mutantOf(experiment, mutant, result, original!);
    results.push(reported);
    output.write(report.result(reported));
    output.flush();
  }
  output.write(report.end?.(results) ?? '');
  output.flush();
  return exitCode(results);
}

function withMutants({ id, mutants }: Experiment): Task[] {
  const changes = typeof mutants === 'string' ? [] : mutants;
  return [{ id }, ...changes.map((_, mutant) => ({ id, mutant }))];
}

/** A mutant turns the verdict by what is seen, unless neither could run: one that broke the experiment shows nothing. */
function mutantOf(experiment: Experiment, index: number, result: Result, original: Result): Reported {
  const { mutants } = experiment;
  const change = typeof mutants === 'string' ? '' : mutants[index]!.change;
  const turned =
    result.verdict === 'cannot run here' || (result.verdict !== original.verdict && !broke(result));
  return { ...result, experiment, change, turned };
}

/** 1 for a surprise or a mutant that changed nothing; 2 where nothing could run. */
function exitCode(results: readonly Reported[]): number {
  if (results.some(({ verdict, turned }) => (turned === undefined ? verdict === 'surprise' : !turned)))
    return exitCodes.failure;
  return results.every(({ verdict }) => verdict === 'cannot run here') ? exitCodes.usage : 0;
}
