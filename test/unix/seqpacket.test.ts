import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName } from './support.js';

describe('a connection of messages', () => {
  it('tells an empty message from its end', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using listener = UnixListener.listen(name, { type: 'seqpacket' });
      using client = await UnixSeqpacket.connect(name);
      using server = await listener.accept();
      for (const text of ['', 'one', '', '']) await client.send(text);
      client.end();
      const received = [];
      for await (const { data } of server) received.push(data.toString());
      expect(received).toEqual(['', 'one', '', '']);
      expect(await server.receive()).toBeUndefined();
      // The other direction is open still.
      await server.send('back');
      expect((await client.receive())!.data.toString()).toBe('back');
      expect(client.tryReceive()).toBeNull();
    }));

  it('tells them apart in batches too', async () => {
    const [a, b] = UnixSeqpacket.pair();
    await a.sendMany(['', 'x', '', 'y', '']);
    a.close();
    const received: string[] = [];
    for await (const batch of b.batches()) {
      for (let i = 0; i < batch.count; i++) received.push(Buffer.from(batch.data(i)).toString());
    }
    expect(received).toEqual(['', 'x', '', 'y', '']);
    b.close();
  });

  it('waits for room, and keeps the order of send and sendMany', async () => {
    const [a, b] = UnixSeqpacket.pair();
    const sending = [
      a.sendMany(Array.from({ length: 2000 }, (_, i) => `m${i}`)),
      a.send('single'),
      a.sendMany(['last']),
    ];
    const received: string[] = [];
    for await (const { data } of b) {
      received.push(data.toString());
      if (received.length === 2002) break;
    }
    expect(received).toEqual([...Array.from({ length: 2000 }, (_, i) => `m${i}`), 'single', 'last']);
    expect(await Promise.all(sending)).toEqual([2000, undefined, 1]);
    a.close();
    b.close();
  });

  it('ends with ECONNRESET when messages were left unread, and with EPIPE for the sender', async () => {
    const [a, b] = UnixSeqpacket.pair();
    await b.send('unread');
    await a.send('unread');
    b.close();
    await expect(a.send('x')).rejects.toThrow(/ECONNRESET/);
    await expect(a.send('x')).rejects.toThrow(/EPIPE: the peer has closed the connection/);
    const outcomes = [];
    for (let i = 0; i < 3; i++) {
      outcomes.push(
        await a.receive().then(
          message => message?.data.toString() ?? 'end',
          error => error.code,
        ),
      );
    }
    expect(outcomes).toEqual(['unread', 'end', 'end']);
    a.close();
  });

  it('is closed while it waits', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixSeqpacket.pair();
      const receiving = a.receive();
      await expect(b.receive({ timeout: 10 })).rejects.toThrow(/ETIMEDOUT/);
      await expect(b.receive({ signal: AbortSignal.timeout(5) })).rejects.toThrow(/timeout/i);
      a.close();
      expect(await receiving).toBeUndefined();
      b.close();
      b.close();
      expect(() => b.end()).toThrow(/EBADF/);
    }));

  it('refuses what is no seqpacket connection', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      expect(() => UnixSeqpacket.adopt(a.fd)).toThrow(/EPROTOTYPE: the socket is of another kind/);
      using listener = UnixListener.listen(freshName(), { type: 'seqpacket' });
      expect(() => UnixSeqpacket.adopt(listener.fd)).toThrow(/EINVAL: the socket is a listener/);
      a.destroy();
      b.destroy();
      await sleep(1);
    }));
});
