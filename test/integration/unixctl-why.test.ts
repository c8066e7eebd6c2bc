/** why and clean: every reason that an address has to refuse, made and found. */
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayBecomeNobody } from '../support/privileges.js';
import { canIsolate, has, launcher, Scene, until, withoutNamespaces } from './unixctl-support.js';

const sockets = `
import os, socket, sys
d = sys.argv[1] + '/'
def sock(kind, name, backlog=None):
    s = socket.socket(socket.AF_UNIX, kind)
    s.bind(name)
    if backlog is not None: s.listen(backlog)
    return s
S, D, Q = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET
sock(S, d + 'stale').close()
sock(D, d + 'stale-dgram').close()
keep = [sock(S, d + 'good', 5), sock(S, d + 'silent'), sock(D, d + 'dgram'), sock(Q, d + 'seqpacket', 1), sock(S, d + 'closed', 1)]
full = sock(S, d + 'full', 0)
client = socket.socket(socket.AF_UNIX); client.connect(d + 'full')
taken = sock(D, d + 'taken'); taken.connect(d + 'dgram')
name = '\\0' + d
keep += [sock(S, name + 'abstract', 5), sock(D, name + 'other'), sock(S, (name + 'padded').ljust(108, '\\0'), 5)]
print('ready', flush=True)
sys.stdin.read()
`;

async function scenery(scene: Scene): Promise<void> {
  const python = scene.python(sockets, [scene.directory]);
  await python.says(({ stdout }) => stdout === 'ready\n');
  writeFileSync(scene.path('file'), '');
  mkdirSync(scene.path('directory'));
  symlinkSync('nowhere', scene.path('link'));
}

describe.skipIf(!has('python3'))('why (skipped without python3)', () => {
  it('names each reason, and what to do', async () => {
    await using scene = new Scene();
    await scenery(scene);
    const name = `@${scene.directory}/`;
    const reasons: readonly [string[], number, RegExp][] = [
      [
        [scene.path('good')],
        0,
        /answers \(stream\)\n {2}stream LISTEN, \d+ of 5 connections wait, python3\[\d+\]:\d+/,
      ],
      [['--dgram', scene.path('dgram')], 0, /answers \(dgram\)[\s\S]*a queue of \d+ datagrams/],
      [[scene.path('stale')], 1, /ECONNREFUSED: a stale file[\s\S]*unixctl clean /],
      [[scene.path('none')], 1, /ENOENT: there is no such file[\s\S]*sockets in .*: closed dgram full/],
      [[scene.path('nodir/s')], 1, /ENOENT: the directory .*\/nodir is not there/],
      [[scene.path('link')], 1, /ENOENT: .*\/link is a symbolic link to nowhere/],
      [[scene.path('file/s')], 1, /ENOTDIR: .*\/file is a file/],
      [[scene.path('file')], 1, /ECONNREFUSED: this is a regular file, no socket/],
      [[scene.path('directory')], 1, /ECONNREFUSED: this is a directory/],
      [[scene.path('silent')], 1, /ECONNREFUSED: .*does not listen[\s\S]*python3\[/],
      [
        [scene.path('dgram')],
        1,
        /EPROTOTYPE: the socket there is of type dgram, not stream[\s\S]*use --dgram/,
      ],
      [['--dgram', scene.path('seqpacket')], 1, /of type seqpacket, not dgram[\s\S]*use --seqpacket/],
      [[scene.path('full')], 1, /EAGAIN: .*is full[\s\S]*1 of 0 connections wait, python3/],
      [['--dgram', scene.path('taken')], 1, /EPERM: the socket there is connected to another/],
      [[`${name}abstract`], 0, /answers/],
      [[`${name}other`], 1, /ECONNREFUSED: the socket there is of type dgram/],
      [[`${name}none`], 1, /ECONNREFUSED: no socket of this network namespace has this abstract name/],
      [[`${name}padded`], 1, /here there is @.*padded\(\+\d+ NULs\)[\s\S]*--padded/],
      [['--padded', `${name}padded`], 0, /answers/],
    ];
    for (const [args, code, message] of reasons) {
      const ended = await scene.run('why', ...args);
      expect([ended.code, ended.stderr], args.join(' ')).toEqual([code, '']);
      expect(ended.stdout).toMatch(message);
    }
    const json = JSON.parse((await scene.run('why', '--json', scene.path('stale'))).stdout);
    expect(json).toMatchObject({ finding: 'stale', path: scene.path('stale'), type: 'stream' });
  });

  it.skipIf(!mayBecomeNobody())(
    'knows whose rights are missing (skipped where no other user can be had)',
    async () => {
      await using scene = new Scene();
      await scenery(scene);
      chmodSync(scene.directory, 0o755);
      chmodSync(scene.path('good'), 0o660);
      chmodSync(scene.path('directory'), 0o700);
      const asNobody = [
        '--reuid',
        '65534',
        '--regid',
        '65534',
        '--clear-groups',
        '--',
        process.execPath,
        launcher,
        'why',
      ];
      const file = await scene.start('setpriv', [...asNobody, scene.path('good')]).ended;
      expect(file.stdout).toMatch(/EACCES: this user may not write the file[\s\S]*0660[\s\S]*group/);
      const directory = await scene.start('setpriv', [...asNobody, scene.path('directory/s')]).ended;
      expect(directory.stdout).toMatch(/EACCES: this user may not search the directory .*directory/);
      expect(file.code).toBe(1);
    },
  );

  it.skipIf(!canIsolate)(
    `finds a name that is bound in another network namespace (${withoutNamespaces})`,
    async () => {
      await using scene = new Scene();
      const name = `afkit-elsewhere-${process.pid}`;
      // Two network namespaces in one user namespace: the outer looks into the inner.
      const script = `
      coproc unshare -n python3 -c "
import socket, sys
s = socket.socket(socket.AF_UNIX); s.bind('\\\\0${name}'); s.listen(); print('ready', flush=True); sys.stdin.read()"
      read -r ready <&"\${COPROC[0]}"
      ${process.execPath} ${launcher} why @${name}
    `;
      const { stdout } = await scene.start('unshare', ['-Urnmpf', '--mount-proc', 'bash', '-c', script])
        .ended;
      expect(stdout).toMatch(/no socket of this network namespace/);
      expect(stdout).toMatch(
        /it is bound in the network namespace of process (\d+) \(python3?\)\n.*nsenter -t \1 -n/,
      );
    },
  );
});

describe.skipIf(!has('python3'))('clean (skipped without python3)', () => {
  it('removes what is proven dead, and nothing else', async () => {
    await using scene = new Scene();
    await scenery(scene);
    const dry = await scene.run('clean', '-n', scene.directory);
    expect(dry.stdout.split('\n').sort()).toEqual([
      '',
      `dead: ${scene.path('stale')}`,
      `dead: ${scene.path('stale-dgram')}`,
    ]);
    const wet = await scene.run('clean', scene.directory);
    expect(wet).toMatchObject({ code: 0, stderr: '' });
    expect(wet.stdout.split('\n').sort()).toEqual([
      '',
      `removed ${scene.path('stale')}`,
      `removed ${scene.path('stale-dgram')}`,
    ]);
    for (const name of ['good', 'silent', 'dgram', 'seqpacket', 'full', 'taken', 'file', 'link']) {
      expect(existsSync(scene.path(name)) || name === 'link', name).toBe(true);
    }
    expect((await scene.run('clean', scene.directory)).stdout).toBe('');
    expect((await scene.run('clean', scene.path('good'))).stdout).toBe(
      `alive, left alone: ${scene.path('good')}\n`,
    );
    const none = await scene.run('clean', scene.path('gone'));
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(/ENOENT/);
  });

  it('searches below with -r', async () => {
    await using scene = new Scene();
    mkdirSync(scene.path('a/b'), { recursive: true });
    const server = scene.unixctl(['listen', scene.path('a/b/s')]);
    await until(() => existsSync(scene.path('a/b/s')), 'bound');
    await server.stop('SIGKILL');
    expect((await scene.run('clean', scene.directory)).stdout).toBe('');
    expect((await scene.run('clean', '-r', scene.directory)).stdout).toBe(`removed ${scene.path('a/b/s')}\n`);
  });
});
