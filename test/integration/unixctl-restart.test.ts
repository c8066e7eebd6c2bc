/** Servers that are replaced under load, by activate and by fdstore: no request is lost. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { activated, launcher, root, Scene, until } from './unixctl-support.js';

const server = `${root}test/integration/unixctl/server.mjs`;

/** One request to an HTTP server at a path; a connection of its own. */
function get(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/', agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      response.on('end', () => resolve(text.trim())).on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

const requests = 10_000;
const atOnce = 16;

interface Load {
  /** Requests that were answered. */
  done(): number;
  /** The servers that have answered, by their process numbers, and how often. */
  readonly answers: ReadonlyMap<string, number>;
}

/** Sends at least 10,000 requests, and more until what goes on meanwhile is over. Each of them has to be answered. */
async function underLoad(path: string, meanwhile: (load: Load) => Promise<void>): Promise<Load> {
  const answers = new Map<string, number>();
  let sent = 0;
  let answered = 0;
  let over = false;
  const load = { done: () => answered, answers };
  const client = async (): Promise<void> => {
    while (sent++ < requests || !over) {
      const answer = await get(path);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      answered++;
    }
  };
  const going = meanwhile(load).finally(() => {
    over = true;
  });
  await Promise.all([...Array.from({ length: atOnce }, client), going]);
  return load;
}

describe('restart under load: 10,000 requests, ten servers after one another', () => {
  it('through activate', async () => {
    await using scene = new Scene();
    const web = scene.path('web');
    const running = await activated(scene, ['-l', web, '--', process.execPath, server, launcher]);
    await get(web);
    const load = await underLoad(web, async ({ done, answers }) => {
      for (let n = 1; n <= 10; n++) {
        await until(() => done() > (n * requests) / 12, 'requests go on');
        running.child.kill('SIGHUP');
        await running.says(({ stderr }) => (stderr.match(/exited/g) ?? []).length === n);
        await until(() => answers.size === n + 1, 'the new server answers');
      }
    });
    await running.stop('SIGTERM');
    expect(load.done()).toBeGreaterThanOrEqual(requests);
    expect(load.answers.size).toBe(11);
  }, 180_000);

  it('through fdstore', async () => {
    await using scene = new Scene();
    const [store, web] = [scene.path('fds'), scene.path('web')];
    scene.unixctl(['fdstore', 'serve', store]);
    await until(() => existsSync(store), 'the holder listens');
    expect(await scene.run('fdstore', 'put', store, 'web', '--listen', web)).toMatchObject({ code: 0 });
    const serve = () => scene.unixctl(['fdstore', 'get', store, 'web', '--', process.execPath, server]);
    let current = serve();
    await get(web);
    const load = await underLoad(web, async ({ done, answers }) => {
      for (let n = 1; n <= 10; n++) {
        await until(() => done() > (n * requests) / 12, 'requests go on');
        // No server at all for a while: who calls waits in the queue of the socket, which the holder has.
        await current.stop('SIGTERM');
        current = serve();
        await until(() => answers.size === n + 1, 'the new server answers');
      }
    });
    await current.stop('SIGTERM');
    expect(load.done()).toBeGreaterThanOrEqual(requests);
    expect(load.answers.size).toBe(11);
  }, 180_000);
});
