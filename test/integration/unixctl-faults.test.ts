/** What becomes of descriptors when a limit is reached, or the other side is killed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayBecomeNobody } from '../support/privileges.js';
import { creditsItself, has, launcher, Scene, until } from './unixctl-support.js';

const python = has('python3');

/** A receiver that takes nothing until it is told to, and then says how many descriptors came. */
const lazy = `
import array, os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.bind(sys.argv[1]); os.chmod(sys.argv[1], 0o777); s.listen(8)
print('ready', flush=True)
kept = []
for line in sys.stdin:
    c, _ = s.accept()
    got = 0
    while True:
        data, fds, flags, _ = socket.recv_fds(c, 10, 253)
        if not data: break
        got += len(fds)
        for fd in fds: os.close(fd)
    print(got, flags & socket.MSG_CTRUNC, flush=True)
`;

describe.skipIf(!mayBecomeNobody() || !python || !has('setpriv'))(
  'more descriptors under way than RLIMIT_NOFILE (skipped without root, python3 and setpriv)',
  () => {
    it('is one line and 1; what went before arrives, and then there is room again', async () => {
      await using scene = new Scene();
      const path = scene.path('s');
      const receiver = scene.python(lazy, [path]);
      await receiver.says(({ lines }) => lines[0] === 'ready');
      // As a user whom no limit is lifted for, and who has nothing else under way.
      const send = (files: number) =>
        scene.shell(`
          chmod 755 "$DIR"
          ulimit -n 64
          set -- $(yes /dev/null | head -n ${files})
          exec setpriv --reuid 64931 --regid 64931 --clear-groups -- ${process.execPath} ${launcher} \\
            send-fd --seqpacket ${path} --fd 0 --fd 0 "$@"
        `);
      const held = await Promise.all([send(20), send(20), send(20), send(20)]);
      expect(held.filter(({ code }) => code === 0).length).toBeGreaterThan(1);
      const refused = await send(20);
      expect(refused.code).toBe(1);
      expect(refused.stdout).toBe('');
      expect(refused.stderr).toMatch(
        /^unixctl: sendmsg ETOOMANYREFS: too many descriptors of this user are under way: [^\n]*\n$/,
      );
      const connections = held.length + 1;
      receiver.child.stdin!.write('\n'.repeat(connections));
      await receiver.says(({ lines }) => lines.length === connections + 1);
      const passed = held.filter(({ code }) => code === 0).length;
      const told = receiver.lines.slice(1).map(line => line.split(' ').map(Number));
      expect(told.reduce((sum, [got]) => sum + got!, 0)).toBe(22 * passed);
      expect(new Set(told.map(([, truncated]) => truncated))).toEqual(new Set([0]));
      const again = await send(20);
      expect(again).toMatchObject({ code: 0, stderr: '' });
      receiver.child.stdin!.end('\n');
      await receiver.ended;
      expect(receiver.lines.at(-1)).toBe('22 0');
    });
  },
);

describe('a holder of fdstore that is killed in the middle of a request', () => {
  const requests = [
    ['put', 'new', '/dev/null'],
    ['put', 'new', '--listen', 'web'],
    ['get', 'kept'],
    ['get', '--take', 'kept'],
    ['ls'],
    ['rm', 'kept'],
  ];

  it.each(requests)('%s %s %s', async (action, ...words) => {
    await using scene = new Scene();
    const store = scene.path('store');
    const web = scene.path('web');
    const holder = scene.unixctl(['fdstore', 'serve', store]);
    await until(() => existsSync(store), 'the holder listens');
    expect(await scene.run('fdstore', 'put', store, 'kept', '/dev/null')).toMatchObject({ code: 0 });
    // One that stands still has a queue, in which the kernel keeps who connects and what they ask.
    holder.child.kill('SIGSTOP');
    const args = words.map(word => (word === 'web' ? web : word));
    const client = scene.unixctl(['fdstore', action!, store, ...args]);
    const connected = () => readFileSync('/proc/net/unix', 'utf8').split(`${store}\n`).length - 1;
    await until(() => connected() === 2, 'the client has connected');
    holder.child.kill('SIGKILL');
    const { code, stdout, stderr } = await client.ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^unixctl: fdstore ECONNRESET: the holder ended the connection .*: it is gone, .*\n$/,
    );
    expect(existsSync(web)).toBe(false);
  });
});

/** Plays one side of a connection up to a step, says so, and waits to be killed. */
const peer = `
import socket, sys, time, os
kind, role, path, step = sys.argv[1:5]
s = socket.socket(socket.AF_UNIX, getattr(socket, 'SOCK_' + kind.upper()))
def at(name):
    if name == step:
        print('here', flush=True); time.sleep(60)
if role == 'listens':
    s.bind(path); at('bound')
    s.listen(4)
    print('ready', flush=True)
    at('listening')
    c, _ = s.accept()
else:
    s.connect(path); c = s
at('connected')
if step == 'half sent':
    socket.send_fds(c, [b'x'], [0]); print('here', flush=True); time.sleep(60)
c.recv(1); at('read')
time.sleep(60)
`;

const types = ['stream', 'seqpacket'] as const;

/** Who is killed, and when. */
const steps = [
  ['client', 'connected'],
  ['client', 'half sent'],
  ['target', 'connected'],
  ['target', 'read'],
] as const;

describe.skipIf(!python)('a peer that is killed (skipped without python3)', () => {
  const kill = async (scene: Scene, type: string, role: string, path: string, step: string) => {
    const running = scene.python(peer, [type, role, path, step]);
    await running.says(({ lines }) => lines.includes('here'));
    return running;
  };

  it.each(types)('of send-fd, over %s: it ends, in a line at most', async type => {
    for (const step of ['bound', 'listening', 'connected', 'read']) {
      await using scene = new Scene();
      const path = scene.path('s');
      const running = scene.python(peer, [type, 'listens', path, step]);
      await until(() => existsSync(path), 'bound');
      if (step === 'bound' || step === 'listening') await running.says(({ lines }) => lines.includes('here'));
      else await running.says(({ lines }) => lines.includes('ready'));
      const sender = scene.unixctl(['send-fd', `--${type}`, path, '/dev/null']);
      if (step === 'connected' || step === 'read') await running.says(({ lines }) => lines.includes('here'));
      else await sender.ended;
      running.child.kill('SIGKILL');
      const { code, stderr } = await sender.ended;
      const line =
        step === 'bound' ? /^unixctl: connect ECONNREFUSED: / : /^unixctl: \w+ (EPIPE|ECONNRESET): /;
      // What the kernel took was sent, whoever dies then; killed as it accepts, it may die before.
      const mayFail = step === 'bound' || step === 'connected';
      if (code === 0) expect([step, stderr]).toEqual([step === 'bound' ? 'refused' : step, '']);
      else {
        expect([mayFail, code, stderr.split('\n').length]).toEqual([true, 1, 2]);
        expect(stderr).toMatch(line);
      }
    }
  });

  it.each(types)('of recv-fd, over %s: what it passed arrives, else one line', async type => {
    for (const step of ['connected', 'half sent']) {
      await using scene = new Scene();
      const path = scene.path('s');
      const receiver = scene.unixctl(['recv-fd', `--${type}`, path]);
      await until(() => existsSync(path), 'bound');
      const running = await kill(scene, type, 'connects', path, step);
      running.child.kill('SIGKILL');
      const { code, stdout, stderr } = await receiver.ended;
      if (step === 'half sent') expect([code, stdout.startsWith('3: ')]).toEqual([0, true]);
      else {
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toBe('unixctl: the sender ended without passing a descriptor\n');
      }
      expect(existsSync(path)).toBe(false);
    }
  });

  it.each(types)('of proxy, over %s: its other side hears the end, and no descriptor is left', async type => {
    await using scene = new Scene();
    const [near, far] = [scene.path('near'), scene.path('far')];
    const proxy = scene.unixctl(['proxy', `--${type}`, '--dump', near, far]);
    await until(() => existsSync(near), 'the proxy listens');
    const open = () => readdirSync(`/proc/${proxy.pid}/fd`).length;
    const relay = async (killed: 'client' | 'target', step: string) => {
      const target = scene.python(peer, [type, 'listens', far, killed === 'target' ? step : 'read']);
      await target.says(({ lines }) => lines.includes('ready'));
      const client = scene.python(peer, [type, 'connects', near, killed === 'client' ? step : 'half sent']);
      const dying = killed === 'client' ? client : target;
      await dying.says(({ lines }) => lines.includes('here'));
      dying.child.kill('SIGKILL');
      await dying.ended;
      const other = killed === 'client' ? target : client;
      other.child.kill('SIGKILL');
      await other.ended;
      await until(() => !readFileSync(`/proc/net/unix`, 'utf8').includes(`${far}\n`), 'all are gone');
      await scene.shell(`rm -f ${far}`);
    };
    const gone = (times: number) =>
      proxy.says(({ stdout }) => (stdout.match(/is gone/g) ?? []).length === times);
    await relay('client', 'half sent');
    await gone(1);
    const before = open();
    for (const [i, [killed, step]] of steps.entries()) {
      await relay(killed, step);
      await gone(i + 2);
      await until(() => open() <= before, `no descriptor is left of ${killed} ${step}`);
    }
    // A client may be killed so early that its target is gone as well before the proxy comes to connect.
    const { stderr } = await proxy.stop('SIGTERM');
    expect(stderr.replace(creditsItself, '')).toMatch(
      /^(unixctl: #\d+: connect (ECONNREFUSED|ENOENT): [^\n]*\n)*$/,
    );
  });
});
