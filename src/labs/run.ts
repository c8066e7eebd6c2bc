/** Runs an experiment, or a mutant of it, on the kernel at hand. */
import { release } from 'node:os';
import { SocketError } from '../socket/index.js';
import type { Experiment, Mutant } from './experiment.js';
import { Lab } from './lab.js';
import type { Observation } from './observation.js';
import { Timeline, type TimelineEntry } from './timeline.js';
import { judge, type Verdict } from './verdict.js';
import { WireWatch } from './wire-watch.js';

export interface Result {
  readonly id: string;
  readonly verdict: Verdict;
  /** What was expected, and what was seen. */
  readonly expected: Observation;
  readonly observed: Observation;
  /** Why it is as it is, where it is not as the lecture says; or why it cannot run. */
  readonly because?: string;
  /** The release of the kernel, as uname -r has it. */
  readonly kernel: string;
  readonly ms: number;
  readonly timeline: readonly TimelineEntry[];
}

/** Whether the experiment itself failed, in place of seeing something: `observed` has the error alone then. */
export const broke = ({ observed }: Pick<Result, 'observed'>): boolean => 'error' in observed;

/** Milliseconds after which an experiment that does not end is a surprise. */
const limit = 60_000;

export interface RunOptions {
  /** Runs the experiment with this change. */
  readonly mutant?: Mutant<any, any> | undefined;
  /** Has the time line show the packets of all hosts too. */
  readonly watch?: boolean;
}

/** Runs an experiment. Rejects for what is wrong with the lab alone. */
export async function run(
  experiment: Experiment,
  { mutant, watch = false }: RunOptions = {},
): Promise<Result> {
  const start = performance.now();
  const { id, needs = [] } = experiment;
  const kernel = release();
  const timeline = new Timeline();
  const result = (rest: Pick<Result, 'verdict' | 'expected' | 'observed' | 'because'>): Result => ({
    id,
    ...rest,
    kernel,
    ms: Math.round(performance.now() - start),
    timeline: timeline.entries,
  });

  for (const need of needs) {
    const lack = need.lack();
    if (lack === undefined) continue;
    return result({ verdict: 'cannot run here', expected: experiment.expect, observed: {}, because: lack });
  }
  let lab: Lab;
  try {
    lab = await Lab.open(experiment.topology, timeline);
  } catch (error) {
    if (!(error instanceof SocketError && error.code === 'EPERM')) throw error;
    const because = `its hosts need CAP_SYS_ADMIN, which neither this process nor a user namespace has: ${error.message}`;
    return result({ verdict: 'cannot run here', expected: experiment.expect, observed: {}, because });
  }
  const observed = await observe(experiment, mutant, lab, watch);
  const { verdict, expected, because } = judge(experiment, observed, kernel);
  return result({ verdict, expected, observed, ...(because === undefined ? {} : { because }) });
}

async function observe(
  experiment: Experiment,
  mutant: Mutant<any, any> | undefined,
  lab: Lab,
  watch: boolean,
): Promise<Observation> {
  const wire = watch ? WireWatch.start(lab) : undefined;
  const { promise: late, timer } = afterLimit();
  try {
    await mutant?.before?.(lab.hosts, lab);
    const parameters = { ...experiment.parameters, ...mutant?.parameters };
    return await Promise.race([experiment.run(lab.hosts, parameters, lab), late]);
  } catch (error) {
    if (error instanceof Error) return { error: error.message };
    throw error;
  } finally {
    clearTimeout(timer);
    wire?.stop();
    await lab.close();
  }
}

function afterLimit(): { promise: Promise<never>; timer: NodeJS.Timeout } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${limit / 1000} s`)), limit);
  });
  return { promise, timer: timer! };
}
