/** send-fd, recv-fd, pair and peercred, in both directions with python3. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, Scene, until } from './unixctl-support.js';

const types = ['stream', 'dgram', 'seqpacket'] as const;
const python = has('python3');

describe.each(types)('%s', type => {
  it('passes files and descriptors to a command', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    writeFileSync(scene.path('file'), 'contents\n');
    const receiver = scene.unixctl([
      'recv-fd',
      `--${type}`,
      path,
      '--exec',
      'cat <&3; readlink /proc/self/fd/4',
    ]);
    await until(() => existsSync(path), 'bound');
    const sender = scene.unixctl([
      'send-fd',
      `--${type}`,
      path,
      scene.path('file'),
      '/dev/null',
      '--data',
      'take it',
    ]);
    expect(await sender.ended).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout, stderr } = await receiver.ended;
    expect([code, stdout]).toEqual([0, 'contents\n/dev/null\n']);
    expect(stderr).toMatch(
      /^3: regular file .*\/file, read, .* 0644, 9 bytes\n4: character device \/dev\/null, /,
    );
    expect(stderr).toContain('with "take it"');
    expect(existsSync(path)).toBe(false);
  });

  it('the other way round: the sender waits', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const sender = scene.unixctl(['send-fd', `--${type}`, '--listen', path, '/dev/zero']);
    await until(() => existsSync(path), 'bound');
    const { code, stdout } = await scene.run('recv-fd', `--${type}`, '--connect', path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      fd: 3,
      type: 'character device',
      path: '/dev/zero',
      access: 'read',
    });
    expect(await sender.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

it('passes more descriptors than fit into a message', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const receiver = scene.unixctl(['listen', '--seqpacket', path, '--fds']);
  await until(() => existsSync(path), 'bound');
  const files = Array.from({ length: 300 }, () => '/dev/null');
  expect(await scene.run('send-fd', '--seqpacket', path, ...files)).toMatchObject({ code: 0, stderr: '' });
  const { stderr } = await receiver.ended;
  expect(stderr.trim().split('\n').length).toBe(300);
});

it('files are opened as asked', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  for (const [option, access] of [
    ['--write', 'read and write'],
    ['--append', 'write, append'],
  ] as const) {
    const receiver = scene.unixctl(['recv-fd', path, '--exec', 'echo line >&3']);
    await until(() => existsSync(path), 'bound');
    await scene.run('send-fd', path, option, scene.path('new'));
    expect((await receiver.ended).stderr).toContain(access);
  }
  expect(readFileSync(scene.path('new'), 'utf8')).toBe('line\nline\n');
});

it('describes sockets, pipes, memory files and the like', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const receiver = scene.unixctl(['recv-fd', path]);
  await until(() => existsSync(path), 'bound');
  const sender = scene.python(
    `
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
l = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
l.bind(sys.argv[1] + '.l'); l.listen()
t = socket.socket(socket.AF_INET); t.setblocking(False)
m = os.memfd_create('mine'); os.write(m, b'12345')
r, w = os.pipe()
socket.send_fds(s, [b'x'], [l.fileno(), t.fileno(), m, r, os.open('/proc/self/ns/net', os.O_RDONLY), os.open('/', os.O_PATH)])
`,
    [path],
  );
  await sender.ended;
  const lines = (await receiver.ended).stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^3: seqpacket socket .*\/s\.l, listening, read and write, /);
  expect(lines[1]).toMatch(/^4: stream socket \(inet\), read and write, nonblock, /);
  expect(lines[2]).toMatch(/^5: memory file mine.*, read and write, .* 5 bytes, at 5$/);
  expect(lines[3]).toMatch(/^6: pipe pipe:\[\d+\], read, /);
  expect(lines[4]).toMatch(/^7: namespace \(net\), read, /);
  expect(lines[5]).toMatch(/^8: directory \/, path only, /);
});

it.skipIf(!python)('python3 passes and is passed descriptors (skipped without python3)', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const receiver = scene.python(
    `
import os, socket, sys
l = socket.socket(socket.AF_UNIX); l.bind(sys.argv[1]); l.listen()
s, _ = l.accept()
data, fds, _, _ = socket.recv_fds(s, 10, 10)
print(data, os.readlink('/proc/self/fd/%d' % fds[0]))
`,
    [path],
  );
  await until(() => existsSync(path), 'bound');
  const sent = await scene.run('send-fd', path, '/dev/full');
  expect(sent).toMatchObject({ code: 0 });
  expect((await receiver.ended).stdout).toBe("b'\\x00' /dev/full\n");
});

it('a receiver whose descriptors ran out says so, and leaks none', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const receiver = scene.shell(`ulimit -n 40; unixctl recv-fd --seqpacket "$DIR/s"; echo "code $?"`);
  await until(() => existsSync(path), 'bound');
  await scene.run('send-fd', '--seqpacket', path, ...Array.from({ length: 100 }, () => '/dev/null'));
  const { stdout, stderr } = await receiver;
  expect(stdout).toBe('code 1\n');
  expect(stderr).toMatch(
    /EMFILE: descriptors that came with a message .* are lost; \d+ of them arrived.*RLIMIT_NOFILE/,
  );
});

describe('pair', () => {
  it('joins two commands, and passes the first exit code on that is not 0', async () => {
    await using scene = new Scene();
    const one = await scene.run(
      'pair',
      'echo question; read x; echo "got $x" >&2',
      '--',
      'read x; echo "answer to $x"',
    );
    expect(one).toMatchObject({ code: 0, stderr: 'got answer to question\n' });
    expect(await scene.run('pair', 'false', '--', 'true')).toMatchObject({ code: 1 });
    expect(await scene.run('pair', 'true', '--', 'exit 7 ')).toMatchObject({ code: 7 });
    expect(await scene.run('pair', 'true', '--', 'kill -9 $$')).toMatchObject({ code: 137 });
    const none = await scene.run('pair', 'true', '--', 'no-such-program');
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toMatch(/cannot run no-such-program/);
  });

  it.skipIf(!python)(
    'over seqpackets, with options of the first command (skipped without python3)',
    async () => {
      await using scene = new Scene();
      const program = (text: string) => `import os, socket; s = socket.socket(fileno=0); ${text}`;
      const { stderr, code } = await scene.run(
        'pair',
        '--seqpacket',
        '--',
        'python3',
        '-c',
        program("s.send(b'one'); s.send(b'two')"),
        '--',
        'python3',
        '-c',
        program("os.write(2, b'%r %r' % (s.recv(99), s.recv(99)))"),
      );
      expect([code, stderr]).toEqual([0, "b'one' b'two'"]);
    },
  );
});

describe('peercred', () => {
  it('says who listens', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const server = scene.unixctl(['listen', '-k', path, '--exec', 'cat']);
    await until(() => existsSync(path), 'bound');
    const { code, stdout } = await scene.run('peercred', path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pid: server.pid,
      uid: process.geteuid!(),
      gid: process.getegid!(),
      command: 'node',
      executable: process.execPath,
    });
    const text = (await scene.run('peercred', path)).stdout;
    expect(text).toMatch(new RegExp(`^pid +${server.pid} \\(node\\), (the same process still|whether)`));
    expect(text).toMatch(/^user +.*\(\d+\)$/m);
  });

  it.skipIf(!python)('knows that the process has ended (skipped without python3)', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    // The listener is a child's now; the kernel remembers who called listen(2).
    const parent = scene.python(
      `
import os, socket, sys, time
l = socket.socket(socket.AF_UNIX); l.bind(sys.argv[1]); l.listen()
if os.fork() == 0:
    while os.path.exists(sys.argv[1]):
        time.sleep(0.05)
`,
      [path],
    );
    await until(() => parent.child.exitCode !== null, 'the parent ended');
    const { stdout, stderr } = await scene.run('peercred', path);
    rmSync(path);
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`^pid +${parent.pid}, (that process has ended|whether)`));
    expect(stdout).not.toContain('executable');
  });

  it('waits for a client, and says who that is', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const waiting = scene.unixctl(['peercred', '--listen', '--seqpacket', path, '--json']);
    await until(() => existsSync(path), 'bound');
    const client = scene.unixctl(['connect', '--seqpacket', path]);
    const { stdout } = await waiting.ended;
    await client.ended;
    expect(JSON.parse(stdout).pid).toBe(client.pid);
  });
});
