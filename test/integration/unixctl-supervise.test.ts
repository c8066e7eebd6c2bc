/** activate and fdstore: servers that come, go and are replaced, with systemd's programs and s6 beside them. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { has, launcher, type Running, root, Scene, until } from './unixctl-support.js';

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

async function activated(scene: Scene, args: readonly string[]): Promise<Running> {
  const running = scene.unixctl(['activate', ...args]);
  await running.says(({ stderr }) => stderr.includes('waits for somebody to call'));
  return running;
}

describe('activate', () => {
  it('starts when somebody calls, as sd_listen_fds(3) has it, and again after the end', async () => {
    await using scene = new Scene();
    const [web, log, seq] = [scene.path('web'), scene.path('log'), scene.path('seq')];
    const report =
      'echo $LISTEN_FDS:$LISTEN_FDNAMES:$((LISTEN_PID - $$)); readlink /proc/self/fd/5 | tr -d 0-9';
    const names = ['--fdname', 'first', '--fdname', 'second'];
    const sockets = ['-l', web, '--listen-dgram', log, '--listen-seqpacket', seq];
    const running = await activated(scene, [...sockets, ...names, '--', 'sh', '-c', `${report}; sleep 1.2`]);
    expect([web, log, seq].map(existsSync)).toEqual([true, true, true]);
    await scene.run('send', '--dgram', log, 'x');
    await running.says(({ stderr }) => stderr.includes('exited with 0'));
    expect(running.lines.slice(0, 2)).toEqual(['3:first:second:seq:0', 'socket:[]']);
    // Nobody has read the datagram: that is a call still.
    await running.says(({ stderr }) => (stderr.match(/started/g) ?? []).length === 2);
    await running.stop('SIGTERM');
    expect([web, log, seq].map(existsSync)).toEqual([false, false, false]);
  });

  it('hears sd_notify, keeps what is stored, and gives it to the successor', async () => {
    await using scene = new Scene();
    const web = scene.path('web');
    const unixctl = `${process.execPath} ${launcher}`;
    const script = `
      echo "$LISTEN_FDS $LISTEN_FDNAMES"
      [ "$LISTEN_FDS" = 2 ] && cat <&4
      ${unixctl} notify --fd ${scene.path('kept')} --fdname mine --status 'at work' --barrier
      ${unixctl} notify --ready
      exec sleep 30
    `;
    writeFileSync(scene.path('kept'), 'kept\n');
    const running = await activated(scene, ['-l', web, '--', 'sh', '-c', script]);
    await scene.run('send', web, 'x');
    await running.says(({ stderr }) => /ready/.test(stderr));
    expect(running.stderr).toMatch(/status: at work\n/);
    expect(running.stderr).toMatch(/1 descriptors stored, the last as mine\n/);
    running.child.kill('SIGHUP');
    await running.says(({ stderr }) => /ended by SIGTERM/.test(stderr));
    await running.says(({ lines }) => lines.length === 3);
    expect(running.lines).toEqual(['1 web', '2 web:mine', 'kept']);
    await running.stop('SIGTERM');
  });

  it('starts a process for each connection', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const running = scene.unixctl([
      'activate',
      '-q',
      '-l',
      path,
      '--accept',
      '--inetd',
      '--',
      'sh',
      '-c',
      'echo $IPCREMOTEPID; cat',
    ]);
    await until(() => existsSync(path), 'bound');
    for (const text of ['one', 'two']) {
      const client = scene.talking(['connect', path]);
      client.child.stdin!.end(text);
      expect((await client.ended).stdout).toBe(`${client.pid}\n${text}`);
    }
    await running.stop();
    expect(running.stderr).toBe('');
  });

  it('a command that ends at once is not started without a pause, one that is not there is an error', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const running = await activated(scene, ['-l', path, '--', 'false']);
    const client = scene.unixctl(['send', path, 'x']);
    await running.says(({ stderr }) => /the next start waits 200 ms/.test(stderr));
    await running.stop();
    await client.ended;
    const none = await activated(scene, ['-l', path, '--', '/no/such/program']);
    scene.unixctl(['send', path, 'x']);
    await none.says(({ stderr }) => /exited with 127/.test(stderr));
    expect(none.stderr).toMatch(/no such program|not found/i);
    await none.stop();
  });

  it.skipIf(!has('systemd-notify'))('hears systemd-notify (skipped without systemd)', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const script = 'systemd-notify --ready --status=hello X=1; exec sleep 20';
    const running = await activated(scene, ['-l', path, '--', 'sh', '-c', script]);
    await scene.run('send', path, 'x');
    await running.says(({ stderr }) => /ready, pid/.test(stderr) && /status: hello/.test(stderr));
    await running.stop('SIGTERM');
  });

  it.skipIf(!has('systemd-socket-activate'))(
    'a server finds the same under systemd-socket-activate (skipped without systemd)',
    async () => {
      await using scene = new Scene();
      const told: string[] = [];
      const report = 'echo "$LISTEN_FDS:$LISTEN_FDNAMES:$((LISTEN_PID - $$))"';
      const path = scene.path('s');
      const theirs = scene.start('systemd-socket-activate', ['-l', path, '--fdname=web', 'sh', '-c', report]);
      await until(() => existsSync(path), 'bound');
      await scene.run('send', path, 'x');
      told.push((await theirs.ended).stdout);
      const ours = await activated(scene, [
        '-l',
        path,
        '--fdname',
        'web',
        '--',
        'sh',
        '-c',
        `${report}; exec sleep 20`,
      ]);
      await scene.run('send', path, 'x');
      await ours.says(({ lines }) => lines.length === 1);
      told.push(ours.stdout);
      await ours.stop('SIGTERM');
      expect(told).toEqual(['1:web:0\n', '1:web:0\n']);
    },
  );
});

describe('fdstore', () => {
  async function holder(scene: Scene): Promise<string> {
    const store = scene.path('fds');
    scene.unixctl(['fdstore', 'serve', store]);
    await until(() => existsSync(store), 'the holder listens');
    return store;
  }

  it('keeps, lists, gives and forgets', async () => {
    await using scene = new Scene();
    const store = await holder(scene);
    writeFileSync(scene.path('file'), 'contents\n');
    const run = (...args: string[]) => scene.run('fdstore', ...args);
    expect(await run('put', store, 'web', '--listen', scene.path('web'))).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await run('put', store, 'file', scene.path('file'))).toMatchObject({ code: 0 });
    const listed = (await run('ls', store)).stdout;
    expect(listed).toMatch(
      /^file: regular file .*\/file, read and write, .*\nweb: stream socket .*\/web, listening, /,
    );
    expect((await run('get', store, 'file', '--exec', 'cat <&3')).stdout).toBe('contents\n');
    const program = ['sh', '-c', 'echo $LISTEN_FDS $LISTEN_FDNAMES $((LISTEN_PID - $$))'];
    expect((await run('get', store, 'web', '--', ...program)).stdout).toBe('1 web 0\n');
    const taken = await run('put', store, 'web', scene.path('file'));
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringMatching(/EBUSY.*'web' already/) });
    expect(await run('put', store, 'web', '--replace', scene.path('file'))).toMatchObject({ code: 0 });
    expect(await run('rm', store, 'web')).toMatchObject({ code: 0 });
    expect(await run('get', store, 'web')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ENOENT.*'web'/),
    });
    expect(JSON.parse((await run('get', store, 'file', '--take', '--json')).stdout)).toMatchObject({
      name: 'file',
    });
    expect((await run('ls', store)).stdout).toBe('');
    expect(await run('put', store, 'soon', scene.path('file'), '--for', '0.1')).toMatchObject({ code: 0 });
    for (let i = 0; (await run('ls', store)).stdout !== ''; i++) expect(i).toBeLessThan(20);
  });

  it.skipIf(!has('s6-fdholder-store'))('serves the clients of s6 (skipped without s6)', async () => {
    await using scene = new Scene();
    const store = await holder(scene);
    writeFileSync(scene.path('file'), 'by s6\n');
    const { stdout, stderr } = await scene.shell(`
      s6-fdholder-store ${store} mine < "$DIR/file" || echo failed
      unixctl fdstore ls ${store} | cut -d, -f1
      s6-fdholder-list ${store}
      s6-fdholder-retrieve ${store} mine cat
      s6-fdholder-getdump ${store} sh -c 'echo $S6_FD_0 $S6_FD#'
      s6-fdholder-delete ${store} mine
      s6-fdholder-list ${store}
      s6-fdholder-retrieve ${store} mine cat || echo gone
    `);
    expect(stderr).toMatch(
      /^s6-fdholder-retrieve: fatal: unable to retrieve fd for id mine: No such file or directory\n$/,
    );
    expect(stdout).toMatch(/^mine: regular file .*\/file\nmine\nby s6\n\d* ?.*\ngone\n$/);
  });

  it.skipIf(!has('s6-fdholder-daemon'))('is a client of s6-fdholderd (skipped without s6)', async () => {
    await using scene = new Scene();
    const store = scene.path('s6');
    const uid = process.geteuid!();
    mkdirSync(scene.path(`rules/uid/${uid}/env`), { recursive: true });
    writeFileSync(scene.path(`rules/uid/${uid}/allow`), '');
    for (const name of ['GETDUMP', 'SETDUMP', 'LIST'])
      writeFileSync(scene.path(`rules/uid/${uid}/env/S6_FDHOLDER_${name}`), '1');
    for (const name of ['STORE', 'RETRIEVE']) {
      writeFileSync(scene.path(`rules/uid/${uid}/env/S6_FDHOLDER_${name}_REGEX`), '^mine$');
    }
    scene.start('s6-fdholder-daemon', ['-i', scene.path('rules'), store]);
    await until(() => existsSync(store), 's6 listens');
    const run = (...args: string[]) => scene.run('fdstore', ...args);
    expect(await run('put', store, 'mine', '/dev/null')).toMatchObject({ code: 0, stderr: '' });
    expect((await run('ls', store)).stdout).toMatch(/^mine: character device \/dev\/null/);
    expect(await run('put', store, 'other', '/dev/null')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/EPERM/),
    });
    expect((await run('get', store, 'mine', '--take')).stdout).toMatch(/^character device/);
    expect((await run('ls', store)).stdout).toBe('');
  });

  it.each<[string[], RegExp]>([
    [['fdstore'], /Not enough non-option arguments/],
    [['fdstore', 'keep', '/x'], /Invalid values|choices/i],
    [['fdstore', 'put', '/x'], /say the name/],
    [['fdstore', 'put', '/x', 'n'], /say what to put/],
    [['fdstore', 'put', '/x', 'n', 'file', '--fd', '3'], /one thing/],
    [['fdstore', 'ls', '/x', 'n'], /takes no name/],
    [['fdstore', 'rm', '/x', 'n', '--', 'cat'], /runs nothing/],
    [['activate', '--', 'cat'], /say where to listen/],
    [['activate', '-l', '/x'], /say what to start/],
    [['activate', '-l', '/x', '--inetd', '--', 'cat'], /--inetd needs --accept/],
    [['activate', '-l', '/x', '--fdname', 'a:b', '--', 'cat'], /no colon/],
    [['proxy', '/x', '/x'], /a proxy to itself/],
    [['proxy', '/x'], /Not enough non-option arguments/],
  ])('%j is not understood: 2, in one line', async (args, message) => {
    await using scene = new Scene();
    const { code, stderr } = await scene.run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

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
