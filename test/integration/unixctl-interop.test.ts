/** unixctl with programs that no one here wrote: haproxy, rsyslog, dbus-daemon and busctl, curl, and python3 as the journal. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, root, Scene, until } from './unixctl-support.js';

const server = `${root}test/integration/unixctl/server.mjs`;

describe.skipIf(!has('haproxy') || !has('curl'))('haproxy (skipped without haproxy or curl)', () => {
  const configuration = (directory: string) => `
global
  stats socket ${directory}/stats level admin expose-fd listeners
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend f
  bind unix@${directory}/front
  http-request return status 200 content-type text/plain string "here"
`;

  it('hands its listeners over, to us, and through our proxy to its successor', async () => {
    await using scene = new Scene();
    writeFileSync(scene.path('h.cfg'), configuration(scene.directory));
    const old = scene.start('haproxy', ['-f', scene.path('h.cfg')]);
    await until(() => existsSync(scene.path('front')), 'haproxy listens');
    const client = scene.talking(['connect', scene.path('stats'), '--fds']);
    client.child.stdin!.end('_getsocks\n');
    expect((await client.ended).stderr).toMatch(/descriptor \d: stream socket .*front.*, listening/);

    const proxy = scene.unixctl(['proxy', scene.path('p'), scene.path('stats'), '--dump']);
    await until(() => existsSync(scene.path('p')), 'the proxy listens');
    const next = scene.start('haproxy', [
      '-f',
      scene.path('h.cfg'),
      '-x',
      scene.path('p'),
      '-sf',
      String(old.pid),
    ]);
    await old.ended;
    const handOver = /← 4 bytes[\s\S]*← \d+ bytes.*\n {4}descriptor: stream socket .*, listening/;
    await until(() => handOver.test(proxy.stdout), 'the proxy shows what it passed on');
    const answer = await scene.start('curl', ['-s', '--unix-socket', scene.path('front'), 'http://x/']).ended;
    expect(answer.stdout).toBe('here');
    expect(next.stderr).not.toMatch(/Failed to get the sockets/);
    await proxy.stop();
  });
});

it.skipIf(!has('rsyslogd'))('rsyslog hears log (skipped without rsyslog)', async () => {
  await using scene = new Scene();
  writeFileSync(
    scene.path('r.conf'),
    `module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${scene.path('log')}" CreatePath="on")
template(name="t" type="string" string="%syslogfacility-text%.%syslogseverity-text% %syslogtag%%msg%\\n")
*.* action(type="omfile" file="${scene.path('out')}" template="t")
`,
  );
  const rsyslog = scene.start('rsyslogd', ['-n', '-f', scene.path('r.conf'), '-i', scene.path('pid')]);
  await until(() => existsSync(scene.path('log')), 'rsyslog listens');
  const log = (...args: string[]) => scene.run('log', '--socket', scene.path('log'), ...args);
  expect(await log('-p', 'daemon.err', '-t', 'backup', 'it', 'failed')).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(await log('-p', 'local7.debug', '-t', 'x', 'grüße')).toMatchObject({ code: 0 });
  const lines = scene.talking(['log', '--socket', scene.path('log'), '-t', 'many']);
  lines.child.stdin!.end('one\ntwo\n');
  await lines.ended;
  const out = () => (existsSync(scene.path('out')) ? readFileSync(scene.path('out'), 'utf8') : '');
  await until(() => out().includes('two'), 'rsyslog writes');
  expect(out()).toContain(
    'daemon.err backup: it failed\nlocal7.debug x: grüße\nuser.notice many: one\nuser.notice many: two\n',
  );
  await rsyslog.stop('SIGTERM');
  expect(await log('-p', 'daemon.bad', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no level 'bad'/),
  });
});

describe.skipIf(!has('dbus-daemon') || !has('python3'))(
  'D-Bus (skipped without dbus-daemon or python3)',
  () => {
    it('EXTERNAL authentication and an h argument pass through the proxy', async () => {
      await using scene = new Scene();
      const bus = scene.start('dbus-daemon', [
        '--session',
        '--nofork',
        `--address=unix:path=${scene.path('bus')}`,
      ]);
      await until(() => existsSync(scene.path('bus')), 'the bus listens');
      const proxy = scene.unixctl(['proxy', scene.path('p'), scene.path('bus'), '--dump']);
      await until(() => existsSync(scene.path('p')), 'the proxy listens');
      const client = await scene.start('python3', [
        `${root}test/integration/unixctl/dbus-call.py`,
        scene.path('p'),
      ]).ended;
      expect(client.stdout).toBe('OK\nAGREE_UNIX_FD\nTake /dev/zero\n');
      expect(proxy.stdout.match(/descriptor: character device \/dev\/zero/g)?.length).toBe(2);
      if (has('busctl')) {
        const object = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];
        const asked = [...object, 'GetConnectionUnixUser', 's', 'org.freedesktop.DBus'];
        const address = `--address=unix:path=${scene.path('p')}`;
        expect((await scene.start('busctl', [address, 'call', ...asked]).ended).stdout).toBe(
          `u ${process.geteuid!()}\n`,
        );
      }
      await proxy.stop();
      await bus.stop('SIGTERM');
    });
  },
);

describe.skipIf(!has('curl'))('curl (skipped without curl)', () => {
  it.each(['path', 'abstract name'])('reaches a server that activate starts, at a %s', async kind => {
    await using scene = new Scene();
    const name = `afkit-curl-${process.pid}`;
    const [address, option, value] =
      kind === 'path'
        ? [scene.path('s'), '--unix-socket', scene.path('s')]
        : [`@${name}`, '--abstract-unix-socket', name];
    const running = scene.unixctl(['activate', '-l', address, '--', process.execPath, server]);
    await running.says(({ stderr }) => stderr.includes('waits'));
    const answer = await scene.start('curl', ['-s', option, value, 'http://x/']).ended;
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) });
    await running.stop('SIGTERM');
  });
});

describe.skipIf(!has('python3'))(
  'the journal and the service manager, played by python3 (skipped without python3)',
  () => {
    const listener = `
import os, socket, struct, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]); print('ready', flush=True)
for n in range(int(sys.argv[2])):
    data, fds, _, _ = socket.recv_fds(s, 70000, 5)
    if fds and not data: data = open('/proc/self/fd/%d' % fds[0], 'rb').read(); print('memory file', end=' ')
    elif fds: print('with', os.readlink('/proc/self/fd/%d' % fds[0]), end=' ')
    print(len(data), data[:120], flush=True)
    for fd in fds: os.close(fd)
`;

    it('entries, with fields, of several lines, and too large for a datagram', async () => {
      await using scene = new Scene();
      const path = scene.path('journal');
      const python = scene.python(listener, [path, '3']);
      await python.says(({ lines }) => lines.length === 1);
      const journal = (...args: string[]) => scene.run('journal', '--socket', path, ...args);
      expect(await journal('-p', 'err', '-t', 'me', 'disk full', 'DISK=sda')).toMatchObject({
        code: 0,
        stderr: '',
      });
      expect(await journal('two\nlines')).toMatchObject({ code: 0 });
      const large = await scene.shell(
        `unixctl journal --socket ${path} 'much' "DATA=$(head -c 100000 /dev/zero | tr '\\0' x)" "MORE=$(head -c 100000 /dev/zero | tr '\\0' x)" "EVEN=$(head -c 100000 /dev/zero | tr '\\0' x)"`,
      );
      expect(large).toMatchObject({ code: 0, stderr: '' });
      const [, first, second, third] = (await python.ended).stdout.split('\n');
      expect(first).toContain('MESSAGE=disk full\\nDISK=sda\\nPRIORITY=3\\nSYSLOG_IDENTIFIER=me\\n');
      expect(second).toContain('MESSAGE\\n\\t\\x00\\x00\\x00\\x00\\x00\\x00\\x00two\\nlines\\n');
      expect(third).toMatch(/300\d\d\d b'MESSAGE=much/);
      expect(await journal('a', 'b')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/one message, not 2/),
      });
      expect(await journal('-p', '9', 'b')).toMatchObject({ code: 2 });
    });

    it('notifications, with a descriptor for the store', async () => {
      await using scene = new Scene();
      const path = scene.path('notify');
      const python = scene.python(listener, [path, '2']);
      await python.says(({ lines }) => lines.length === 1);
      const told = await scene.run(
        'notify',
        '--socket',
        path,
        '--ready',
        '--status',
        'at work',
        'X_ANSWER=42',
      );
      expect(told).toMatchObject({ code: 0, stderr: '' });
      await scene.run('notify', '--socket', path, '--fd', '/dev/null', '--fdname', 'mine');
      const [, first, second] = (await python.ended).stdout.split('\n');
      expect(first).toMatch(/b'READY=1\\nSTATUS=at work\\nX_ANSWER=42(\\n)?'/);
      expect(second).toMatch(/^with \/dev\/null .*FDSTORE=1\\nFDNAME=mine/);
      const nobody = await scene.shell('NOTIFY_SOCKET= unixctl notify --ready');
      expect(nobody).toMatchObject({ code: 2, stderr: expect.stringMatching(/nobody to notify/) });
      expect(await scene.run('notify')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/say what to tell/),
      });
      expect(await scene.run('notify', 'ready')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/NAME=VALUE/),
      });
    });
  },
);

it('bench measures every type', async () => {
  await using scene = new Scene();
  const { code, stdout, stderr } = await scene.run('bench', '--time', '0.05', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const results = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(results.length).toBe(12);
  for (const { rate } of results) expect(rate).toBeGreaterThan(0);
});
