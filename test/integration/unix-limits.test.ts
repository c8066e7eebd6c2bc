/** What happens at the limits of a system: no descriptors left, too many under way, peers that die. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { freshName, temporaryPath } from '../unix/support.js';

const run = promisify(execFile);
const unix = new URL('../../dist/unix/index.js', import.meta.url).href;
const havePython = spawnSync('python3', ['--version']).status === 0;

/** Runs a program of afkit/unix that may open `limit` files; what it prints, as JSON. */
async function limited(limit: number, program: string): Promise<any> {
  const text = `
    import { openSync, readdirSync } from 'node:fs';
    import * as unix from ${JSON.stringify(unix)};
    const { UnixDatagram, UnixListener, UnixSeqpacket, UnixStream } = unix;
    const file = openSync('/dev/null', 'r');
    const count = () => readdirSync('/proc/self/fd').length;
    const outcome = promise => promise.then(value => value, error => error.message);
    /** Opens files until there are only so many descriptors left. */
    const fill = left => {
      const files = [];
      try { for (;;) files.push(openSync('/dev/null', 'r')); } catch {}
      for (let i = 0; i < left; i++) close(files.pop());
      return () => files.splice(0).forEach(close);
    };
    const { closeSync: close } = await import('node:fs');
    ${program}
    process.exit();`;
  const words = [
    '-c',
    `ulimit -n ${limit}; exec "$0" "$@"`,
    process.execPath,
    '--input-type=module',
    '-e',
    text,
  ];
  const { stdout } = await run('sh', words);
  return JSON.parse(stdout);
}

describe('RLIMIT_NOFILE', () => {
  it.each(['UnixStream', 'UnixSeqpacket', 'UnixDatagram'])(
    'reached while %s receives: an error that says how many arrived; the data is there, nothing leaks',
    async kind => {
      const result = await limited(
        100,
        `const [a, b] = ${kind}.pair();
        await a.send('warm up'); await b.receive(); b.socket.waitReadable({ timeout: 1 }).catch(() => {});
        await a.send('data', { fds: Array(8).fill(file) });
        const before = count();
        const empty = fill(3);
        const error = await b.receive().catch(error => error);
        const { name, code, message, received } = error;
        const arrived = received.fdCount;
        const taken = received.fds.length;
        for (const fd of received.fds) fd.close();
        empty();
        await a.send('next');
        const next = (await b.receive()).data.toString();
        console.log(JSON.stringify({ name: error.constructor.name, code, message, data: received.data.toString(), arrived, taken, next, leaked: count() - before }));`,
      );
      expect(result).toMatchObject({
        name: 'DescriptorsLostError',
        code: 'EMFILE',
        data: 'data',
        arrived: 3,
        taken: 3,
        next: 'next',
        leaked: 0,
      });
      expect(result.message).toMatch(
        /descriptors that came with a message of 4 bytes are lost; 3 of them arrived.*RLIMIT_NOFILE/,
      );
    },
  );

  it('reached while a Duplex receives: it ends with the error, and without descriptors', async () => {
    const result = await limited(
      100,
      `const [a, b] = UnixStream.pair();
      await a.send('data', { fds: Array(8).fill(file) });
      const before = count();
      const empty = fill(3);
      b.on('fds', () => console.log('never'));
      b.resume();
      const error = await new Promise(resolve => b.on('error', resolve));
      empty();
      console.log(JSON.stringify({ code: error.code, closed: before - count() }));`,
    );
    expect(result.code).toBe('EMFILE');
    expect(result.closed).toBeGreaterThanOrEqual(0);
  });

  it('reached while accepting: the connection stays in the queue', async () => {
    const result = await limited(
      100,
      `const listener = UnixListener.listen('@afkit-limits-' + process.pid);
      const client = await UnixStream.connect(listener.local);
      await client.send('patient');
      await listener.socket.waitReadable();
      const empty = fill(0);
      const refused = await outcome(listener.accept());
      let congested = 0;
      listener.on('congested', () => { if (++congested === 2) empty(); });
      const server = await new Promise(resolve => listener.on('connection', resolve));
      console.log(JSON.stringify({ refused, congested, data: (await server.receive()).data.toString() }));`,
    );
    expect(result.refused).toMatch(
      /accept EMFILE: no descriptor is left for the connection, which stays in the queue/,
    );
    expect([result.congested, result.data]).toEqual([2, 'patient']);
  });

  it('reached while descriptors would have to wait: the send is refused, the stream goes on', async () => {
    const result = await limited(
      100,
      `const [a, b] = UnixStream.pair();
      const large = a.send(Buffer.alloc(1 << 20));
      const empty = fill(1);
      const refused = await Promise.race([outcome(a.send('x', { fds: [file, file] })), new Promise(r => setTimeout(r, 50))]);
      empty();
      b.resume();
      await large;
      const late = refused;
      await a.send('after');
      console.log(JSON.stringify({ late: late ?? 'waits', written: a.bytesWritten }));`,
    );
    expect(result.written).toBe((1 << 20) + 5);
  });

  it.skipIf(!mayBecomeNobody())(
    'counts descriptors that are under way: ETOOMANYREFS, then on when some are taken (skipped without root)',
    async () => {
      const result = await limited(
        // Node.js opens many modules at a time.
        200,
        `process.setgroups([]); process.setgid(65534); process.setuid(65533);
        const [a, b] = UnixSeqpacket.pair();
        // The descriptor by which readiness is awaited stays.
        await b.receive({ timeout: 1 }).catch(() => {});
        let refused;
        let sent = 0;
        while (refused === undefined && sent < 50) {
          refused = await outcome(a.send('x', { fds: Array(20).fill(file) }));
          if (refused === undefined) sent++;
        }
        const before = count();
        for (let i = 0; i < sent; i++) await b.receive();
        await b.receive({ timeout: 5 }).catch(() => {});
        const again = await outcome(a.send('x', { fds: [file] }));
        console.log(JSON.stringify({ refused, sent, again: again ?? 'sent', leaked: count() - before }));`,
      );
      expect(result.refused).toMatch(
        /ETOOMANYREFS: too many descriptors of this user are under way: wait until receivers/,
      );
      expect(result.sent).toBeGreaterThan(1);
      expect([result.again, result.leaked]).toEqual(['sent', 0]);
    },
  );
});

describe.skipIf(!havePython)('a peer that is killed (skipped without python3)', () => {
  const program = `
import array, os, socket, sys, time
path, kind, step = sys.argv[1:4]
s = socket.socket(socket.AF_UNIX, getattr(socket, kind))
if step == 'before connecting': print('here', flush=True); time.sleep(60)
s.connect(path)
if step == 'after connecting': print('here', flush=True); time.sleep(60)
socket.send_fds(s, [b'acknowledge'], [0])
s.recv(100)
if step == 'after a message': print('here', flush=True); time.sleep(60)
`;

  it.each([
    ['SOCK_STREAM', 'before connecting'],
    ['SOCK_STREAM', 'after connecting'],
    ['SOCK_STREAM', 'after a message'],
    ['SOCK_SEQPACKET', 'after connecting'],
    ['SOCK_SEQPACKET', 'after a message'],
  ])('%s %s: the end, or a clear error, and no descriptor stays', (kind, step) =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const type = kind === 'SOCK_STREAM' ? ('stream' as const) : ('seqpacket' as const);
      const listener = UnixListener.listen(path, { type });
      const child = spawn('python3', ['-c', program, path, kind, step], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ready = once(child.stdout, 'data');
      let connection: UnixStream | UnixSeqpacket | undefined;
      if (step !== 'before connecting') connection = await listener.accept();
      if (step === 'after a message') {
        const message = (await connection!.receive())!;
        expect([message.data.toString(), message.fdCount]).toEqual(['acknowledge', 1]);
        await connection!.send('acknowledged');
      }
      await ready;
      child.kill('SIGKILL');
      await once(child, 'close');
      if (connection !== undefined) {
        expect(await connection.receive({ timeout: 5000 })).toBeUndefined();
        await expect(connection.send('x')).rejects.toThrow(/EPIPE|ECONNRESET/);
        if (connection instanceof UnixStream) connection.destroy();
        else connection.close();
      }
      listener.close();
    }),
  );

  it('leaves its file, which is known as stale', async () => {
    const path = temporaryPath();
    const bound = spawn(
      'python3',
      [
        '-c',
        "import socket, sys, time\ns = socket.socket(socket.AF_UNIX)\ns.bind(sys.argv[1])\ns.listen()\nprint('here', flush=True)\ntime.sleep(60)",
        path,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(bound.stdout, 'data');
    expect(() => UnixListener.listen(path)).toThrow(/a live socket has this address/);
    bound.kill('SIGKILL');
    await once(bound, 'close');
    using listener = UnixListener.listen(path);
    const client = await UnixStream.connect(path);
    (await listener.accept()).destroy();
    client.destroy();
  });
});

it('a forged credential is refused', async () => {
  using listener = UnixListener.listen(freshName(), { type: 'seqpacket', passCredentials: true });
  using client = await UnixSeqpacket.connect(listener.local);
  using server = await listener.accept();
  if (mayBecomeNobody()) {
    const result = await limited(
      100,
      `process.setgroups([]); process.setgid(65534); process.setuid(65534);
      const [a] = UnixSeqpacket.pair();
      console.log(JSON.stringify([
        await outcome(a.send('x', { credentials: { uid: 0 } })),
        await outcome(a.send('x', { credentials: { pid: 1 } })),
        await outcome(a.send('x', { credentials: {} })) ?? 'sent']));`,
    );
    expect(result).toEqual([
      expect.stringMatching(
        /EPERM: the credentials \{"uid":0\} are not this process's: another pid takes CAP_SYS_ADMIN/,
      ),
      expect.stringMatching(/EPERM/),
      'sent',
    ]);
  }
  await client.send('mine');
  expect((await server.receive())!.credentials!.pid).toBe(process.pid);
});
