import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { constants as c } from '../../src/socket/index.js';
import { UnixAddress, UnixDatagram } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

const text = (message: { data: Buffer } | undefined): string | undefined => message?.data.toString();

describe('datagrams', () => {
  it('go to an address and are answered', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      using server = UnixDatagram.open({ local: path });
      using client = UnixDatagram.open({ local: freshName() });
      await client.send('question', { to: path });
      const question = (await server.receive())!;
      expect(question.address.equals(client.local)).toBe(true);
      await server.send('answer', { to: question.address });
      const answer = (await client.receive())!;
      expect([text(answer), String(answer.address)]).toEqual(['answer', path]);
    }));

  it('come from nobody without an address, and from a name that the kernel chose', async () => {
    const name = freshName();
    using server = UnixDatagram.open({ local: name });
    using nobody = UnixDatagram.open();
    await nobody.send('', { to: name });
    expect((await server.receive())!.address).toBe(UnixAddress.unnamed);
    using somebody = UnixDatagram.open({ local: UnixAddress.unnamed });
    expect(String(somebody.local)).toMatch(/^@[0-9a-f]{5}$/);
    await somebody.send('', { to: name });
    expect((await server.receive())!.address.equals(somebody.local)).toBe(true);
  });

  it('keep their boundaries, of nothing and of much', async () => {
    const [a, b] = UnixDatagram.pair({ sendBuffer: 212_992 });
    const sizes = [0, 1, 65_536, 0, 200_000, 425_952];
    for (const size of sizes) {
      await a.send(Buffer.alloc(size, size % 251));
      const { data } = (await b.receive())!;
      expect(data.equals(Buffer.alloc(size, size % 251))).toBe(true);
    }
    a.close();
    b.close();
  });

  it('that are too large are refused, and where there is too little room lost, with an error', async () => {
    const [a, b] = UnixDatagram.pair();
    await expect(a.send(Buffer.alloc(300_000))).rejects.toThrow(
      /EMSGSIZE: a message of 300000 bytes is longer than the send buffer takes/,
    );
    await a.send('0123456789');
    await a.send('next');
    await expect(b.receive({ size: 4 })).rejects.toThrow(
      /EMSGSIZE: a message of 10 bytes was longer than the 4/,
    );
    expect(text(await b.receive())).toBe('next');
    a.close();
    b.close();
  });

  it('wait for room in the order in which they were sent, without spinning', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using server = UnixDatagram.open({ local: name });
      using client = UnixDatagram.open();
      const before = process.cpuUsage();
      const sending = Array.from({ length: 60 }, (_, i) => client.send(`${i}`, { to: name }));
      expect(client.trySend('not before the others', { to: name })).toBe(false);
      await sleep(200);
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(190_000);
      const received = [];
      for (let i = 0; i < 60; i++) received.push(text(await server.receive()));
      expect(received).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`));
      await Promise.all(sending);
    }));

  it('give up waiting after their time, or when told to, and those behind go on', async () => {
    const name = freshName();
    using server = UnixDatagram.open({ local: name });
    using client = await UnixDatagram.connect(name);
    while (client.trySend('filler'));
    await expect(client.send('late', { timeout: 20 })).rejects.toThrow(/ETIMEDOUT/);
    await expect(client.send('stopped', { signal: AbortSignal.timeout(10) })).rejects.toThrow(/timeout/i);
    using other = UnixDatagram.open();
    await expect(other.send('late', { to: name, timeout: 20 })).rejects.toThrow(
      /ETIMEDOUT: the receiver's queue was full for 20 ms/,
    );
    const behind = client.send('last');
    let last: string | undefined;
    do last = text(await server.receive());
    while (last === 'filler');
    await behind;
    expect(last).toBe('last');
  });

  it('are refused by a receiver that is connected to another', async () => {
    const [nameA, nameB] = [freshName(), freshName()];
    using a = UnixDatagram.open({ local: nameA });
    using b = await UnixDatagram.connect(nameA, { local: nameB });
    using stranger = UnixDatagram.open();
    expect(a.closed || b.closed).toBe(false);
    await expect(stranger.send('x', { to: nameB })).rejects.toThrow(
      /EPERM: the receiver is connected to another/,
    );
  });
});

describe('a receiver that restarts', () => {
  it('is found again by a connected sender that may reconnect', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      let server = UnixDatagram.open({ local: path });
      using client = await UnixDatagram.connect(path, { reconnect: true });
      await client.send('1');
      expect(text(await server.receive())).toBe('1');
      server.close();
      const sending = client.send('2');
      const behind = client.send('3');
      await sleep(20);
      server = UnixDatagram.open({ local: path });
      expect([text(await server.receive()), text(await server.receive())]).toEqual(['2', '3']);
      await Promise.all([sending, behind]);
      server.close();
      await expect(client.send('4', { timeout: 20 })).rejects.toThrow(/ETIMEDOUT/);
    }));

  it('is lost to one that may not', async () => {
    const name = freshName();
    const server = UnixDatagram.open({ local: name });
    using client = await UnixDatagram.connect(name);
    server.close();
    await expect(client.send('x')).rejects.toThrow(/ECONNREFUSED: the receiving socket is closed/);
    await expect(client.send('x')).rejects.toThrow(/ENOTCONN: the socket is connected to nobody/);
    expect(() => client.remote).toThrow(/ENOTCONN/);
  });

  it('is waited for by its address with `retry`', async () => {
    const path = temporaryPath();
    using client = UnixDatagram.open();
    await expect(client.send('x', { to: path })).rejects.toThrow(/ENOENT/);
    const sending = client.send('there', { to: path, retry: true });
    await sleep(15);
    using server = UnixDatagram.open({ local: path });
    expect(text(await server.receive())).toBe('there');
    await sending;
  });
});

describe('many at a time', () => {
  it('are sent with few calls and received in batches, in order', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using server = UnixDatagram.open({ local: name, passCredentials: true });
      using client = await UnixDatagram.connect(name);
      const count = 3000;
      function* messages() {
        for (let i = 0; i < count; i++) yield i % 500 === 499 ? Buffer.alloc(20_000, 97) : `message ${i}`;
      }
      const sending = client.sendMany(messages());
      let next = 0;
      for await (const batch of server.batches({ slots: 16, size: 20_000 })) {
        for (let i = 0; i < batch.count; i++, next++) {
          const expected = next % 500 === 499 ? 'a'.repeat(20_000) : `message ${next}`;
          const { payload } = batch;
          const start = batch.offset(i);
          const bytes = payload.subarray(start, start + batch.length(i));
          if (Buffer.from(bytes).toString() !== expected)
            expect(Buffer.from(bytes).toString()).toBe(expected);
          expect(batch.message(i).credentials!.pid).toBe(process.pid);
        }
        if (next === count) break;
      }
      expect(await sending).toBe(count);
      expect(await client.sendMany([])).toBe(0);
    }));

  it('go to an address, and say how many went when one could not', async () => {
    const name = freshName();
    using server = UnixDatagram.open({ local: name });
    using client = UnixDatagram.open();
    expect(await client.sendMany(['a', 'b'], { to: name })).toBe(2);
    const failing = client.sendMany(['c', Buffer.alloc(300_000), 'd'], { to: name });
    await expect(failing).rejects.toThrow(
      /EMSGSIZE: a message of 300000 bytes.*; 1 messages were sent before/,
    );
    expect([
      text(await server.receive()),
      text(await server.receive()),
      text(await server.receive()),
    ]).toEqual(['a', 'b', 'c']);
    expect(server.tryReceive()).toBeNull();
  });

  it('that are longer than there is room for are marked', async () => {
    const [a, b] = UnixDatagram.pair();
    await a.sendMany(['short', 'x'.repeat(1000)]);
    let batches = 0;
    for await (const batch of b.batches({ size: 100 })) {
      expect([0, 1].map(i => batch.truncated(i))).toEqual([false, true]);
      expect(batch.length(1)).toBeLessThan(1000);
      expect(String(batch.address(0))).toBe('');
      batches++;
      break;
    }
    expect(batches).toBe(1);
    a.close();
    b.close();
  });
});

describe('every method in every state', () => {
  it('of one that is closed: an error, or the end', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const socket = UnixDatagram.open({ local: path });
      expect(existsSync(path)).toBe(true);
      const receiving = socket.receive();
      const iterating = (async () => {
        for await (const message of socket) expect(message).toBeUndefined();
        return 'ended';
      })();
      const batches = (async () => {
        for await (const batch of socket.batches()) expect(batch).toBeUndefined();
        return 'ended';
      })();
      await sleep(1);
      socket.close();
      socket.close();
      expect(await receiving).toBeUndefined();
      expect([await iterating, await batches]).toEqual(['ended', 'ended']);
      expect(existsSync(path)).toBe(false);
      expect([socket.closed, socket.fd]).toEqual([true, -1]);
      await expect(socket.send('x')).rejects.toThrow(/EBADF: the socket is closed/);
      await expect(socket.sendMany(['x'])).rejects.toThrow(/EBADF/);
      await expect(socket.receive()).rejects.toThrow(/EBADF: the socket is closed/);
      expect(() => socket.trySend('x')).toThrow(/EBADF/);
      expect(() => socket.tryReceive()).toThrow(/EBADF/);
      expect(() => socket.peek()).toThrow(/EBADF/);
      expect(() => socket.local).toThrow(/EBADF/);
      expect(() => socket.release()).toThrow(/EBADF/);
      expect(socket.ref().unref()).toBe(socket);
    }));

  it('of one that waits to send: closing cancels', async () => {
    const name = freshName();
    using server = UnixDatagram.open({ local: name });
    const connected = await UnixDatagram.connect(name);
    while (connected.trySend('x'));
    const unconnected = UnixDatagram.open();
    const sending = [connected.send('y'), unconnected.send('y', { to: name }), connected.sendMany(['z'])];
    const outcomes = Promise.allSettled(sending);
    connected.close();
    unconnected.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: expect.stringMatching(/ECANCELED|EBADF/) },
      });
    }
    expect(server.closed).toBe(false);
  });

  it('of one that is handed over: the file and the socket live on', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const fd = UnixDatagram.open({ local: path }).release();
      expect(existsSync(path)).toBe(true);
      using again = UnixDatagram.adopt(fd);
      using client = UnixDatagram.open();
      await client.send('x', { to: path });
      expect(text(await again.receive())).toBe('x');
    }));

  it('shows what waits', async () => {
    const [a, b] = UnixDatagram.pair();
    expect([a.outgoing, b.incoming, b.peek()]).toEqual([0, 0, undefined]);
    await a.send('hello');
    await a.send('again');
    expect(a.outgoing).toBeGreaterThan(5);
    expect([b.incoming, b.peek()!.toString(), b.peek(2)!.toString()]).toEqual([5, 'hello', 'he']);
    b.setPeekOffset(1);
    expect([b.peek(2)!.toString(), b.peek()!.toString()]).toEqual(['el', 'lo']);
    expect(text(await b.receive())).toBe('hello');
    a.close();
    b.close();
  });

  it('adopts a datagram socket and nothing else', () =>
    expectNoLeak(() => {
      const [a, b] = UnixDatagram.pair();
      expect(() => UnixDatagram.adopt(0x7ffffff)).toThrow(/EBADF/);
      const fd = a.release();
      using again = UnixDatagram.adopt(fd);
      expect(again.socket.getIntOption(c.SOL_SOCKET, c.SO_TYPE)).toBe(c.SOCK_DGRAM);
      b.close();
    }));
});
