/** The socket layer against python3's socket module. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { constants as c, controlSpace, MessageBatch, Socket } from '../../src/socket/index.js';
import { expectNoLeak, unixAddress } from '../socket/support.js';

const havePython = spawnSync('python3', ['--version']).status === 0;

/** Runs a Python program; resolves with what it printed, as lines. */
function python(program: string, ...args: string[]): { child: ChildProcess; lines: Promise<string[]> } {
  const child = spawn('python3', ['-c', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    output += text;
  });
  return { child, lines: new Promise(done => child.on('close', () => done(output.trimEnd().split('\n')))) };
}

describe.skipIf(!havePython)('with python3', () => {
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'afkit-'));
    path = join(directory, 'socket');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function connection(listener: Socket): Promise<Socket> {
    for (;;) {
      await listener.waitReadable({ timeout: 10_000 });
      const accepted = listener.accept();
      if (accepted !== undefined) return accepted.socket;
    }
  }

  async function next(socket: Socket, batch: MessageBatch): Promise<void> {
    do await socket.waitReadable({ timeout: 10_000 });
    while (socket.receive(batch, 0, 1) === 0);
  }

  function listen(type: number): Socket {
    const listener = Socket.open({ domain: c.AF_UNIX, type });
    listener.bind(unixAddress(path), path);
    listener.listen();
    return listener;
  }

  test('messages, descriptors and credentials arrive', () =>
    expectNoLeak(async () => {
      using listener = listen(c.SOCK_SEQPACKET);
      listener.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1);
      const { child, lines } = python(
        `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(sys.argv[1])
r, w = os.pipe()
os.write(w, b'through the pipe')
socket.send_fds(s, [b'hello'], [r])
print(s.recv(100).decode())
print(s.recv(100))
`,
        path,
      );
      using socket = await connection(listener);
      using batch = new MessageBatch({ slots: 1, payloadSize: 64, controlSize: controlSpace(4, 12) });
      await next(socket, batch);
      expect(Buffer.from(batch.payloadAt(0)).toString()).toBe('hello');

      const [fd] = batch.claim(0);
      const text = Buffer.alloc(100);
      expect(text.toString('utf8', 0, readSync(fd!.fd, text))).toBe('through the pipe');
      fd!.close();

      const credentials = batch.controlMessages(0).find(message => message.type === c.SCM_CREDENTIALS);
      expect(new Int32Array(credentials!.data.slice().buffer)[0]).toBe(child.pid);

      batch.write(0, Buffer.from('welcome'));
      socket.send(batch, 0, 1);
      socket.close();
      expect(await lines).toEqual(['welcome', "b''"]);
    }));

  test('descriptors are passed', () =>
    expectNoLeak(async () => {
      using listener = listen(c.SOCK_STREAM);
      const { lines } = python(
        `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
s.connect(sys.argv[1])
data, fds, flags, address = socket.recv_fds(s, 100, 10)
print(data.decode(), len(fds), os.readlink('/proc/self/fd/%d' % fds[0]))
`,
        path,
      );
      using socket = await connection(listener);
      using batch = new MessageBatch({ slots: 1, payloadSize: 64, controlSize: 64 });
      const file = openSync('/dev/null', 'r');
      const data = new Uint8Array(new Int32Array([file, file]).buffer);
      batch.write(0, Buffer.from('take'), undefined, [{ level: c.SOL_SOCKET, type: c.SCM_RIGHTS, data }]);
      socket.send(batch, 0, 1);
      closeSync(file);
      expect(await lines).toEqual(['take 2 /dev/null']);
    }));

  test('option numbers are the same', async () => {
    const names = [
      'SO_PASSCRED',
      'SO_PEERCRED',
      'SO_MARK',
      'AF_PACKET',
      'MSG_TRUNC',
      'SCM_RIGHTS',
      'IPPROTO_RAW',
    ] as const;
    const { lines } = python(
      `import socket\nfor name in ${JSON.stringify(names)}: print(int(getattr(socket, name)))`,
    );
    expect((await lines).map(Number)).toEqual(names.map(name => c[name]));
  });
});
