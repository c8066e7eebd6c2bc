import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { SocketError } from '../../src/socket/index.js';
import { UnixListener, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

/** Everything a stream gives until its end. */
async function all(stream: UnixStream): Promise<string> {
  let text = '';
  stream.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  await once(stream, 'end');
  return text;
}

const made: UnixStream[] = [];

/** Streams that are closed after the test: descriptors are counted in the next. */
function closing<T extends UnixStream[]>(...streams: T): T {
  made.push(...streams);
  return streams;
}

afterEach(async () => {
  for (const stream of made.splice(0)) {
    stream.on('error', () => {}).destroy();
    await closed(stream);
  }
});

const pair = (): [UnixStream, UnixStream] => closing(...UnixStream.pair());

/** A client and the server's end of it. */
async function connection(options = {}): Promise<[UnixStream, UnixStream]> {
  const name = freshName();
  using listener = UnixListener.listen(name, options);
  const client = await UnixStream.connect(name, options);
  return closing(client, await listener.accept());
}

const closed = (stream: UnixStream): Promise<unknown> =>
  stream.closed ? Promise.resolve() : once(stream, 'close');

describe('a stream', () => {
  it('gives what a peer said that went away without reading, and then the error', () =>
    expectNoLeak(async () => {
      for (const read of ['receive', 'duplex'] as const) {
        const [a, b] = await connection();
        await b.send('never read');
        await a.send('said');
        a.destroy();
        if (read === 'receive') {
          expect((await b.receive())?.data.toString()).toBe('said');
          await expect(b.receive()).rejects.toMatchObject({ code: 'ECONNRESET' });
        } else {
          const data = once(b, 'data');
          const error = once(b, 'error');
          expect(String((await data)[0])).toBe('said');
          expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
        }
        b.destroy();
      }
    }));

  it('carries bytes both ways and closes itself when both ends are done', () =>
    expectNoLeak(async () => {
      const [client, server] = await connection();
      client.end('ping');
      expect(await all(server)).toBe('ping');
      server.end();
      client.resume();
      await Promise.all([closed(client), closed(server)]);
      expect([client.bytesWritten, server.bytesRead, client.fd]).toEqual([4, 4, -1]);
    }));

  it('goes on one way with allowHalfOpen', async () => {
    const [client, server] = await connection({ allowHalfOpen: true });
    client.end('question');
    expect(await all(server)).toBe('question');
    expect(client.readyState).toBe('readOnly');
    expect(server.readyState).toBe('writeOnly');
    server.end('answer');
    expect(await all(client)).toBe('answer');
  });

  it('ends the writable side with the readable one without allowHalfOpen', async () => {
    const [client, server] = await connection();
    client.end();
    server.resume();
    await closed(server);
    expect(server.writableFinished).toBe(true);
    client.destroy();
  });

  it('gives large chunks that stay as they are, whatever other streams read', async () => {
    const size = 3 << 20;
    const pairs = [pair(), pair(), pair()];
    const kept = await Promise.all(
      pairs.map(async ([from, to], i) => {
        const chunks: Buffer[] = [];
        to.on('data', chunk => chunks.push(chunk));
        from.end(Buffer.alloc(size, i + 1));
        await once(to, 'end');
        return chunks;
      }),
    );
    kept.forEach((chunks, i) => {
      expect(Buffer.concat(chunks).equals(Buffer.alloc(size, i + 1))).toBe(true);
    });
  });

  it('keeps the order of small, large, empty and split writes under backpressure', async () => {
    const [client, server] = await connection();
    const sizes = [1, 0, 70_000, 3, 16_384, 16_383, 300_000, 0, 64, 65_536, 65_537, 5];
    const parts = sizes.map((size, i) => Buffer.alloc(size, i + 1));
    for (const part of parts) client.write(part);
    client.cork();
    for (const part of parts) client.write(part);
    client.uncork();
    client.end();
    await sleep(5);
    const received: Buffer[] = [];
    for await (const chunk of server) {
      received.push(chunk);
      if (received.length % 3 === 0) await sleep(1);
    }
    expect(Buffer.concat(received).equals(Buffer.concat([...parts, ...parts]))).toBe(true);
    expect(client.bytesWritten).toBe(2 * sizes.reduce((a, b) => a + b));
    expect(server.bytesRead).toBe(client.bytesWritten);
  });

  it('makes a fast writer wait for a slow reader', async () => {
    const [a, b] = pair();
    const chunk = Buffer.alloc(1 << 20, 7);
    expect(a.write(chunk)).toBe(false);
    await sleep(20);
    expect(a.bytesWritten).toBeLessThan(chunk.length);
    expect(a.writableLength).toBe(chunk.length);
    let read = 0;
    b.on('data', data => {
      read += data.length;
    });
    await once(a, 'drain');
    a.end();
    await once(b, 'end');
    expect(read).toBe(chunk.length);
  });

  it('works in a pipeline', async () => {
    const [a, b] = pair();
    const [c, d] = pair();
    a.end('through two pairs');
    const piped = pipeline(b, c);
    expect(await all(d)).toBe('through two pairs');
    await piped;
  });

  it('takes text in the encodings of streams', async () => {
    const [a, b] = pair();
    a.write('c3a9', 'hex');
    a.end('ü', 'latin1');
    const chunks: Buffer[] = [];
    for await (const chunk of b) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString('hex')).toBe('c3a9fc');
  });
});

describe('the end of the peer', () => {
  it('is an error for who writes: EPIPE', async () => {
    const [a, b] = pair();
    b.destroy();
    await closed(b);
    a.write('x');
    const [error] = await once(a, 'error');
    expect(error).toBeInstanceOf(SocketError);
    expect(error).toMatchObject({ code: 'EPIPE', syscall: 'sendmsg' });
    await expect(pair()[0].destroy().send('x')).rejects.toThrow();
  });

  it('is ECONNRESET for who reads when it left bytes unread', async () => {
    const [a, b] = pair();
    await a.send('never read');
    b.destroy();
    a.resume();
    const [error] = await once(a, 'error');
    expect(error.code).toBe('ECONNRESET');
  });
});

describe('every method in every state', () => {
  it('waits, then closes: destroy while reading and writing, and twice', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      a.resume();
      a.write(Buffer.alloc(1 << 20));
      const reading = b.receive().then(() => b.receive());
      await reading;
      const [c, d] = pair();
      const waiting = expect(c.receive({ timeout: 10 })).rejects.toThrow(/ETIMEDOUT/);
      a.destroy();
      a.destroy();
      b.destroy();
      await Promise.all([closed(a), closed(b), waiting]);
      c.destroy();
      d.destroy();
      expect(() => a.release()).toThrow();
      expect(() => a.local).toThrow(/EBADF.*closed/);
      expect(() => a.incoming).toThrow(/EBADF/);
      expect(() => a.peek()).toThrow(/EBADF|closed|descriptor/);
      await expect(a.send('x')).rejects.toThrow();
      await expect(a.receive()).rejects.toThrow(/EBADF.*closed/);
      expect(a.setTimeout(0).setNoDelay().setKeepAlive().ref().unref()).toBe(a);
      expect(a.readyState).toBe('closed');
    }));

  it('cancels a receive that waits when it is closed', async () => {
    const [a] = pair();
    const receiving = a.receive();
    a.destroy();
    await expect(receiving).rejects.toThrow(/ECANCELED/);
  });

  it('hands its descriptor over, unless something would be lost', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      await a.send('left');
      b.once('readable', () => {});
      await sleep(10);
      expect(b.readableLength).toBe(4);
      expect(() => b.release()).toThrow(/4 bytes are received and not read/);
      b.read();
      const fd = b.release();
      await closed(b);
      const again = UnixStream.adopt(fd);
      await a.send('more');
      expect((await again.receive())?.data.toString()).toBe('more');
      a.destroy();
      again.destroy();
    }));

  it('times out after silence, not before', async () => {
    const [a, b] = pair();
    let early = true;
    a.setTimeout(60, () => {
      expect(early).toBe(false);
    });
    expect(a.timeout).toBe(60);
    for (let i = 0; i < 8; i++) {
      await sleep(15);
      a.write('.');
    }
    early = false;
    await once(a, 'timeout');
    expect(a.destroyed).toBe(false);
    expect(() => a.setTimeout(-1)).toThrow(RangeError);
    a.destroy();
    b.destroy();
  });
});

describe('connecting', () => {
  it('dials: what is written meanwhile is sent', async () => {
    const name = freshName();
    using listener = UnixListener.listen(name);
    const [client] = closing(UnixStream.dial(name));
    expect([client.connecting, client.pending, client.readyState]).toEqual([true, true, 'opening']);
    client.end('early');
    await once(client, 'connect');
    const [server] = closing(await listener.accept());
    expect(await all(server)).toBe('early');
  });

  it('dials nobody: an error, and no descriptor stays', () =>
    expectNoLeak(async () => {
      const client = UnixStream.dial(freshName());
      const [error] = await once(client, 'error');
      expect(error.message).toMatch(
        /connect ECONNREFUSED: nobody listens there: an abstract name is known in its own/,
      );
      await closed(client);
      const destroyed = UnixStream.dial(freshName());
      destroyed.on('error', () => {});
      destroyed.destroy();
      await closed(destroyed);
    }));

  it('says what is wrong with an address', async () => {
    await expect(UnixStream.connect('/nowhere/at/all')).rejects.toThrow(/connect ENOENT.*\/nowhere\/at\/all/);
    await expect(UnixStream.connect('/dev/null')).rejects.toThrow(/ECONNREFUSED.*no socket/);
    const path = temporaryPath();
    using listener = UnixListener.listen(path, { type: 'seqpacket' });
    await expect(UnixStream.connect(path)).rejects.toThrow(/EPROTOTYPE: the socket there is of another type/);
    expect(listener.type).toBe('seqpacket');
  });

  it('waits for room in the queue of a listener', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using listener = UnixListener.listen(name, { backlog: 1 });
      const clients = Array.from({ length: 6 }, () => UnixStream.connect(name));
      await sleep(30);
      const servers = [];
      for (let i = 0; i < 6; i++) servers.push(await listener.accept());
      for (const stream of [...servers, ...(await Promise.all(clients))]) stream.destroy();
    }));

  it('gives up after its time: the queue is full', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using listener = UnixListener.listen(name, { backlog: 0 });
      const first = await UnixStream.connect(name);
      await expect(UnixStream.connect(name, { timeout: 20 })).rejects.toThrow(/ETIMEDOUT.*queue was full/);
      await expect(UnixStream.connect(name, { signal: AbortSignal.timeout(10) })).rejects.toThrow(/timeout/i);
      first.destroy();
      expect(listener.closed).toBe(false);
    }));

  it('tries again while a server restarts', async () => {
    const path = temporaryPath();
    const connecting = UnixStream.connect(path, { retry: true, timeout: 20_000 });
    await sleep(20);
    using listener = UnixListener.listen(path);
    const client = await connecting;
    (await listener.accept()).destroy();
    client.destroy();
    await expect(UnixStream.connect('/nowhere', { retry: true, timeout: 10 })).rejects.toThrow(
      /ETIMEDOUT: nobody listened for 10 ms \(ENOENT\)/,
    );
  });

  it('binds its own end', async () => {
    const name = freshName();
    const local = temporaryPath('client');
    using listener = UnixListener.listen(name);
    const client = await UnixStream.connect(name, { local, bind: { mode: 0o600 } });
    const server = await listener.accept();
    expect([String(client.local), String(server.remote), String(client.remote)]).toEqual([
      local,
      local,
      String(name),
    ]);
    client.destroy();
    server.destroy();
    await closed(client);
    expect(existsSync(local)).toBe(false);
  });
});
