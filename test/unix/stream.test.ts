import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UnixDatagram, UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

describe('smoke', () => {
  it('stream', async () => {
    await expectNoLeak(async () => {
      const path = temporaryPath();
      const listener = UnixListener.listen(path);
      const client = await UnixStream.connect(path);
      const server = await listener.accept();
      client.write('hello');
      server.setEncoding('utf8');
      expect(await new Promise(r => server.once('data', r))).toBe('hello');
      const fd = openSync('/dev/null', 'r');
      server.on('data', () => {});
      const got = new Promise<any>(r => server.once('fds', r));
      await client.send('x', { fds: [fd] });
      closeSync(fd);
      const m = await got;
      for (const f of m.fds) f.close();
      expect(client.peer.credentials.pid).toBe(process.pid);
      client.resume().end();
      await new Promise(r => client.once('close', r));
      if (!server.closed) await new Promise(r => server.once('close', r));
      listener.close();
    });
  });
  it('dgram', async () => {
    const name = freshName();
    const s = UnixDatagram.open({ local: name, passCredentials: true, timestamps: true });
    const c = await UnixDatagram.connect(name);
    await c.send('a');
    await c.send('');
    const m = (await s.receive())!;
    expect(m.credentials?.pid).toBe(process.pid);
    expect((await s.receive())!.data).toHaveLength(0);
    let n = 0;
    const p = (async () => {
      for await (const b of s.batches()) {
        n += b.count;
        if (n >= 1000) break;
      }
    })();
    expect(await c.sendMany(Array.from({ length: 1000 }, (_, i) => `m${i}`))).toBe(1000);
    await p;
    s.close();
    c.close();
  });
  it('seqpacket', async () => {
    const [a, b] = UnixSeqpacket.pair();
    await a.send('');
    await a.send('x');
    a.end();
    const got = [];
    for await (const m of b) got.push(m.data.toString());
    expect(got).toEqual(['', 'x']);
    a.close();
    b.close();
  });
});
