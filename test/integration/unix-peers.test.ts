/** afkit/unix and programs that know nothing of it, in both directions. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UnixAddress, UnixDatagram, UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from '../unix/support.js';

const has = (program: string, option: string): boolean => spawnSync(program, [option]).status === 0;
const havePython = has('python3', '--version');
const haveSocat = has('socat', '-V');

/** Starts a program; `output` is all that it printed. */
function start(
  program: string,
  words: string[],
  input?: string,
): { child: ChildProcess; output: Promise<string> } {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', data => {
    text += data;
  });
  if (input !== undefined) child.stdin.end(input);
  return { child, output: once(child, 'close').then(() => text) };
}

const python = (program: string, ...words: string[]) => start('python3', ['-c', program, ...words]);

describe.skipIf(!havePython)('python3 (skipped where it is missing)', () => {
  it.each([
    ['SOCK_STREAM', 'stream'],
    ['SOCK_SEQPACKET', 'seqpacket'],
  ] as const)('as client of a %s listener: descriptors and credentials both ways', (type, kind) =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      using listener = UnixListener.listen(path, { type: kind, passCredentials: true });
      const { child, output } = python(
        `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.${type})
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
s.connect(sys.argv[1])
r, w = os.pipe()
os.write(w, b'through the pipe')
socket.send_fds(s, [b'hello'], [r, w])
data, ancillary, flags, _ = s.recvmsg(100, 4096)
import array, struct
for level, kind, bytes in ancillary:
    if kind == socket.SCM_RIGHTS:
        print(data.decode(), [os.readlink('/proc/self/fd/%d' % fd) for fd in array.array('i', bytes)])
    if kind == socket.SCM_CREDENTIALS:
        print('from', struct.unpack('3i', bytes)[0])
`,
        path,
      );
      const connection = await listener.accept();
      const message = (await connection.receive())!;
      expect([message.data.toString(), message.credentials!.pid, connection.peer.credentials.pid]).toEqual([
        'hello',
        child.pid,
        child.pid,
      ]);
      const [r, w] = message.fds;
      const text = Buffer.alloc(100);
      expect(text.toString('utf8', 0, readSync(r!.fd, text))).toBe('through the pipe');
      r!.close();
      w!.close();
      const file = openSync('/dev/null', 'r');
      await connection.send('welcome', { fds: [file, file] });
      closeSync(file);
      expect((await output).trim().split('\n').sort()).toEqual([
        `from ${process.pid}`,
        "welcome ['/dev/null', '/dev/null']",
      ]);
      if (connection instanceof UnixStream) connection.destroy();
      else connection.close();
    }),
  );

  it('as server of all types', () =>
    expectNoLeak(async () => {
      const program = `
import os, socket, sys
kind = getattr(socket, sys.argv[2])
s = socket.socket(socket.AF_UNIX, kind)
s.bind(sys.argv[1])
if kind != socket.SOCK_DGRAM:
    s.listen()
print('ready', flush=True)
c = s if kind == socket.SOCK_DGRAM else s.accept()[0]
data, fds, flags, address = socket.recv_fds(c, 100, 300)
for fd in fds: os.close(fd)
answer = b'%d descriptors' % len(fds)
c.sendto(answer, address) if kind == socket.SOCK_DGRAM else c.sendall(answer)
`;
      const file = openSync('/dev/null', 'r');
      const fds = Array(253).fill(file);
      for (const kind of ['SOCK_STREAM', 'SOCK_SEQPACKET', 'SOCK_DGRAM']) {
        const path = temporaryPath();
        const { child, output } = python(program, path, kind);
        await once(child.stdout!, 'data');
        let answer: string;
        if (kind === 'SOCK_DGRAM') {
          using socket = UnixDatagram.open({ local: UnixAddress.unnamed });
          await socket.send('take', { to: path, fds });
          answer = (await socket.receive())!.data.toString();
        } else {
          const socket = await (kind === 'SOCK_STREAM' ? UnixStream : UnixSeqpacket).connect(path);
          await socket.send('take', { fds });
          answer = (await socket.receive())!.data.toString();
          if (socket instanceof UnixStream) socket.destroy();
          else socket.close();
        }
        expect(answer).toBe('253 descriptors');
        await output;
      }
      closeSync(file);
    }));

  it('knows the same abstract names, to the byte', async () => {
    const name = UnixAddress.abstract(Buffer.from(`afkit\0${process.pid}\0`));
    using server = UnixDatagram.open({ local: name });
    const { output } = python(
      `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(b'\\0afkit-python\\0x')
s.sendto(b'found', bytes.fromhex(sys.argv[1]))
`,
      `00${Buffer.from(name.bytes).toString('hex')}`,
    );
    const message = (await server.receive({ timeout: 20_000 }))!;
    expect([message.data.toString(), String(message.address)]).toEqual(['found', '@afkit-python\\x00x']);
    await output;
  });
});

describe.skipIf(!haveSocat)('socat (skipped where it is missing)', () => {
  it('as client of a stream: a path, an abstract name, and one padded with NULs', async () => {
    const path = temporaryPath();
    const name = freshName();
    const padded = UnixAddress.abstract(`${String(name).slice(1)}-padded`, { padded: true });
    const text = (address: UnixAddress) => Buffer.from(address.bytes).toString().replace(/\0+$/, '');
    for (const [address, target] of [
      [path, `UNIX-CONNECT:${path}`],
      [name, `ABSTRACT-CONNECT:${text(name)}`],
      [padded, `ABSTRACT-CONNECT:${text(padded)},unix-tightsocklen=0`],
    ] as const) {
      using listener = UnixListener.listen(address);
      const { output } = start('socat', ['-t5', '-', target], 'from socat');
      const stream = await listener.accept({ timeout: 20_000 });
      stream.setEncoding('utf8');
      expect((await once(stream, 'data'))[0]).toBe('from socat');
      stream.end('to socat');
      expect(await output).toBe('to socat');
    }
  });

  it('as server of a stream and of seqpackets', async () => {
    for (const type of [1, 5]) {
      const path = temporaryPath();
      const { child, output } = start('socat', ['-u', `UNIX-LISTEN:${path},type=${type}`, '-']);
      const options = { retry: true, timeout: 20_000 };
      const socket = await (type === 1 ? UnixStream : UnixSeqpacket).connect(path, options);
      await socket.send(`type ${type}`);
      if (socket instanceof UnixStream) socket.destroy();
      else socket.close();
      expect(await output).toBe(`type ${type}`);
      child.kill();
    }
  });

  it('with datagrams, both ways', async () => {
    const path = temporaryPath();
    using server = UnixDatagram.open({ local: path });
    const sending = start('socat', ['-u', '-', `UNIX-SENDTO:${path}`], 'datagram');
    expect((await server.receive({ timeout: 20_000 }))!.data.toString()).toBe('datagram');
    await sending.output;

    const other = temporaryPath();
    const receiving = start('socat', ['-u', `UNIX-RECV:${other}`, '-']);
    using client = UnixDatagram.open();
    await client.send('to socat', { to: other, retry: true, timeout: 20_000 });
    expect(String((await once(receiving.child.stdout!, 'data'))[0])).toBe('to socat');
    receiving.child.kill();
    await receiving.output;
  });
});
