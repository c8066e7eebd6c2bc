import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { compileSocketLayer, type Outcome, runProgram } from './support.js';

/** Compiles the socket layer for the tests of a file, which run programs over it in their own processes. */
export function lifetimePrograms() {
  let compiled: ReturnType<typeof compileSocketLayer>;
  let prelude: string;
  let workers = 0;

  beforeAll(() => {
    compiled = compileSocketLayer();
    prelude = `
      import { readdirSync, closeSync, openSync } from 'node:fs';
      import { Worker, isMainThread, parentPort } from 'node:worker_threads';
      import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
      import { createRequire } from 'node:module';
      import { Socket, MessageBatch, OwnedFd, constants as c, controlSpace } from ${JSON.stringify(compiled.index)};
      const addon = createRequire(import.meta.url)(${JSON.stringify(compiled.addon)});
      const descriptors = () => readdirSync('/proc/self/fd').length;
      const datagrams = () => Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
      const rights = (...fds) =>
        [{ level: c.SOL_SOCKET, type: c.SCM_RIGHTS, data: new Uint8Array(new Int32Array(fds).buffer) }];
      const until = async condition => {
        for (let i = 0; i < 300; i++) {
          if (await condition()) return true;
          await sleep(10);
        }
        return false;
      };
    `;
  });

  afterAll(() => compiled.remove());

  /** Runs a program after the prelude. */
  const run = (body: string, flags: string[] = []): Promise<Outcome> =>
    runProgram(`${prelude}\n${body}`, { flags });

  return {
    run,

    /** Runs a program after the prelude; expects it to end by itself and to say 'fine'. */
    async expectFine(body: string, flags: string[] = []) {
      const outcome = await run(body, flags);
      expect(outcome).toEqual({ code: 0, signal: null, stdout: 'fine\n', stderr: '' } satisfies Outcome);
    },

    /** The definition of spawn(), which starts a worker thread with this program after the prelude. */
    worker(body: string): string {
      const path = join(compiled.directory, `worker-${workers++}.mjs`);
      writeFileSync(path, `${prelude}\n${body}`);
      return `const spawn = () => new Worker(${JSON.stringify(path)}, { execArgv: [] });\n`;
    },
  };
}
