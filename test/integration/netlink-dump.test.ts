/** Tables of the real kernel: large ones, slow readers, and changes in the middle. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Channel } from '../../src/netlink/channel.js';
import { type ChannelPool, Dump } from '../../src/netlink/dump.js';
import { messageFlags } from '../../src/netlink/header.js';
import { type LinkInput, link } from '../../src/netlink/index.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { constants } from '../../src/socket/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { Sender } from '../support/peer.js';
import { Sandbox } from '../support/sandbox.js';

const { NLM_F_CREATE, NLM_F_EXCL, NLM_F_DUMP } = messageFlags;

const routeList = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    dev: 1,
    table: 1000,
  }));

/** Makes the garbage collector available without a flag on the command line. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('a table of 200,000 routes', () => {
  test('is read slowly in bounded memory, each once', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { routes } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    const outcomes = await routes.all('add', routeList(200_000));
    expect(outcomes.findIndex(({ status }) => status !== 'fulfilled')).toBe(-1);
    outcomes.length = 0;

    const gc = collector();
    const used = () => {
      gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const seen = new Uint8Array(200_000);
    const before = used();
    let [count, most] = [0, 0];
    for await (const { dst } of routes.list({ family: 'inet', table: 1000 })) {
      const [, a, b, c] = (dst as string).split('.').map(Number);
      seen[(a! << 16) | (b! << 8) | c!]!++;
      if (++count % 25_000 !== 0) continue;
      // The kernel waits, and so does what it has queued.
      await sleep(20);
      most = Math.max(most, used() - before);
    }
    expect(count).toBe(200_000);
    expect(seen.every(times => times === 1)).toBe(true);
    // All of them together would be more than 50 MB.
    expect(most).toBeLessThan(16e6);
  });
});

describe('requests', () => {
  test('20,000 writes have an outcome each, errors in the middle and at the end', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { routes } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    const list = routeList(20_000).map((route, index) =>
      index % 10 === 9 ? { ...route, dev: 4711 } : route,
    );
    const outcomes = await routes.all('add', [...list, list[0]!]);
    expect(outcomes).toHaveLength(20_001);
    const codes = outcomes.map(outcome => (outcome.status === 'fulfilled' ? 'ok' : outcome.reason.code));
    expect(codes.slice(0, 20_000)).toEqual(list.map(({ dev }) => (dev === 1 ? 'ok' : 'ENODEV')));
    expect(codes[20_000]).toBe('EEXIST');
    expect(await routes.list({ family: 'inet', table: 1000 }).toArray()).toHaveLength(18_000);
  });

  test('more answers than a receive buffer holds', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { links, connection } = sandbox.rtnetlink;
    // Names make each answer 5 KiB long; the buffer is of 208 KiB.
    const names = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(120, 'x'));
    sandbox.ipBatch(names.map(name => `link property add dev lo altname ${name}`));
    const outcomes = await links.all(
      'get',
      Array.from({ length: 1000 }, () => ({ dev: 1 })),
    );
    const answers = outcomes.map(outcome => outcome.status === 'fulfilled' && outcome.value[0]!.ifname);
    expect(answers).toEqual(Array.from({ length: 1000 }, () => 'lo'));
    const request = { schema: link, type: 'RTM_GETLINK' as const, value: { index: 1 } };
    const alone = await Promise.all(Array.from({ length: 200 }, () => connection.request(request)));
    expect(alone.every(([lo]) => lo!.ifname === 'lo')).toBe(true);
  });
});

describe('links that come while they are listed', () => {
  const manyLinks = 400;

  /** A namespace with many links, read a datagram at a time; `change` adds one more. */
  function crowd(ctx: Parameters<typeof Sandbox.create>[0], onReceive?: (change: () => void) => void) {
    const sandbox = Sandbox.create(ctx);
    const sender = new Sender(sandbox.namespace);
    const add = (ifname: string) => {
      const value: LinkInput = { ifname, linkinfo: { kind: 'ifb' } };
      const flags = NLM_F_CREATE | NLM_F_EXCL | messageFlags.NLM_F_ACK;
      return encodeRequest({ schema: link, type: 'RTM_NEWLINK', value, flags }, 1);
    };
    sender.send(Array.from({ length: manyLinks }, (_, index) => add(`many${index}`)));
    let changes = 0;
    const change = () => sender.send([add(`late${changes++}`)]);
    let sequence = 0;
    const pool: ChannelPool = {
      acquire: () => {
        const options = { protocol: constants.NETLINK_ROUTE, namespace: sandbox.namespace, slots: 1 };
        const channel = new Channel(options);
        const receive = channel.receive.bind(channel);
        channel.receive = () => {
          onReceive?.(change);
          return receive();
        };
        return channel;
      },
      release: channel => channel.close(),
      discard: channel => channel.close(),
      nextSequence: () => ++sequence,
    };
    const request = { schema: link, type: 'RTM_GETLINK' as const, value: {}, flags: NLM_F_DUMP };
    const dump = (retries?: number) =>
      new Dump(pool, request, number => encodeRequest(request, number), { retries, timeout: 5000 });
    return {
      dump,
      change,
      attempts: () => sequence,
      async [Symbol.asyncDispose]() {
        sender[Symbol.dispose]();
        await sandbox[Symbol.asyncDispose]();
      },
    };
  }

  test('an iteration that has begun ends with EINTR', ctx =>
    expectNoLeak(async () => {
      await using links = crowd(ctx);
      let count = 0;
      const read = async () => {
        for await (const _ of links.dump()) if (++count === 1) links.change();
      };
      await expect(read()).rejects.toMatchObject({ code: 'EINTR', syscall: 'RTM_GETLINK' });
      expect(count).toBeGreaterThanOrEqual(manyLinks);
      expect(links.attempts()).toBe(1);
    }));

  test('toArray starts again and succeeds once they stop coming', ctx =>
    expectNoLeak(async () => {
      let changes = 0;
      await using links = crowd(ctx, change => {
        if (changes++ < 5) change();
      });
      const list = await links.dump().toArray();
      expect(list).toHaveLength(manyLinks + 6);
      expect(new Set(list.map(({ ifname }) => ifname))).toHaveLength(manyLinks + 6);
      expect(links.attempts()).toBeGreaterThan(1);
    }));

  test('toArray gives up when they do not stop', ctx =>
    expectNoLeak(async () => {
      await using links = crowd(ctx, change => change());
      await expect(links.dump(3).toArray()).rejects.toMatchObject({
        code: 'EINTR',
        message: expect.stringContaining('(4 attempts)'),
      });
      expect(links.attempts()).toBe(4);
    }));
});

test('dumps that are broken off leak nothing, and the next starts anew', ctx =>
  expectNoLeak(async () => {
    await using sandbox = Sandbox.create(ctx);
    const { routes } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    await routes.all('add', routeList(20_000));
    for (let i = 0; i < 20; i++) {
      for await (const batch of routes.list({ family: 'inet', table: 1000 }).batches()) {
        expect(batch.length).toBeLessThan(20_000);
        break;
      }
    }
    expect(await routes.list({ family: 'inet', table: 1000 }).toArray()).toHaveLength(20_000);
    const controller = new AbortController();
    const { signal } = controller;
    const reading = routes.list({ family: 'inet', table: 1000 }, { signal }).toArray();
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(reading).rejects.toThrow('enough');
  }));

test('a connection that is closed while a slow reader holds a part: the next step fails, and nothing else', ctx =>
  expectNoLeak(async () => {
    await using sandbox = Sandbox.create(ctx);
    const { routes, connection } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    await routes.all('add', routeList(40_000));
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const batches = routes.list({ family: 'inet', table: 1000 }).batches();
    await batches.next();
    connection.close();
    await sleep(50);
    await expect(batches.next()).rejects.toMatchObject({ code: 'EBADF' });
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  }));
