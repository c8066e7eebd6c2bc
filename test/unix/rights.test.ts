import { once } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constants as c, OwnedFd } from '../../src/socket/index.js';
import {
  mostDescriptors,
  type ReceivedMessage,
  UnixDatagram,
  UnixSeqpacket,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';

type Sender = UnixStream | UnixDatagram | UnixSeqpacket;

const kinds: [string, () => [Sender, Sender]][] = [
  ['stream', () => UnixStream.pair()],
  ['datagram', () => UnixDatagram.pair()],
  ['seqpacket', () => UnixSeqpacket.pair()],
];

let file: number;
beforeAll(() => {
  file = openSync('/etc/passwd', 'r');
});
afterAll(() => closeSync(file));

const close = (...sockets: Sender[]): void => {
  for (const socket of sockets) {
    if (socket instanceof UnixStream) socket.destroy();
    else socket.close();
  }
};

const sameFile = (fd: OwnedFd): boolean => fstatSync(fd.fd).ino === fstatSync(file).ino;

/** Sends until the kernel takes no more, so that what comes next has to wait. */
async function fill(socket: Sender): Promise<Promise<void>[]> {
  const waiting: Promise<void>[] = [];
  for (let i = 0; i < 400; i++) waiting.push(socket.send(Buffer.alloc(4096)));
  await sleep(1);
  return waiting;
}

/** Receives until a message with descriptors comes. */
async function receiveFds(socket: Sender): Promise<ReceivedMessage> {
  for (;;) {
    const message = (await socket.receive({ timeout: 10_000 }))!;
    if (message.fdCount > 0) return message;
  }
}

describe.each(kinds)('descriptors over a %s', (_kind, pair) => {
  it.each([1, 2, 3, mostDescriptors])('arrive, %i of them, and are closed on exec', count =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      await a.send('take', { fds: Array(count).fill(file) });
      const message = (await b.receive())!;
      expect([message.data.toString(), message.fdCount]).toEqual(['take', count]);
      const fds = message.fds;
      expect(fds).toHaveLength(count);
      for (const fd of fds) {
        expect(sameFile(fd)).toBe(true);
        expect(fd.control(c.F_GETFD) & c.FD_CLOEXEC).toBe(c.FD_CLOEXEC);
        fd.close();
      }
      close(a, b);
    }),
  );

  it('are closed when nobody takes them', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      await a.send('one', { fds: [file] });
      await a.send('two', { fds: [file, file] });
      await a.send('three', { fds: [file] });
      const first = (await b.receive())!;
      await b.receive();
      expect(() => first.fds).toThrow(/closed: take them before the next message/);
      close(b, a);
    }));

  it('wait with their message, whatever becomes of the originals', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      const before = await fill(a);
      const mine = OwnedFd.duplicate(file);
      const sending = a.send('late', { fds: [mine] });
      mine.close();
      const message = await receiveFds(b);
      expect(sameFile(message.fds[0]!)).toBe(true);
      message.fds[0]!.close();
      await Promise.all([...before, sending]);
      close(a, b);
    }));

  it('that wait are closed with the sender', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      const sending = [...(await fill(a)), a.send('never', { fds: [file, file] })];
      close(a);
      const outcomes = await Promise.allSettled(sending);
      expect(outcomes.at(-1)!.status).toBe('rejected');
      close(b);
    }));

  it('are refused when there are too many, or one is not open; the socket goes on', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      await expect(a.send('x', { fds: Array(254).fill(file) })).rejects.toThrow(
        /EINVAL: a message carries at most 253 descriptors, not 254/,
      );
      await expect(a.send('x', { fds: [file, 99_999] })).rejects.toThrow(
        /EBADF: one of the descriptors.*not open/,
      );
      const closed = OwnedFd.duplicate(file);
      closed.close();
      await expect(a.send('x', { fds: [closed] })).rejects.toThrow(/EBADF: a descriptor to send is closed/);
      await expect(a.send('x', { fds: ['3' as never] })).rejects.toThrow(TypeError);
      await a.send('still here');
      expect((await b.receive())!.data.toString()).toBe('still here');
      close(a, b);
    }));

  it('are refused by a receiver that wants none', async ({ skip }) => {
    const [a, b] = pair();
    try {
      b.socket.setOption(c.SOL_SOCKET, c.SO_PASSRIGHTS, 0);
    } catch {
      skip('SO_PASSRIGHTS came with Linux 6.16');
    }
    await expect(a.send('x', { fds: [file] })).rejects.toThrow(/EPERM: the receiver takes no descriptors/);
    await a.send('without');
    expect((await b.receive())!.data.toString()).toBe('without');
    close(a, b);
  });

  it('may be sockets that descriptors wait in', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      const [x, y] = pair();
      await x.send('inner', { fds: [file] });
      await a.send('outer', { fds: [y.fd] });
      close(y, x);
      const [inner] = (await b.receive())!.fds;
      const socket =
        _kind === 'stream'
          ? UnixStream.adopt(inner!)
          : _kind === 'datagram'
            ? UnixDatagram.adopt(inner!)
            : UnixSeqpacket.adopt(inner!);
      const [fd] = (await socket.receive())!.fds;
      expect(sameFile(fd!)).toBe(true);
      fd!.close();
      close(socket, a, b);
    }));
});

describe('descriptors in a stream', () => {
  it('need a byte', async () => {
    const [a, b] = UnixStream.pair();
    await expect(a.send('', { fds: [file] })).rejects.toThrow(
      /EINVAL: a stream loses descriptors.*without a byte/,
    );
    close(a, b);
  });

  it('go once, though their data goes in parts', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      const data = Buffer.alloc(1 << 20, 1);
      const sending = a.send(data, { fds: [file] });
      let bytes = 0;
      let descriptors = 0;
      while (bytes < data.length) {
        const message = (await b.receive())!;
        bytes += message.data.length;
        descriptors += message.fdCount;
      }
      await sending;
      expect([bytes, descriptors]).toEqual([data.length, 1]);
      close(a, b);
    }));

  it('keep their place among what is written', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      const events: string[] = [];
      b.on('fds', (message: ReceivedMessage, position: number) => {
        events.push(`${message.fdCount} at ${position}`);
        for (const fd of message.fds) fd.close();
      });
      let text = '';
      b.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      a.write('abc');
      a.send('def', { fds: [file] });
      a.write('ghi');
      a.send('jkl', { fds: [file, file] });
      a.end();
      await once(b, 'end');
      expect(text).toBe('abcdefghijkl');
      expect(events).toEqual(['1 at 6', '2 at 12']);
      close(a, b);
    }));

  it('are closed while nobody listens for them', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      await a.send('x', { fds: [file, file] });
      b.resume();
      a.end();
      await once(b, 'end');
      close(a, b);
    }));

  it('that are refused leave the others in order', async () => {
    const [a, b] = UnixStream.pair();
    a.write('1');
    const refused = expect(a.send('2', { fds: [99_999] })).rejects.toThrow(/EBADF/);
    a.write('3');
    a.end();
    await refused;
    expect((await b.receive())!.data.toString()).toBe('13');
    close(a, b);
  });
});

it('a process receives 2000 descriptors and has as many as before', () =>
  expectNoLeak(async () => {
    const [a, b] = UnixSeqpacket.pair();
    for (let i = 0; i < 20; i++) {
      await a.send('many', { fds: Array(100).fill(file) });
      const message = (await b.receive())!;
      if (i % 2 === 0) for (const fd of message.fds) fd.close();
    }
    close(a, b);
  }));
