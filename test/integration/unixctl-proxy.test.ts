/** proxy: all types, with descriptors, credentials and boundaries. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayBecomeNobody } from '../support/privileges.js';
import { creditsItself, has, Scene, until } from './unixctl-support.js';

const types = ['stream', 'dgram', 'seqpacket'] as const;
const constants = { stream: 'SOCK_STREAM', dgram: 'SOCK_DGRAM', seqpacket: 'SOCK_SEQPACKET' };
const python = has('python3');
const root = process.geteuid!() === 0;

/** Answers each message with what came: length, descriptors and who sent it. */
const server = (type: keyof typeof constants) => `
import os, socket, struct, sys
s = socket.socket(socket.AF_UNIX, socket.${constants[type]})
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
s.bind(sys.argv[1])
if '${type}' != 'dgram':
    s.listen(); print('ready', flush=True); s, _ = s.accept()
    print(*struct.unpack('3i', s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1:], flush=True)
else:
    print('ready', flush=True)
while True:
    data, anc, flags, sender = s.recvmsg(70000, 1000)
    if not data and '${type}' == 'stream': break
    fds, creds = [], None
    for level, kind, value in anc:
        if kind == socket.SCM_RIGHTS: fds += struct.unpack('%di' % (len(value) // 4), value)
        else: creds = struct.unpack('3i', value)
    if '${type}' == 'seqpacket' and creds == (0, 65534, 65534): break
    print(len(data), *[os.readlink('/proc/self/fd/%d' % fd) for fd in fds], *creds, flush=True)
    answer = ['answer %d' % len(data)]
    if '${type}' == 'dgram':
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('i', fds[0]))
        if sender: s.sendmsg([answer[0].encode()], [rights], 0, sender)
    else: socket.send_fds(s, [answer[0].encode()], fds[:1])
`;

describe.skipIf(!python).each(types)('%s (skipped without python3)', type => {
  it('passes data, descriptors and credentials on, both ways', async () => {
    await using scene = new Scene();
    const [near, far] = [scene.path('near'), scene.path('far')];
    const target = scene.python(server(type), [far]);
    await target.says(({ lines }) => lines[0] === 'ready');
    const proxy = scene.unixctl(['proxy', `--${type}`, near, far, '--dump']);
    await until(() => existsSync(near), 'the proxy listens');
    const client = scene.python(
      `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.${constants[type]})
if '${type}' == 'dgram': s.bind(sys.argv[2])
s.connect(sys.argv[1])
socket.send_fds(s, [b'x' * 5000], [os.open('/dev/zero', os.O_RDONLY), 0])
data, fds, _, _ = socket.recv_fds(s, 100, 5)
print(data.decode(), os.readlink('/proc/self/fd/%d' % fds[0]), flush=True)
sys.stdin.read()
`,
      [near, scene.path('client')],
    );
    await client.says(({ lines }) => lines.length > 0);
    expect(client.lines).toEqual(['answer 5000 /dev/zero']);
    const [uid, gid] = [process.geteuid!(), process.getegid!()];
    const told = target.lines.at(-1)!;
    expect(told).toMatch(/^5000 \/dev\/zero (pipe|socket):/);
    // Only root may speak for another process.
    expect(told.endsWith(`${root ? client.pid : proxy.pid} ${uid} ${gid}`)).toBe(true);
    client.child.stdin!.end();
    await client.ended;
    if (type !== 'dgram') await proxy.says(({ stdout }) => stdout.includes('is gone'));
    expect(proxy.stdout).toMatch(/#1 → 5000 bytes/);
    expect(proxy.stdout).toMatch(/descriptor: character device \/dev\/zero, read/);
    expect(proxy.stdout).toMatch(/#1 ← 11 bytes/);
    await proxy.stop('SIGTERM');
    expect(existsSync(near)).toBe(false);
    expect(existsSync(far)).toBe(true);
  });
});

it.skipIf(!python)(
  'keeps the boundaries of seqpackets, empty ones too (skipped without python3)',
  async () => {
    await using scene = new Scene();
    const [near, far] = [scene.path('near'), scene.path('far')];
    const target = scene.unixctl(['recv', '--seqpacket', far, '--json']);
    await until(() => existsSync(far), 'the target listens');
    scene.unixctl(['proxy', '--seqpacket', near, far]);
    await until(() => existsSync(near), 'the proxy listens');
    const client = scene.talking(['send', '--seqpacket', near]);
    client.child.stdin!.end('one\n\nthree\n');
    await client.ended;
    const { stdout } = await target.ended;
    expect(
      stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).text),
    ).toEqual(['one', '', 'three']);
  },
);

it('passes half a close on, and large streams whole in both directions', async () => {
  await using scene = new Scene();
  const out = await scene.shell(`
    head -c 20000000 /dev/urandom > "$DIR/in"
    unixctl listen "$DIR/far" --exec 'cat' &
    while [ ! -S "$DIR/far" ]; do sleep 0.05; done
    $UNIXCTL proxy "$DIR/near" "$DIR/far" & proxy=$!
    while [ ! -S "$DIR/near" ]; do sleep 0.05; done
    unixctl connect "$DIR/near" < "$DIR/in" > "$DIR/out"
    cmp "$DIR/in" "$DIR/out" && echo same
    kill $proxy
  `);
  expect(out.stdout).toBe('same\n');
  expect(out.stderr.replace(creditsItself, '')).toBe('');
});

it.skipIf(!mayBecomeNobody() || !python)(
  'is no way to become root: the target sees the user of the client (skipped where no other user can be had)',
  async () => {
    await using scene = new Scene();
    const target = scene.python(server('stream'), [scene.path('far')]);
    await target.says(({ lines }) => lines[0] === 'ready');
    const out = await scene.shell(`
      chmod 755 "$DIR"; chmod 777 "$DIR/far"
      $UNIXCTL proxy --mode 777 "$DIR/near" "$DIR/far" & proxy=$!
      while [ ! -S "$DIR/near" ]; do sleep 0.05; done
      setpriv --reuid 65534 --regid 65533 --clear-groups -- ${process.execPath} bin/unixctl.js send "$DIR/near" hello
      sleep 0.3
      kill $proxy
    `);
    expect(out.stderr).toBe('');
    expect(target.lines[1]).toBe('65534 65533');
  },
);

it('says what is wrong with the target, and serves the next client', async () => {
  await using scene = new Scene();
  const [near, far] = [scene.path('near'), scene.path('far')];
  const proxy = scene.unixctl(['proxy', near, far]);
  await until(() => existsSync(near), 'the proxy listens');
  await scene.run('send', near, 'x');
  await until(() => proxy.stderr.includes('\n'), 'the proxy complains');
  expect(proxy.stderr).toMatch(/^unixctl: #1: connect ENOENT: .*far\)\n$/);
  const target = scene.unixctl(['recv', far]);
  await until(() => existsSync(far), 'the target listens');
  await scene.run('send', near, 'hello');
  expect((await target.ended).stdout).toBe('hello');
});

it.skipIf(!has('tshark'))('records for Wireshark (skipped without tshark)', async () => {
  await using scene = new Scene();
  const [near, far, file] = [scene.path('near'), scene.path('far'), scene.path('x.pcap')];
  scene.unixctl([
    'listen',
    far,
    '--exec',
    "head -c 27 > /dev/null; printf 'HTTP/1.1 204 No Content\\r\\n\\r\\n'",
  ]);
  await until(() => existsSync(far), 'the target listens');
  const proxy = scene.unixctl(['proxy', near, far, '--pcap', file]);
  await until(() => existsSync(near), 'the proxy listens');
  const client = scene.talking(['connect', near]);
  client.child.stdin!.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await client.ended;
  await proxy.stop();
  const read = await scene.start('tshark', ['-r', file, '-Y', 'http', '-T', 'fields', '-e', '_ws.col.Info'])
    .ended;
  expect(read.stdout).toMatch(/GET \/ HTTP\/1\.1[\s\S]*204 No Content/);
  expect(readFileSync(file).length).toBeGreaterThan(100);
});
