/** listen, connect, send and recv of every type, with python3 and socat at the other end. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, type Running, Scene, until } from './unixctl-support.js';

const types = ['stream', 'dgram', 'seqpacket'] as const;
const constants = { stream: 'SOCK_STREAM', dgram: 'SOCK_DGRAM', seqpacket: 'SOCK_SEQPACKET' };
const python = has('python3');
const socat = has('socat');

const isBound = (path: string) => until(() => existsSync(path), `${path} bound`);

/** Starts unixctl and waits until its socket is there. */
async function bound(scene: Scene, path: string, args: readonly string[]): Promise<Running> {
  const running = scene.talking([...args, path]);
  await isBound(path);
  return running;
}

describe.each(types)('%s', type => {
  it('goes both ways between listen and connect', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const server = await bound(scene, path, ['listen', `--${type}`]);
    const from = type === 'dgram' ? ['--from', scene.path('c')] : [];
    const client = scene.talking(['connect', `--${type}`, path, ...from]);
    client.child.stdin!.write('question\n');
    await server.says(({ stdout }) => stdout === 'question\n');
    server.child.stdin!.write('answer\n');
    await client.says(({ stdout }) => stdout === 'answer\n');
    client.child.stdin!.end();
    server.child.stdin!.end();
    expect(await client.ended).toMatchObject({ code: 0, stderr: '' });
    if (type === 'dgram') expect((await server.stop('SIGTERM')).signal).toBe('SIGTERM');
    else expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path)).toBe(false);
  });

  it('send and recv: messages with descriptors, credentials and times as JSON', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const receiver = await bound(scene, path, ['recv', `--${type}`, '--json', '--mode', '600', '-c', '1']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const sender = scene.unixctl([
      'send',
      `--${type}`,
      path,
      'grüße',
      '--fd',
      '/etc/passwd',
      '--fd',
      '/dev/null',
    ]);
    expect(await sender.ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = await receiver.ended;
    expect(code).toBe(0);
    const message = JSON.parse(stdout);
    expect(message).toMatchObject({
      text: 'grüße',
      pid: sender.pid,
      uid: process.geteuid!(),
      gid: process.getegid!(),
      fds: [
        { type: 'regular file', path: '/etc/passwd', access: 'read' },
        { type: 'character device', path: '/dev/null' },
      ],
    });
    if (type === 'dgram') expect(Math.abs(message.time - Date.now() / 1000)).toBeLessThan(100);
  });

  it.skipIf(!python)(
    'python3 receives messages, descriptors and credentials (skipped without python3)',
    async () => {
      await using scene = new Scene();
      const path = scene.path('s');
      const receiver = scene.python(
        `
import socket, struct, sys, os
s = socket.socket(socket.AF_UNIX, socket.${constants[type]})
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
s.bind(sys.argv[1])
if '${type}' != 'dgram':
    s.listen()
    s, _ = s.accept()
data, anc, flags, _ = s.recvmsg(100, 1000)
print(data.decode())
for level, kind, value in anc:
    if kind == socket.SCM_RIGHTS:
        for fd in struct.unpack('%di' % (len(value) // 4), value):
            print(os.readlink('/proc/self/fd/%d' % fd))
    else:
        print(*struct.unpack('3i', value))
`,
        [path],
      );
      await isBound(path);
      await until(() => type === 'dgram' || listens(path), 'python3 listens');
      const sender = scene.unixctl(['send', `--${type}`, path, 'hello', '--fd', '/dev/null']);
      expect(await sender.ended).toMatchObject({ code: 0, stderr: '' });
      const { stdout } = await receiver.ended;
      const lines = stdout.trim().split('\n').sort();
      const ids = `${process.geteuid!()} ${process.getegid!()}`;
      expect(lines).toEqual([`${sender.pid} ${ids}`, '/dev/null', 'hello'].sort());
    },
  );

  it.skipIf(!python)('python3 sends messages and descriptors (skipped without python3)', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const receiver = await bound(scene, path, ['recv', `--${type}`, '--fds', '--creds', '-c', '1']);
    const sender = scene.python(
      `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.${constants[type]})
s.connect(sys.argv[1])
socket.send_fds(s, [b'from python'], [0, 1])
`,
      [path],
    );
    await sender.ended;
    const { stdout, stderr, code } = await receiver.ended;
    expect(code).toBe(0);
    expect(stdout.trim()).toBe('from python');
    expect(stderr).toMatch(new RegExp(`from pid ${sender.pid}.*\\(${process.geteuid!()}\\)`));
    expect(stderr).toMatch(/descriptor 0: (pipe|stream socket).*\ndescriptor 1: /);
  });

  it.skipIf(!socat)(
    'talks with socat at a path and at an abstract name (skipped without socat)',
    async () => {
      await using scene = new Scene();
      const number = { stream: 1, dgram: 2, seqpacket: 5 }[type];
      const name = `afkit-socat-${process.pid}-${type}`;
      for (const [address, theirs] of [
        [scene.path('s'), `UNIX-CONNECT:${scene.path('s')},type=${number}`],
        [`@${name}`, `ABSTRACT-CONNECT:${name},type=${number}`],
      ] as const) {
        const receiver = scene.unixctl(['recv', `--${type}`, address, '-c', '1']);
        await until(() => listens(address), 'unixctl listens');
        const sender = scene.start('socat', ['-u', '-', theirs], { stdio: ['pipe', 'pipe', 'pipe'] });
        sender.child.stdin!.end('by socat');
        expect(await sender.ended).toMatchObject({ code: 0, stderr: '' });
        expect((await receiver.ended).stdout.trim()).toBe('by socat');
      }
    },
  );
});

/** Whether a socket that may be connected to or sent to has an address. */
function listens(address: string): boolean {
  const rows = readFileSync('/proc/net/unix', 'utf8').split('\n');
  return rows.some(
    row => row.endsWith(` ${address}`) && (/ 00010000 /.test(row) || / 0002 0[13] /.test(row)),
  );
}

it.skipIf(!socat)(
  'reaches the padded names of programs that do not count (skipped without socat)',
  async () => {
    await using scene = new Scene();
    const name = `afkit-padded-${process.pid}`;
    const server = scene.start('socat', ['-u', `ABSTRACT-LISTEN:${name},unix-tightsocklen=0`, '-']);
    await until(() => readFileSync('/proc/net/unix', 'utf8').includes(`@${name}@@@`), 'socat listens');
    const exact = await scene.run('send', `@${name}`, 'x');
    expect(exact).toMatchObject({ code: 1 });
    expect(exact.stderr).toMatch(/ECONNREFUSED/);
    const why = await scene.run('why', `@${name}`);
    expect(why.stdout).toMatch(/\(\+\d+ NULs\)[\s\S]*--padded/);
    expect(await scene.run('send', '--padded', `@${name}`, 'found you')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await server.ended).stdout).toBe('found you');
  },
);

it('serves each client with a command, which knows who it is', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const server = await bound(scene, path, [
    'listen',
    '-k',
    '--exec',
    'echo $PROTO $IPCREMOTEPID $IPCREMOTEEUID; cat',
  ]);
  const clients = ['one', 'two', 'three'].map(text => {
    const client = scene.talking(['connect', path]);
    client.child.stdin!.end(text);
    return { client, text };
  });
  for (const { client, text } of clients) {
    const { code, stdout } = await client.ended;
    expect([code, stdout]).toEqual([0, `IPC ${client.pid} ${process.geteuid!()}\n${text}`]);
  }
  await server.stop('SIGINT');
  expect(existsSync(path)).toBe(false);
});

it('listen --keep goes on with its standard input when a connection has ended', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const server = await bound(scene, path, ['listen', '--keep']);
  // Somebody who only looks whether anybody is there.
  expect(await scene.run('why', path)).toMatchObject({ code: 0 });
  for (const word of ['one', 'two']) {
    const client = scene.talking(['connect', path]);
    client.child.stdin!.write(`${word} asks\n`);
    await server.says(({ stdout }) => stdout.endsWith(`${word} asks\n`));
    server.child.stdin!.write(`${word} is told\n`);
    await client.says(({ stdout }) => stdout === `${word} is told\n`);
    client.child.stdin!.end();
    await client.stop('SIGTERM');
  }
  // What is said while nobody is there, and no connection is left at this side, waits for who comes next.
  const sockets = () => readFileSync('/proc/net/unix', 'utf8').split(`${path}\n`).length - 1;
  await until(() => sockets() === 1, 'only the listener is left');
  server.child.stdin!.end('the last\n');
  expect(await scene.run('connect', path)).toMatchObject({ code: 0, stdout: 'the last\n' });
  expect((await server.stop('SIGTERM')).stderr).toBe('');
});

it('keeps the boundaries of messages, lines by default and raw on request; an empty one is one', async () => {
  await using scene = new Scene();
  const path = scene.path('s');
  const receiver = await bound(scene, path, ['recv', '--seqpacket', '--json']);
  const sender = scene.talking(['send', '--seqpacket', path]);
  sender.child.stdin!.end('a\n\nb\nlast');
  await sender.ended;
  const texts = (await receiver.ended).stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).text);
  expect(texts).toEqual(['a', '', 'b', 'last']);

  const raw = await bound(scene, path, ['recv', '--seqpacket', '--json']);
  const whole = scene.talking(['send', '--seqpacket', '--raw', path]);
  whole.child.stdin!.end('a\n\nb\nlast');
  await whole.ended;
  expect(JSON.parse((await raw.ended).stdout).text).toBe('a\n\nb\nlast');
});

it('moves large streams whole', async () => {
  await using scene = new Scene();
  const out = await scene.shell(`
    head -c 30000000 /dev/urandom > "$DIR/in"
    unixctl recv "$DIR/s" > "$DIR/out" &
    while [ ! -S "$DIR/s" ]; do sleep 0.05; done
    unixctl send "$DIR/s" < "$DIR/in"
    wait
    cmp "$DIR/in" "$DIR/out" && echo same
  `);
  expect(out).toMatchObject({ stdout: 'same\n', stderr: '' });
});

it.skipIf(!has('tshark'))(
  'records what tshark reads as a conversation (skipped without tshark)',
  async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const file = scene.path('x.pcap');
    const server = await bound(scene, path, ['listen', '--record', file, '--port', '8080']);
    const client = scene.talking(['connect', path]);
    client.child.stdin!.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n');
    await server.says(({ stdout }) => stdout.includes('Host'));
    server.child.stdin!.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    await client.says(({ stdout }) => stdout.includes('hi'));
    client.child.stdin!.end();
    await server.ended;
    const fields = [
      '-T',
      'fields',
      '-e',
      'http.request.uri',
      '-e',
      'http.response.code',
      '-e',
      'tcp.analysis.flags',
    ];
    const read = await scene.start('tshark', ['-r', file, '-Y', 'http || tcp.analysis.flags', ...fields])
      .ended;
    expect(
      read.stdout
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean),
    ).toEqual(['/hello', '200']);
  },
);

describe('faults', () => {
  it.each<[string[], RegExp]>([
    [['connect', '/no/such/socket'], /connect ENOENT: .*\(\/no\/such\/socket\)/],
    [['connect', '@afkit-nobody-has-this'], /connect ECONNREFUSED: nobody listens there/],
    [['send', '--dgram', '/no/such/socket', 'x'], /connect ENOENT/],
    [['connect', '/dev/null'], /ECONNREFUSED.*no socket/],
    [['listen', '/dev/null'], /EADDRINUSE.*no socket/],
    [['listen', '/no/such/directory/s'], /bind ENOENT/],
    [['listen', `/tmp/${'x'.repeat(300)}`], /ENAMETOOLONG.*300 bytes/],
    [['send-fd', '@afkit-nobody', '/no/such/file'], /ENOENT.*\/no\/such\/file/],
    [['send-fd', '@afkit-nobody', '--fd', '77'], /EBADF/],
  ])('%j: 1, in one line', async (args, message) => {
    await using scene = new Scene();
    const { code, stdout, stderr } = await scene.run(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^unixctl: [^\n]+\n$/);
  });

  it.each<[string[], RegExp]>([
    [['connect'], /Not enough non-option arguments/],
    [['connect', ''], /an empty address/],
    [['connect', '@a\\q'], /a backslash must be written/],
    [['connect', '--padded', '/x'], /--padded is about abstract names/],
    [['connect', '--stream', '--dgram', '/x'], /--stream and --dgram exclude each other/],
    [['listen', '/x', '--mode', 'rw'], /--mode takes permissions in octal/],
    [['send', '/x', '--claim', 'me'], /--claim takes PID:UID:GID/],
    [['listen', '/x', '--raw'], /--raw is about messages/],
    [['connect', '/x', '-w', '0'], /--timeout takes a number of seconds/],
    [['recv-fd', '/x', '--exec', ''], /--exec takes a name/],
    [['send-fd', '/x'], /say what to pass/],
    [['pair', 'cat'], /say which two commands/],
    [['peercred', '--dgram', '/x'], /datagram sockets have no peer/],
  ])('%j is not understood: 2, in one line', async (args, message) => {
    await using scene = new Scene();
    const { code, stdout, stderr } = await scene.run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^unixctl: [^\n]+ \(see unixctl --help\)\n$/);
  });

  it('a live socket is not pushed aside, the file of a dead one is', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const first = await bound(scene, path, ['listen']);
    const second = await scene.run('listen', path);
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toMatch(/EADDRINUSE: a live socket has this address/);
    await first.stop('SIGKILL');
    expect(existsSync(path)).toBe(true);
    const third = scene.talking(['listen', path]);
    await until(() => listens(path), 'unixctl listens');
    expect((await third.stop('SIGTERM')).signal).toBe('SIGTERM');
    expect(existsSync(path)).toBe(false);
  });

  it('an oversized datagram is refused, and says what is the limit', async () => {
    await using scene = new Scene();
    const path = scene.path('d');
    await bound(scene, path, ['recv', '--dgram']);
    const sender = scene.talking(['send', '--dgram', '--raw', path]);
    sender.child.stdin!.end(Buffer.alloc(5_000_000, 'x'));
    const { code, stderr } = await sender.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^unixctl: sendmsg EMSGSIZE: [^\n]+\n$/);
  });

  it('a claim that the kernel does not grant is refused', async ctx => {
    if (process.geteuid!() !== 0) return ctx.skip('needs root, to become another user');
    await using scene = new Scene();
    const path = scene.path('s');
    const receiver = await bound(scene, path, ['recv', '--dgram', '--creds', '-c', '1', '--mode', '777']);
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
    const { stdout } = await scene.shell(`
      chmod 755 "$DIR"
      ${nobody.join(' ')} ${process.execPath} bin/unixctl.js send --dgram ${path} x --claim :0:0 2>&1; echo $?
    `);
    expect(stdout).toMatch(/^unixctl: sendmsg EPERM: [^\n]+\n1\n$/);
    expect(await scene.run('send', '--dgram', path, 'x', '--claim', '1:7:8')).toMatchObject({ code: 0 });
    expect((await receiver.ended).stderr).toMatch(/^from pid 1 \(.*\), user .*\(7\), group .*\(8\)\n$/);
  });

  it('gives up in time, and leaves no file', async () => {
    await using scene = new Scene();
    const path = scene.path('s');
    const { code, stderr } = await scene.run('recv', path, '--timeout', '0.2');
    expect([code, stderr]).toEqual([124, 'unixctl: gave up after 0.2 s\n']);
    expect(existsSync(path)).toBe(false);
  });

  it('a reader that went away ends it silently with 0', async () => {
    await using scene = new Scene();
    const { stdout } = await scene.shell(
      '(unixctl ls; echo $? >&2) 2> "$DIR/code" | true; cat "$DIR/code" | tail -n 1',
    );
    expect(stdout).toBe('0\n');
  });
});
