/** activate: a server that is started when somebody calls, with systemd's programs beside it. */
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { activated, has, launcher, Scene, until } from './unixctl-support.js';

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
