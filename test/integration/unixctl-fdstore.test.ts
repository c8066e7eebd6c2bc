/** fdstore: descriptors that outlive who opened them, with s6's programs beside it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, Scene, until } from './unixctl-support.js';

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
});
