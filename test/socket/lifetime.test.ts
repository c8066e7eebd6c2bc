/**
 * The socket layer in processes and threads that come to an end: garbage collection, exit in the
 * middle of work, worker threads that are terminated.
 */
import { describe, expect, test } from 'vitest';
import { lifetimePrograms } from './lifetime-support.js';

const { expectFine, run, worker } = lifetimePrograms();

/** Two sockets that send to each other for ever, with a Poller and a batch each. */
const busyBody = `
  const [a, b] = datagrams();
  const batch = new MessageBatch({ slots: 4, payloadSize: 64, controlSize: 64 });
  const fd = openSync('/dev/null', 'r');
  let rounds = 0;
  const serve = async (socket) => {
    for (;;) {
      await socket.waitReadable();
      const count = socket.receive(batch);
      for (let i = 0; i < count; i++) {
        batch.write(0, new Uint8Array(8), undefined, rights(fd));
        socket.send(batch, 0, 1);
      }
      rounds += count;
    }
  };
  serve(a); serve(b);
  for (let i = 0; i < 4; i++) { batch.write(0, new Uint8Array(8), undefined, rights(fd)); a.send(batch, 0, 1); }
  const idle = datagrams();
  idle[0].waitReadable();
  idle[0].waitReadable({ timeout: 1e6 });
`;

describe('a process', () => {
  test('ends when nobody waits', () =>
    expectFine(`
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      batch.write(0, new Uint8Array(1));
      b.send(batch, 0, 1);
      await a.waitReadable();
      const controller = new AbortController();
      const aborted = a.waitReadable({ signal: controller.signal }).catch(() => {});
      a.receive(batch);
      controller.abort();
      await aborted;
      console.log('fine');
    `));

  test('stays for a wait, and not for one of a socket that was unref()ed', () =>
    expectFine(`
      const [a, b] = datagrams();
      const [x] = datagrams();
      x.unref();
      x.waitReadable();
      x.waitReadable({ timeout: 100_000 });
      setTimeout(() => {
        const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
        batch.write(0, new Uint8Array(1));
        b.send(batch, 0, 1);
      }, 50).unref();
      await a.waitReadable();
      x.ref();
      x.unref();
      console.log('fine');
    `));

  test('may exit while busy', async () => {
    const outcomes = await Promise.all(
      ['setTimeout(() => process.exit(0), 50)', 'a.waitReadable().then(() => process.exit(0))'].map(exit =>
        run(`${busyBody}${exit};`),
      ),
    );
    for (const outcome of outcomes) {
      expect(outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    }
  });

  test('may exit inside a poller’s callback', async () => {
    const outcome = await run(`
      const [a] = datagrams();
      new addon.Poller(a.fd, () => process.exit(7)).start(2);
    `);
    expect(outcome).toMatchObject({ code: 7, signal: null, stderr: '' });
  });

  test('survives somebody else closing the descriptor under a wait', () =>
    expectFine(`
      const [a, b] = datagrams();
      const wait = a.waitReadable();
      closeSync(a.fd);
      await turn();
      const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      batch.write(0, new Uint8Array(1));
      b.send(batch, 0, 1);
      await wait;
      try { a.receive(batch); } catch (error) { if (error.code === 'EBADF') console.log('fine'); }
      a.close();
    `));
});

describe('an exception in a poller’s callback', () => {
  const throwing = `
    const [a] = datagrams();
    let calls = 0;
    const poller = new addon.Poller(a.fd, () => {
      calls++;
      if (calls === 3) { poller.close(); console.log('fine'); }
      else { poller.start(2); throw new Error('from the callback'); }
    });
    poller.start(2);
  `;

  test('goes to uncaughtException, and the poller goes on', () =>
    expectFine(`
      let caught = 0;
      process.on('uncaughtException', error => { if (error.message === 'from the callback') caught++; });
      process.on('exit', () => { if (caught !== 2) console.log('caught', caught); });
      ${throwing}
    `));

  test('ends the process as usual when nobody handles it', async () => {
    const outcome = await run(throwing);
    expect(outcome).toMatchObject({ code: 1, signal: null });
    expect(outcome.stderr).toContain('Error: from the callback');
  });
});

describe('garbage collection', () => {
  test('closes the descriptors of a batch that nobody claimed', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const fd = openSync('/dev/null', 'r');
      const before = descriptors();
      (() => {
        const batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
        batch.write(0, new Uint8Array(1), undefined, rights(fd));
        a.send(batch, 0, 1);
        b.receive(batch);
        if (descriptors() !== before + 1) throw new Error('not received');
      })();
      if (await until(() => { gc(); return descriptors() === before; })) console.log('fine');
    `,
      ['--expose-gc'],
    ));

  test('leaves the arrays of a batch alone that are still in use', () =>
    expectFine(
      `
      let payload = new MessageBatch({ slots: 4, payloadSize: 1 << 20 }).payload;
      for (let i = 0; i < 20; i++) { gc(); await turn(); payload.fill(i); }
      if (payload[payload.length - 1] === 19) console.log('fine');
      payload = undefined;
      for (let i = 0; i < 5; i++) { gc(); await turn(); }
    `,
      ['--expose-gc'],
    ));

  test('of batches gives their memory back', () =>
    expectFine(
      `
      for (let i = 0; i < 300; i++) {
        new MessageBatch({ slots: 16, payloadSize: 1 << 20 }).payload.fill(1);
        if (i % 10 === 0) { gc(); await turn(); }
      }
      const { rss } = process.memoryUsage();
      console.log(rss < 1e9 ? 'fine' : rss);
    `,
      ['--expose-gc'],
    ));

  test('of a poller that watches does not happen, and of one that does not closes its duplicate', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      const before = descriptors();
      let calls = 0;
      (() => { new addon.Poller(a.fd, () => { calls++; }).start(1); })();
      for (let i = 0; i < 10; i++) { gc(); await turn(); }
      if (descriptors() !== before + 1) throw new Error('collected too early');
      batch.write(0, new Uint8Array(1));
      b.send(batch, 0, 1);
      await until(() => calls === 1);
      if (await until(() => { gc(); return descriptors() === before; })) console.log('fine');
    `,
      ['--expose-gc'],
    ));

  test('has nothing to do for receive()', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 8, payloadSize: 64, nameSize: 128 });
      const rounds = count => {
        let messages = 0;
        for (let i = 0; i < count; i++) {
          batch.status[0] = 8;
          batch.status[2] = 0;
          b.send(batch, 0, 1);
          messages += a.receive(batch) + a.receive(batch);
        }
        return messages;
      };
      rounds(20_000);
      gc();
      const before = process.memoryUsage();
      const messages = rounds(100_000);
      const after = process.memoryUsage();
      const growth = after.heapUsed - before.heapUsed + after.external - before.external;
      console.log(growth < 300_000 && messages === 100_000 ? 'fine' : growth + ' ' + messages);
    `,
      ['--expose-gc'],
    ));

  test('cannot be tricked by a transfer of the memory', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 1, payloadSize: 64 });
      batch.write(0, new Uint8Array(8).fill(7));
      let moved;
      try { moved = structuredClone(batch.payload.buffer, { transfer: [batch.payload.buffer] }); } catch {}
      try { moved = batch.payload.buffer.transfer?.(0); } catch {}
      moved = undefined;
      gc();
      await turn();
      if (b.send(batch.payload.length === 0 ? Object.assign(batch) : batch, 0, 1) !== 1) throw new Error('send');
      a.receive(batch);
      for (let i = 0; i < 5; i++) { gc(); await turn(); }
      console.log('fine');
    `,
      ['--expose-gc'],
    ));
});

describe('worker threads', () => {
  test('four at once, busy, and then terminated, leave no descriptor behind', () =>
    expectFine(`
      ${worker(`${busyBody}
        setInterval(() => parentPort.postMessage(rounds), 20);
      `)}
      const warm = spawn();
      await new Promise(r => warm.once('message', r));
      await warm.terminate();
      await sleep(50);
      const before = descriptors();
      for (let round = 0; round < 3; round++) {
        const workers = Array.from({ length: 4 }, spawn);
        await Promise.all(workers.map(w => new Promise((resolve, reject) => {
          w.on('error', reject);
          w.on('message', rounds => { if (rounds > 500) resolve(); });
        })));
        await Promise.all(workers.map(w => w.terminate()));
      }
      // openSync()'s descriptors are the workers' own (trackUnmanagedFds closes them).
      console.log(await until(() => descriptors() === before) ? 'fine' : descriptors() - before);
    `));

  test('terminated while only waiting', () =>
    expectFine(`
      ${worker(`
        const [a] = datagrams();
        a.waitReadable();
        a.waitWritable().then(() => a.waitReadable({ timeout: 1e6 }));
        parentPort.postMessage('waiting');
      `)}
      const before = descriptors();
      for (let i = 0; i < 10; i++) {
        const w = spawn();
        await new Promise(resolve => w.once('message', resolve));
        await w.terminate();
      }
      console.log(await until(() => descriptors() <= before + 1) ? 'fine' : descriptors() - before);
    `));

  test('terminated at any moment', () =>
    expectFine(`
      ${worker(`${busyBody}`)}
      for (let i = 0; i < 20; i++) {
        const workers = [spawn(), spawn()];
        await sleep(10 + i * 4);
        await Promise.all(workers.map(w => w.terminate()));
      }
      console.log('fine');
    `));

  test('that end by themselves', () =>
    expectFine(`
      ${worker(`
        const [a, b] = datagrams();
        const batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
        batch.write(0, new Uint8Array(1), undefined, rights(a.fd));
        b.send(batch, 0, 1);
        await a.waitReadable();
        a.receive(batch);
        parentPort.postMessage(batch.length(0));
      `)}
      const before = descriptors();
      for (let i = 0; i < 5; i++) {
        const w = spawn();
        const [length] = await Promise.all([
          new Promise(resolve => w.once('message', resolve)),
          new Promise(resolve => w.once('exit', resolve)),
        ]);
        if (length !== 1) throw new Error('length ' + length);
      }
      console.log(await until(() => descriptors() <= before + 1) ? 'fine' : descriptors() - before);
    `));

  test('process.exit() of the main thread while workers are busy', async () => {
    const outcome = await run(`${worker(`${busyBody} parentPort.postMessage('up');`)}
      const workers = Array.from({ length: 4 }, spawn);
      await Promise.all(workers.map(w => new Promise(resolve => w.once('message', resolve))));
      process.exit(0);
    `);
    expect(outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });

  test('a descriptor that was released stays open after its thread', () =>
    expectFine(`
      ${worker(`
        const [a, b] = datagrams();
        const fd = new OwnedFd(addon.socket(c.AF_UNIX, c.SOCK_DGRAM, 0));
        parentPort.postMessage(fd.release());
      `)}
      const w = spawn();
      const exit = new Promise(resolve => w.once('exit', resolve));
      const number = await new Promise(resolve => w.once('message', resolve));
      await exit;
      const socket = Socket.adopt(number);
      socket.close();
      console.log('fine');
    `));
});
