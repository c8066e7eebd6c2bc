/** Receives and sends in the background that are under way when their process, thread, batch or socket comes to its end. */
import { describe, expect, test } from 'vitest';
import { lifetimePrograms } from './lifetime-support.js';

const { expectFine, run, worker } = lifetimePrograms();

/** Two sockets that receive in the background for ever what the other sends, descriptors included. */
const busyBody = `
  const [a, b] = datagrams();
  const shape = { slots: 4, payloadSize: 64, controlSize: 64 };
  const out = new MessageBatch(shape);
  const fd = openSync('/dev/null', 'r');
  let rounds = 0;
  const serve = async (socket, batch) => {
    for (;;) {
      const count = await socket.receiveInBackground(batch);
      for (let i = 0; i < count; i++) {
        out.write(0, new Uint8Array(8), undefined, rights(fd));
        socket.send(out, 0, 1);
      }
      rounds++;
    }
  };
  for (const socket of [a, b]) {
    for (let i = 0; i < 2; i++) serve(socket, new MessageBatch(shape));
    out.write(0, new Uint8Array(8), undefined, rights(fd));
    socket.send(out, 0, 1);
  }
`;

/** block(): keeps every thread of the pool busy until release(), so that a receive stays under way. */
const blockPool = `
  import { open } from 'node:fs';
  import { execFileSync } from 'node:child_process';
  import { mkdtempSync, rmSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  const directory = mkdtempSync(tmpdir() + '/afkit-pool-');
  const names = [0, 1, 2, 3].map(i => directory + '/' + i);
  execFileSync('mkfifo', names);
  const block = () => Promise.all(names.map(name => new Promise(resolve => {
    open(name, 'r', (error, fd) => { closeSync(fd); resolve(); });
  })));
  const release = () => {
    for (const name of names) closeSync(openSync(name, 'r+'));
    rmSync(directory, { recursive: true });
  };
`;

describe('a process', () => {
  test('stays until the receive has ended, and then ends', () =>
    expectFine(`
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      b.unref();
      b.receiveInBackground(batch).then(count => console.log(count === 0 ? 'fine' : count));
    `));

  test.each([
    ['by its own will', `setTimeout(() => process.exit(0), 30);`],
    ['just after the call', `process.exit(0);`],
    ['in the callback', `new MessageBatch(shape).receiveInBackground(a.fd, 0, 4, () => process.exit(0));`],
  ])('may exit while receives are under way: %s', async (_how, exit) => {
    const outcomes = await Promise.all([run(busyBody + exit), run(busyBody + exit)]);
    for (const outcome of outcomes) {
      expect(outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    }
  });

  test('that has no descriptor left hears EMFILE, and can go on', () =>
    expectFine(`
      import { execFileSync } from 'node:child_process';
      execFileSync('prlimit', ['--nofile=64', '--pid', process.pid]);
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      const fds = [];
      try { for (;;) fds.push(openSync('/dev/null', 'r')); } catch {}
      const error = await b.receiveInBackground(batch).catch(error => error);
      if (error.code !== 'EMFILE' || error.syscall !== 'fcntl' || batch.receiving) console.log(error);
      closeSync(fds.pop());
      if (await b.receiveInBackground(batch) === 0) console.log('fine');
    `));
});

describe('an exception in the callback', () => {
  const throwing = `
    const [a, b] = datagrams();
    const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    batch.receiveInBackground(b.fd, 0, 1, () => { throw new Error('from the callback'); });
  `;

  test('goes to uncaughtException, and the batch goes on', () =>
    expectFine(`
      process.on('uncaughtException', async error => {
        if (error.message !== 'from the callback' || batch.receiving) console.log(error);
        if (await b.receiveInBackground(batch) === 0) console.log('fine');
      });
      ${throwing}
    `));

  test('ends the process as usual when nobody handles it', async () => {
    const outcome = await run(throwing);
    expect(outcome).toMatchObject({ code: 1, signal: null });
    expect(outcome.stderr).toContain('Error: from the callback');
  });
});

describe('with every thread of the pool busy', () => {
  test('the receive waits, works on what it was given, and says so when that was closed', () =>
    expectFine(`${blockPool}
      const before = descriptors();
      const blocked = block();
      const shape = { slots: 2, payloadSize: 16, controlSize: 64 };
      const sockets = Array.from({ length: 4 }, datagrams);
      const batches = sockets.map(() => new MessageBatch(shape));
      const fd = openSync('/dev/null', 'r');
      const results = sockets.map(([a, b], i) => {
        const result = b.receiveInBackground(batches[i]).catch(error => error.message);
        const batch = new MessageBatch(shape);
        batch.write(0, new Uint8Array(i), undefined, rights(fd));
        a.send(batch, 0, 1);
        batch.close();
        return result;
      });
      sockets[1][1].close();
      batches[2].close();
      sockets[3][1].close();
      batches[3].close();
      await sleep(50);
      if (!batches.every(batch => batch.receiving)) console.log('not under way');
      release();
      console.log((await Promise.all(results)).join() === [
        1,
        'recvmmsg ECANCELED: the socket was closed during the receive',
        'recvmmsg ECANCELED: the batch was closed during the receive',
        'recvmmsg ECANCELED: the batch was closed during the receive',
      ].join() ? 'fine' : await Promise.all(results));
      await blocked;
      batches[0].close();
      for (const pair of sockets) for (const socket of pair) socket.close();
      closeSync(fd);
      if (!await until(() => descriptors() <= before)) console.log('left open', descriptors() - before);
    `));

  test('a worker that is terminated ends when its receives have, and leaves nothing open', () =>
    expectFine(`${blockPool}
      ${worker(`
        const [a, b] = datagrams();
        const shape = { slots: 1, payloadSize: 16, controlSize: 64 };
        const batches = Array.from({ length: 3 }, () => new MessageBatch(shape));
        parentPort.once('message', () => {
          const batch = new MessageBatch(shape);
          batch.write(0, new Uint8Array(1), undefined, rights(a.fd, b.fd));
          a.send(batch, 0, 1);
          a.send(batch, 0, 1);
          for (const batch of batches) b.receiveInBackground(batch).finally(() => console.log('called back'));
          batches[1].close();
          parentPort.postMessage('under way');
        });
        parentPort.postMessage('ready');
      `)}
      const said = (w, what) => new Promise(resolve => w.on('message', text => { if (text === what) resolve(); }));
      const before = descriptors();
      const w = spawn();
      await said(w, 'ready');
      const blocked = block();
      const underWay = said(w, 'under way');
      w.postMessage('go');
      await underWay;
      let ended = false;
      const end = w.terminate().then(() => { ended = true; });
      await sleep(50);
      if (ended) console.log('ended too early');
      release();
      await Promise.all([end, blocked]);
      console.log(await until(() => descriptors() <= before + 1) ? 'fine' : descriptors() - before);
    `));
});

describe('worker threads', () => {
  test(
    '200 terminated while receives are under way leave no descriptor behind',
    () =>
      expectFine(`
      ${worker(`${busyBody} parentPort.postMessage('under way');`)}
      const round = async () => {
        const w = spawn();
        await new Promise((resolve, reject) => { w.once('message', resolve); w.once('error', reject); });
        await w.terminate();
      };
      await round();
      await sleep(50);
      const before = descriptors();
      for (let i = 0; i < 100; i++) await Promise.all([round(), round()]);
      console.log(await until(() => descriptors() <= before) ? 'fine' : descriptors() - before);
    `),
    180_000,
  );

  test('terminated while sends are under way leave no descriptor behind', () =>
    expectFine(`
      ${worker(`
        const [a, b] = datagrams();
        for (const socket of [a, b]) {
          const out = new MessageBatch({ slots: 8, payloadSize: 64 });
          const into = new MessageBatch({ slots: 8, payloadSize: 64 });
          for (let slot = 0; slot < 8; slot++) out.write(slot, new Uint8Array(64));
          const serve = async () => {
            for (;;) {
              await socket.sendInBackground(out, 0, 8);
              socket.receive(into);
            }
          };
          serve();
        }
        parentPort.postMessage('under way');
      `)}
      const round = async () => {
        const w = spawn();
        await new Promise((resolve, reject) => { w.once('message', resolve); w.once('error', reject); });
        await w.terminate();
      };
      await round();
      await sleep(50);
      const before = descriptors();
      for (let i = 0; i < 20; i++) await round();
      console.log(await until(() => descriptors() <= before) ? 'fine' : descriptors() - before);
    `));

  test('terminated between the receive and its callback', () =>
    expectFine(`
      ${worker(`
        const [a, b] = datagrams();
        const batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
        batch.write(0, new Uint8Array(1), undefined, rights(a.fd, b.fd));
        a.send(batch, 0, 1);
        b.receiveInBackground(batch).finally(() => console.log('called back'));
        parentPort.postMessage('under way');
        for (;;);
      `)}
      const before = descriptors();
      for (let i = 0; i < 5; i++) {
        const w = spawn();
        await new Promise(resolve => w.once('message', resolve));
        await sleep(20);
        await w.terminate();
      }
      console.log(await until(() => descriptors() <= before + 1) ? 'fine' : descriptors() - before);
    `));

  test('that end by themselves do so after their receives', () =>
    expectFine(`
      ${worker(`
        const [a, b] = datagrams();
        const batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
        batch.write(0, new Uint8Array(1), undefined, rights(a.fd));
        b.send(batch, 0, 1);
        a.receiveInBackground(batch).then(count => parentPort.postMessage(count));
      `)}
      const before = descriptors();
      for (let i = 0; i < 5; i++) {
        const w = spawn();
        const [count] = await Promise.all([
          new Promise(resolve => w.once('message', resolve)),
          new Promise(resolve => w.once('exit', resolve)),
        ]);
        if (count !== 1) throw new Error('count ' + count);
      }
      console.log(await until(() => descriptors() <= before + 1) ? 'fine' : descriptors() - before);
    `));

  test('process.exit() of the main thread while workers receive', async () => {
    const outcome = await run(`${worker(`${busyBody} parentPort.postMessage('up');`)}
      const workers = Array.from({ length: 4 }, spawn);
      await Promise.all(workers.map(w => new Promise(resolve => w.once('message', resolve))));
      process.exit(0);
    `);
    expect(outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });
});

describe('garbage collection', () => {
  test('does not take a batch that receives, nor its callback, and takes it afterwards', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const fd = openSync('/dev/null', 'r');
      const before = descriptors();
      let calls = 0;
      for (let i = 0; i < 50; i++) {
        (() => {
          const batch = new MessageBatch({ slots: 1, payloadSize: 1 << 16, controlSize: 64 });
          batch.write(0, new Uint8Array(1 << 12), undefined, rights(fd));
          a.send(batch, 0, 1);
          batch.receiveInBackground(b.fd, 0, 1, result => { calls += result; });
        })();
        gc();
        if (i % 8 === 7) await until(() => { gc(); return calls === i + 1; });
      }
      if (!await until(() => { gc(); return calls === 50; })) console.log('calls', calls);
      if (await until(() => { gc(); return descriptors() === before; })) console.log('fine');
    `,
      ['--expose-gc'],
    ));

  test('gets back all that the calls needed', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      const batch = new MessageBatch({ slots: 8, payloadSize: 64 });
      const calls = async count => { for (let i = 0; i < count; i++) await b.receiveInBackground(batch); };
      await calls(5000);
      gc();
      const before = process.memoryUsage();
      await calls(30_000);
      gc();
      const after = process.memoryUsage();
      const growth = after.heapUsed - before.heapUsed + after.external - before.external;
      const rss = after.rss - before.rss;
      console.log(growth < 300_000 && rss < 30e6 ? 'fine' : growth + ' ' + rss);
    `,
      ['--expose-gc'],
    ));

  test('cannot take the memory of a receive under way, even when it is transferred', () =>
    expectFine(
      `
      const [a, b] = datagrams();
      for (let i = 0; i < 100; i++) {
        const batch = new MessageBatch({ slots: 1, payloadSize: 1 << 16 });
        batch.write(0, new Uint8Array(1 << 14));
        a.send(batch, 0, 1);
        const received = b.receiveInBackground(batch);
        try { structuredClone(batch.payload.buffer, { transfer: [batch.payload.buffer] }); } catch {}
        if (i % 2) batch.close();
        gc();
        await received.catch(() => {});
      }
      gc();
      console.log('fine');
    `,
      ['--expose-gc'],
    ));
});
