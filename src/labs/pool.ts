/** Runs many experiments, several at a time, each in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { find } from './catalogue.js';
import type { Result } from './run.js';

/** An experiment to run, or a mutant of it by its place in the list. */
export interface Task {
  readonly id: string;
  readonly mutant?: number;
}

export interface PoolOptions {
  /** Processes at a time. */
  readonly jobs: number;
  readonly signal?: AbortSignal;
}

/** The results in the order of the tasks, each as soon as those before it are there. */
export async function* runAll(
  tasks: readonly Task[],
  { jobs, signal }: PoolOptions,
): AsyncGenerator<Result & Task> {
  const settle: ((result: Result) => void)[] = [];
  const results = tasks.map(
    (_, index) =>
      new Promise<Result>(resolve => {
        settle[index] = resolve;
      }),
  );
  const workers = new Set<Worker>();
  let next = 0;
  const work = async (): Promise<void> => {
    let worker = new Worker();
    workers.add(worker);
    while (next < tasks.length && signal?.aborted !== true) {
      const index = next++;
      const result = await worker.run(tasks[index]!);
      settle[index]!(result);
      if (!worker.ended) continue;
      workers.delete(worker);
      worker = new Worker();
      workers.add(worker);
    }
    worker.end();
  };
  const working = Array.from({ length: Math.min(jobs, tasks.length) }, work);
  try {
    for (const [index, result] of results.entries()) yield { ...tasks[index]!, ...(await result) };
    await Promise.all(working);
  } finally {
    for (const worker of workers) worker.end();
  }
}

/** By the package's own name, which holds wherever the build puts this file. */
const workerPath = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('afkit/package.json')), 'dist/labs/worker.js');

class Worker {
  readonly #child: ChildProcess = fork(workerPath(), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  ended = false;

  /** Resolves with a surprise when the process ends over it. */
  run(task: Task): Promise<Result> {
    return new Promise(resolve => {
      const done = (result: Result): void => {
        this.#child.off('message', done);
        this.#child.off('exit', exited);
        resolve(result);
      };
      const exited = (code: number | null, signal: string | null): void => {
        this.ended = true;
        done(ended(task, `its process ended with ${signal ?? `exit code ${code}`}`));
      };
      this.#child.on('message', done);
      this.#child.on('exit', exited);
      this.#child.send(task);
    });
  }

  end(): void {
    this.ended = true;
    this.#child.kill('SIGKILL');
  }
}

function ended({ id }: Task, error: string): Result {
  const [experiment] = find(id);
  return {
    id,
    verdict: 'surprise',
    expected: experiment!.expect,
    observed: { error },
    kernel: release(),
    ms: 0,
    timeline: [],
  };
}
