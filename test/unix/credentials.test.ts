import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SocketError } from '../../src/socket/index.js';
import {
  decodeCredentials,
  encodeCredentials,
  UnixDatagram,
  UnixListener,
  UnixSeqpacket,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { freshName } from './support.js';

const mine = { pid: process.pid, uid: process.geteuid!(), gid: process.getegid!() };

/** What a socket has, or a skipped test that says which kernel has it. */
function has<T>(skip: (why: string) => never, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof SocketError && error.code === 'ENOPROTOOPT') return skip(error.message);
    throw error;
  }
}

it('struct ucred is 12 bytes, both ways', () => {
  expect(Buffer.from(encodeCredentials({ pid: 1, uid: 65534, gid: 2 })).toString('hex')).toMatch(/^.{24}$/);
  const id = fc.nat(0x7fffffff);
  fc.assert(
    fc.property(fc.record({ pid: id, uid: fc.nat(0xffffffff), gid: fc.nat(0xffffffff) }), credentials => {
      expect(decodeCredentials(encodeCredentials(credentials))).toEqual(credentials);
    }),
  );
  expect(decodeCredentials(encodeCredentials({}))).toEqual(mine);
  expect(() => encodeCredentials({ pid: -1 })).toThrow(/pid must be a whole number/);
});

describe('the peer', () => {
  it('is known by process, user and groups', async () => {
    const name = freshName();
    using listener = UnixListener.listen(name);
    const client = await UnixStream.connect(name);
    const server = await listener.accept();
    for (const { peer } of [client, server]) {
      expect(peer.credentials).toEqual(mine);
      expect(peer.groups.sort()).toEqual(
        process.getgroups!()
          .sort()
          .filter(group => peer.groups.includes(group)),
      );
    }
    client.destroy();
    server.destroy();
    expect(UnixDatagram.pair()[0].peer.credentials).toEqual(mine);
  });

  it('is known by a pidfd', ({ skip }) =>
    expectNoLeak(() => {
      const [a, b] = UnixSeqpacket.pair();
      using pidfd = has(skip as never, () => a.peer.pidfd());
      expect(readFileSync(`/proc/self/fdinfo/${pidfd.fd}`, 'utf8')).toMatch(
        new RegExp(`^Pid:\\t${process.pid}$`, 'm'),
      );
      a.close();
      b.close();
    }));

  it('is nobody of a datagram socket by itself', () => {
    using socket = UnixDatagram.open();
    expect(() => socket.peer.credentials).toThrow(/ENODATA: the socket has no peer/);
    expect(() => socket.peer.pidfd()).toThrow(/ENODATA|ENOPROTOOPT/);
  });

  it('has a security label, or the system has none', () => {
    const [a, b] = UnixSeqpacket.pair();
    try {
      expect(typeof a.peer.security).toBe('string');
    } catch (error) {
      expect((error as Error).message).toBe(
        'getsockopt ENOPROTOOPT: no security module of this system labels sockets',
      );
    }
    a.close();
    b.close();
  });
});

describe('credentials with messages', () => {
  it('come from the first byte of an accepted connection', async () => {
    const name = freshName();
    using listener = UnixListener.listen(name, { passCredentials: true });
    const client = await UnixStream.connect(name);
    await client.send('before accept');
    const server = await listener.accept();
    expect((await server.receive())!.credentials).toEqual(mine);
    client.destroy();
    server.destroy();
  });

  it.skipIf(!mayBecomeNobody())(
    'divide a stream where the sender changes (skipped without root)',
    async () => {
      const [a, b] = UnixStream.pair({ passCredentials: true });
      await a.send('a');
      await a.send('b', { credentials: mine });
      await a.send('c', { credentials: { uid: 7 } });
      await a.send('d', { credentials: { uid: 7 } });
      await a.send('e');
      const messages = [];
      for (let i = 0; i < 3; i++) {
        const { data, credentials } = (await b.receive())!;
        messages.push([data.toString(), credentials?.uid]);
      }
      expect(messages).toEqual([
        ['ab', mine.uid],
        ['cd', 7],
        ['e', mine.uid],
      ]);
      a.destroy();
      b.destroy();
    },
  );

  it.skipIf(!mayBecomeNobody())('keep to every part of a large write (skipped without root)', async () => {
    const [a, b] = UnixStream.pair({ passCredentials: true });
    const size = 1 << 20;
    const sending = a.send(Buffer.alloc(size), { credentials: { uid: 7 } });
    for (let bytes = 0; bytes < size; ) {
      const { data, credentials } = (await b.receive())!;
      expect(credentials!.uid).toBe(7);
      bytes += data.length;
    }
    await sending;
    a.destroy();
    b.destroy();
  });

  it.each([
    ['stream', () => UnixStream.pair()],
    ['datagram', () => UnixDatagram.pair()],
    ['seqpacket', () => UnixSeqpacket.pair()],
  ] as const)('of a process that is not there are refused by a %s, which goes on', async (_kind, pair) => {
    const [a, b] = pair();
    await expect(a.send('x', { credentials: { pid: 0x3ffffff } })).rejects.toThrow(
      /ESRCH: there is no process 67108863|EPERM: the credentials/,
    );
    await a.send('y');
    expect((await b.receive())!.data.toString()).toBe('y');
    (a as any).destroy?.() ?? (a as any).close();
    (b as any).destroy?.() ?? (b as any).close();
  });

  it('come with a pidfd', ({ skip }) =>
    expectNoLeak(async () => {
      const [a, b] = has(skip as never, () => UnixDatagram.pair({ passPidfd: true }));
      await a.send('x');
      await a.send('y');
      const message = (await b.receive())!;
      using pidfd = message.pidfd!;
      expect(readFileSync(`/proc/self/fdinfo/${pidfd.fd}`, 'utf8')).toContain(`Pid:\t${process.pid}\n`);
      // The second one is closed, because nobody takes it.
      await b.receive();
      a.close();
      b.close();
    }));
});

describe('times', () => {
  it('are when a message was sent, in nanoseconds', async () => {
    const [a, b] = UnixDatagram.pair({ timestamps: true });
    const before = BigInt(Date.now() - 1) * 1_000_000n;
    await a.send('x');
    const { timestamp } = (await b.receive())!;
    expect(timestamp! >= before && timestamp! <= BigInt(Date.now() + 1) * 1_000_000n).toBe(true);
    a.close();
    b.close();
  });
});

it('what a kernel lacks is named, with the kernel that has it', () => {
  expect(() => UnixDatagram.pair({ passQueued: true })).toThrow(
    'setsockopt ENOPROTOOPT: this kernel has no SO_INQ for such a socket; it came with Linux 6.17',
  );
});
