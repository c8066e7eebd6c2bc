/** Connections and subscriptions in processes and threads that come to an end. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Compiled, compile, runProgram } from '../support/compiled.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { Sandbox } from '../support/sandbox.js';

let compiled: Compiled;
let prelude: string;

beforeAll(() => {
  compiled = compile('netlink/index.ts');
  chmodSync(compiled.directory, 0o755);
  prelude = `
    import { readdirSync, readlinkSync } from 'node:fs';
    import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { Connection, Rtnetlink, Subscription, link, NetworkNamespace, attributes, message }
      from ${JSON.stringify(compiled.path('netlink/index.js'))};
    import { struct, u32 } from ${JSON.stringify(compiled.path('wire/index.js'))};
    // Ours: what Node.js opens for itself is of other kinds.
    const isOurs = fd => { try { return /^(socket|net):/.test(readlinkSync('/proc/self/fd/' + fd)); } catch { return false; } };
    const descriptors = () => readdirSync('/proc/self/fd').filter(isOurs).length;
    // NETLINK_FIB_LOOKUP: the kernel throws short messages away.
    const silent = { protocol: 10, timeout: Infinity };
    const question = {
      schema: message({ name: 's', types: { S_GET: 16 }, header: struct({ x: u32 }), attributes: attributes('S', {}) }),
      type: 'S_GET',
      value: {},
    };
    const until = async condition => {
      for (let i = 0; i < 500 && !condition(); i++) await sleep(10);
      return condition();
    };
  `;
});

afterAll(() => compiled.remove());

/** Runs a program after the prelude; expects it to end by itself, well, and to have said these lines. */
async function expectSaid(body: string, ...lines: string[]) {
  const ended = await runProgram(`${prelude}\n${body}`);
  expect(ended.stderr).toBe('');
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(ended.stdout.trim().split('\n')).toEqual(lines);
}

describe('a process ends by itself', () => {
  test('with a connection that is open and idle', () =>
    expectSaid(
      `const connection = Connection.open();
       await connection.request({ schema: link, type: 'RTM_GETLINK', value: { index: 1 } });
       for await (const lo of connection.dump(link)) break;
       console.log((await connection.dump(link).toArray())[0].ifname);`,
      'lo',
    ));

  test('with a subscription that nobody reads, or that is unref’d', () =>
    expectSaid(
      `const rtnetlink = Rtnetlink.open();
       rtnetlink.subscribe(['link']);
       const read = rtnetlink.subscribe(['link']).unref();
       process.on('exit', () => console.log('ended'));
       (async () => { for await (const event of read); })();`,
      'ended',
    ));

  test('with a dump that nobody goes on reading', () =>
    expectSaid(
      `const iterator = Connection.open().dump(link)[Symbol.asyncIterator]();
       console.log((await iterator.next()).value.ifname);`,
      'lo',
    ));

  test('not while an answer or an event is waited for', async () => {
    for (const wait of [
      'await Connection.open(silent).request(question);',
      'await Connection.open(silent).dump(question.schema).toArray();',
      "for await (const event of Rtnetlink.open().subscribe(['nsid']));",
    ]) {
      const ended = await runProgram(`${prelude}\nconsole.log('waits');\n${wait}`, { idle: 500 });
      expect(ended).toMatchObject({ stdout: 'waits\n', signal: 'SIGKILL' });
    }
  });

  test('after an exit in the middle of everything', () =>
    expectSaid(
      `const connection = Connection.open(silent);
       connection.request(question);
       connection.dump(question.schema).toArray();
       (async () => { for await (const event of Rtnetlink.open().subscribe(['link'])); })();
       await sleep(20);
       console.log('leaving');
       process.exit(0);`,
      'leaving',
    ));
});

describe('garbage', () => {
  test('connections that were forgotten do not crash the process', () =>
    expectSaid(
      `import { setFlagsFromString } from 'node:v8';
       import { runInNewContext } from 'node:vm';
       setFlagsFromString('--expose-gc');
       const gc = runInNewContext('gc');
       for (let i = 0; i < 50; i++) {
         const rtnetlink = Rtnetlink.open();
         rtnetlink.subscribe(['link']);
         await rtnetlink.links.list().toArray();
         rtnetlink.close();
       }
       gc(); await sleep(5); gc();
       console.log('fine');`,
      'fine',
    ));
});

describe('worker threads', () => {
  const worker = `
    const rtnetlink = Rtnetlink.open({ namespace: workerData.namespace });
    const subscription = rtnetlink.subscribe(['ipv4Route']);
    const { base, count } = workerData;
    let events = 0;
    const reading = (async () => {
      for await (const batch of subscription.batches()) {
        for (const { event, value } of batch) {
          if (event === 'gap') throw new Error('a gap');
          if (value.dst.startsWith('10.' + base + '.')) events++;
        }
        if (events >= count) return;
      }
    })();
    const list = Array.from({ length: count }, (_, i) => ({ dst: '10.' + base + '.' + (i >> 8) + '.' + (i & 255), dev: 1 }));
  `;

  test('each have their connection and subscription, at once', async ctx => {
    await using _ = Sandbox.create(ctx);
    const file = join(compiled.directory, 'worker.mjs');
    writeFileSync(
      file,
      `${prelude}\n${worker}
       const outcomes = await rtnetlink.routes.all('add', list);
       await reading;
       let dumped = 0;
       for await (const { dst } of rtnetlink.routes.list({ family: 'inet', table: 254 }))
         if (dst.startsWith('10.' + base + '.')) dumped++;
       subscription.close();
       rtnetlink.close();
       parentPort.postMessage({ failed: outcomes.filter(({ status }) => status !== 'fulfilled').length, events, dumped });`,
    );
    await expectSaid(
      `const namespace = NetworkNamespace.create();
       const rtnetlink = Rtnetlink.open({ namespace });
       await rtnetlink.links.set({ dev: 1, up: true });
       const path = '/proc/self/fd/' + namespace.fd;
       const before = descriptors();
       const said = await Promise.all([1, 2].map(base => new Promise((resolve, reject) => {
         const worker = new Worker(${JSON.stringify(file)}, { execArgv: [], workerData: { namespace: path, base, count: 5000 } });
         let answer;
         worker.on('message', message => { answer = message; });
         worker.on('error', reject);
         worker.on('exit', code => resolve({ code, ...answer }));
       })));
       for (const answer of said) console.log(JSON.stringify(answer));
       console.log(await until(() => descriptors() <= before));`,
      '{"code":0,"failed":0,"events":5000,"dumped":5000}',
      '{"code":0,"failed":0,"events":5000,"dumped":5000}',
      'true',
    );
  });

  test('that are terminated while busy leave nothing open', async ctx => {
    await using _ = Sandbox.create(ctx);
    const file = join(compiled.directory, 'busy.mjs');
    writeFileSync(
      file,
      `${prelude}\n${worker}
       const waiting = Connection.open(silent);
       waiting.request(question);
       waiting.dump(question.schema).toArray();
       const dump = rtnetlink.routes.list({ family: 'inet' }).batches();
       await dump.next();
       parentPort.postMessage('busy');
       for (;;) { await rtnetlink.routes.all('add', list); await rtnetlink.routes.all('delete', list); }`,
    );
    await expectSaid(
      `const namespace = NetworkNamespace.create();
       const rtnetlink = Rtnetlink.open({ namespace });
       await rtnetlink.links.set({ dev: 1, up: true });
       const path = '/proc/self/fd/' + namespace.fd;
       const before = descriptors();
       for (let round = 0; round < 4; round++) {
         const workers = [1, 2].map(base =>
           new Worker(${JSON.stringify(file)}, { execArgv: [], workerData: { namespace: path, base, count: 50000 } }));
         await Promise.all(workers.map(worker => new Promise(resolve => worker.once('message', resolve))));
         await sleep(20 * round);
         await Promise.all(workers.map(worker => worker.terminate()));
       }
       console.log(await until(() => descriptors() <= before));
       console.log((await rtnetlink.links.list().toArray()).length);`,
      'true',
      '1',
    );
  });
});

describe('without privileges', () => {
  const asNobody = `process.setgroups([]); process.setgid(65534); process.setuid(65534);`;

  test('the receive buffer is what is allowed, and reading goes on', async ctx => {
    if (!mayBecomeNobody()) ctx.skip('needs root, and a user namespace that has others, to become nobody');
    await expectSaid(
      `${asNobody}
       const rtnetlink = Rtnetlink.open();
       const subscription = rtnetlink.subscribe(['link'], { receiveBuffer: 1 << 30 });
       const most = Number((await import('node:fs')).readFileSync('/proc/sys/net/core/rmem_max', 'utf8'));
       console.log(subscription.receiveBuffer === 2 * most);
       console.log((await rtnetlink.links.list().toArray())[0].ifname);`,
      'true',
      'lo',
    );
  });

  test('writing and listening to all namespaces are EPERM', async ctx => {
    if (!mayBecomeNobody()) ctx.skip('needs root, and a user namespace that has others, to become nobody');
    await expectSaid(
      `${asNobody}
       const rtnetlink = Rtnetlink.open();
       const before = descriptors();
       try { await rtnetlink.links.add({ ifname: 'x', kind: 'ifb' }); } catch (error) { console.log(error.name, error.message); }
       try { rtnetlink.subscribe(['link'], { allNamespaces: true }); } catch (error) { console.log(error.name, error.code); }
       try { NetworkNamespace.create(); } catch (error) { console.log(error.code); }
       console.log(descriptors() - before);`,
      'NetlinkError RTM_NEWLINK EPERM: Operation not permitted',
      'SocketError EPERM',
      'EPERM',
      '0',
    );
  });
});
