import { describe, expect, test } from 'vitest';
import { ownNamespace, typeWith } from '../../src/netlink/connection.js';
import {
  attributes,
  Connection,
  link,
  message,
  NetworkNamespace,
  nexthop,
  route,
  SocketError,
  WireError,
} from '../../src/netlink/index.js';
import { struct, u8, u32 } from '../../src/wire/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { Sandbox } from '../support/sandbox.js';
import { thrown } from '../support/thrown.js';

/** A protocol whose kernel side throws short messages away without an answer (net/ipv4/fib_frontend.c). */
const NETLINK_FIB_LOOKUP = 10;
const silent = message({
  name: 'silent',
  types: { SILENT_GET: 16, SILENT_NEW: 17 },
  header: struct({ x: u32 }),
  attributes: attributes('SILENT', {}),
});
const unanswered = { schema: silent, type: 'SILENT_GET' as const, value: {} };
const loopback = { schema: link, type: 'RTM_GETLINK' as const, value: { index: 1 } };

const closedError = { name: 'SocketError', code: 'EBADF', message: expect.stringContaining('is closed') };
const canceled = { name: 'SocketError', code: 'ECANCELED' };

/** The error that a call throws. */
describe('a connection', () => {
  test('asks and reads tables without any privilege', () =>
    expectNoLeak(async () => {
      await using connection = Connection.open();
      expect(connection.namespace).toBeUndefined();
      const [lo] = await connection.request(loopback);
      expect(lo).toMatchObject({ ifname: 'lo', type: 'loopback', index: 1 });
      const links = await connection.dump(link).toArray();
      expect(links[0]).toMatchObject({ ifname: 'lo' });
      expect(connection.interfaceIndex('lo')).toBe(1);
    }));

  test('speaks with another namespace and closes its handle on it, not the caller’s', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      sandbox.ip('link add only-here type veth peer name other-end');
      const { namespace } = sandbox;
      const connection = Connection.open({ namespace });
      const index = connection.interfaceIndex('only-here');
      expect(sandbox.ipJson('link show only-here')[0].ifindex).toBe(index);
      await using outside = Connection.open();
      expect(thrown(() => outside.interfaceIndex('only-here'))).toMatchObject({
        name: 'SocketError',
        code: 'ENODEV',
        message: "ioctl ENODEV: there is no interface 'only-here'",
      });
      connection.close();
      expect(namespace.closed).toBe(false);
      expect(connection.namespace!.closed).toBe(true);
    }));

  test('outlives the caller’s handle on the namespace', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const handle = NetworkNamespace.open(`/proc/self/fd/${sandbox.namespace.fd}`);
    await using connection = Connection.open({ namespace: handle });
    handle.close();
    // Dump sockets are opened later, and there too.
    expect(await connection.dump(link).toArray()).toHaveLength(1);
  });

  test('may be opened by a path or a process', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    for (const namespace of [`/proc/self/fd/${sandbox.namespace.fd}`, '/proc/self/ns/net', process.pid]) {
      await using connection = Connection.open({ namespace });
      expect(connection.interfaceIndex('lo')).toBe(1);
    }
  });

  test('that cannot be opened leaves nothing behind', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      expect(thrown(() => Connection.open({ protocol: 200 }))).toMatchObject({ name: 'SocketError' });
      expect(thrown(() => Connection.open({ protocol: 31, namespace: sandbox.namespace }))).toMatchObject({
        code: 'EPROTONOSUPPORT',
      });
      expect(thrown(() => Connection.open({ namespace: 'no-such-name' }))).toMatchObject({ code: 'ENOENT' });
      const gone = NetworkNamespace.open('/proc/self/ns/net');
      gone.close();
      expect(thrown(() => Connection.open({ namespace: gone }))).toMatchObject({
        code: 'EBADF',
        message: 'setns EBADF: the network namespace is closed',
      });
      expect(thrown(() => ownNamespace(gone))).toBeInstanceOf(SocketError);
    }));

  test('names of interfaces that cannot be', async () => {
    await using connection = Connection.open();
    for (const name of ['', 'a-name-of-sixteen', 'nul\0', '…………………'])
      expect(thrown(() => connection.interfaceIndex(name))).toMatchObject({ code: 'ENODEV' });
  });

  test('values that cannot be written are a WireError, and nothing is sent', async () => {
    await using connection = Connection.open();
    const bad = { ...loopback, value: { indx: 1 } as any };
    await expect(connection.request(bad)).rejects.toThrow(
      expect.objectContaining({ message: "there is no field 'indx'; did you mean 'index'?" }),
    );
    await expect(connection.requestAll([loopback, bad])).rejects.toBeInstanceOf(WireError);
    await expect(connection.dump(link, { nonsense: 1 } as any).toArray()).rejects.toBeInstanceOf(WireError);
    expect(await connection.request(loopback)).toHaveLength(1);
  });

  test('a message type that the schema does not have is a TypeError', async () => {
    await using connection = Connection.open();
    await expect(connection.request({ ...loopback, type: 'RTM_NOTHING' as any })).rejects.toThrow(TypeError);
  });
});

describe('several things at once', () => {
  test('requests and dumps on one connection', () =>
    expectNoLeak(async () => {
      await using connection = Connection.open();
      const results = await Promise.all([
        ...Array.from({ length: 50 }, () => connection.request(loopback)),
        ...Array.from({ length: 5 }, () => connection.dump(link).toArray()),
        ...Array.from({ length: 5 }, () => connection.dump(route).toArray()),
      ]);
      for (const result of results.slice(0, 55)) expect(result[0]).toMatchObject({ ifname: 'lo' });
    }));

  test('a request inside the iteration over a dump', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { connection, routes } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    const list = Array.from({ length: 2000 }, (_, i) => ({ dst: `10.0.${i >> 8}.${i & 255}`, dev: 'lo' }));
    await routes.all('add', list);
    let count = 0;
    for await (const { dst } of connection.dump(route, { family: 'inet', table: 254 })) {
      if (count++ % 100 !== 0) continue;
      const [found] = await connection.request({
        schema: route,
        type: 'RTM_GETROUTE',
        value: { family: 'inet', dst, dstLen: 32 },
      });
      expect(found).toMatchObject({ dst, oif: 1 });
    }
    expect(count).toBe(2000);
  });

  test('dumps inside a dump, and one that is broken off', () =>
    expectNoLeak(async () => {
      await using connection = Connection.open();
      for await (const outer of connection.dump(link)) {
        for await (const inner of connection.dump(link)) {
          expect(inner.index).toBe(outer.index);
          break;
        }
        break;
      }
    }));
});

describe('a kernel that does not answer', () => {
  const open = (timeout?: number) => Connection.open({ protocol: NETLINK_FIB_LOOKUP, timeout });

  test('is ETIMEDOUT, by the connection’s time or the call’s own', () =>
    expectNoLeak(async () => {
      await using connection = open(20);
      await expect(connection.request(unanswered)).rejects.toMatchObject({
        code: 'ETIMEDOUT',
        message: expect.stringContaining('within 20 ms'),
      });
      await expect(connection.request(unanswered, { timeout: 10 })).rejects.toThrow('within 10 ms');
      await expect(connection.dump(silent).toArray()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      await expect(connection.dump(silent, {}, { timeout: 5 }).toArray()).rejects.toThrow('within 5 ms');
    }));

  test('can be left by a signal', () =>
    expectNoLeak(async () => {
      await using connection = open();
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = Promise.allSettled([
        connection.request(unanswered, { signal }),
        connection.request(unanswered, { signal: AbortSignal.abort(new Error('before')) }),
        connection.dump(silent, {}, { signal }).toArray(),
      ]);
      controller.abort(new Error('during'));
      expect((await waiting).map(outcome => (outcome as PromiseRejectedResult).reason.message)).toEqual([
        'during',
        'before',
        'during',
      ]);
      const outcomes = await connection.requestAll([unanswered, unanswered], { signal });
      expect(outcomes.map(outcome => (outcome as PromiseRejectedResult).reason.message)).toEqual([
        'during',
        'during',
      ]);
    }));

  test('is left by close: everything that waits is settled', () =>
    expectNoLeak(async () => {
      const connection = open();
      const waiting = Promise.allSettled([
        connection.request(unanswered),
        connection.requestAll([unanswered, unanswered]).then(outcomes => {
          for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
        }),
        connection.dump(silent).toArray(),
        connection.dump(silent)[Symbol.asyncIterator]().next(),
      ]);
      await new Promise(setImmediate);
      connection.close();
      for (const outcome of await waiting) expect(outcome).toMatchObject({ reason: canceled });
    }));
});

describe('closed', () => {
  test('every method says so, and closing again does nothing', () =>
    expectNoLeak(async () => {
      const connection = Connection.open();
      expect(connection.closed).toBe(false);
      const before = connection.dump(link);
      connection.checkOpen('test');
      connection.close();
      connection.close();
      await connection[Symbol.asyncDispose]();
      expect(connection.closed).toBe(true);
      await expect(connection.request(loopback)).rejects.toMatchObject(closedError);
      await expect(connection.requestAll([loopback])).rejects.toMatchObject(closedError);
      await expect(connection.requestAll([])).rejects.toMatchObject(closedError);
      await expect(before.toArray()).rejects.toMatchObject(closedError);
      await expect(connection.dump(link).toArray()).rejects.toMatchObject(closedError);
      await expect(connection.dump(link).batches().next()).rejects.toMatchObject(closedError);
      expect(thrown(() => connection.interfaceIndex('lo'))).toMatchObject(closedError);
      expect(thrown(() => connection.checkOpen('test'))).toMatchObject({ ...closedError, syscall: 'test' });
    }));

  test('in the middle of an iteration: the next step fails', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      sandbox.ip('link set lo up');
      const { routes, connection } = sandbox.rtnetlink;
      const list = Array.from({ length: 20_000 }, (_, i) => ({ dst: `10.0.${i >> 8}.${i & 255}`, dev: 1 }));
      await routes.all('add', list);
      const batches = routes.list({ family: 'inet' }).batches();
      expect((await batches.next()).value!.length).toBeGreaterThan(1000);
      connection.close();
      await expect(batches.next()).rejects.toMatchObject(closedError);
      expect(await batches.next()).toEqual({ done: true, value: undefined });
    }));

  test('with dump sockets idle and in use', () =>
    expectNoLeak(async () => {
      const connection = Connection.open();
      await Promise.all(Array.from({ length: 5 }, () => connection.dump(link).toArray()));
      const unfinished = connection.dump(link)[Symbol.asyncIterator]();
      await unfinished.next();
      connection.close();
      await unfinished.return!();
    }));

  test('during a long list of requests: the rest is ECANCELED', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { routes, connection } = sandbox.rtnetlink;
    sandbox.ip('link set lo up');
    const list = Array.from({ length: 10_000 }, (_, i) => ({ dst: `10.0.${i >> 8}.${i & 255}`, dev: 1 }));
    const writing = routes.all('add', list);
    setImmediate(() => connection.close());
    const outcomes = await writing;
    const done = outcomes.findIndex(({ status }) => status === 'rejected');
    expect(outcomes).toHaveLength(10_000);
    expect(done).toBeGreaterThan(0);
    for (const outcome of outcomes.slice(done)) expect(outcome).toMatchObject({ reason: canceled });
    expect(sandbox.ipJson('-4 route show dev lo')).toHaveLength(done);
  });
});

describe('the message type for a verb', () => {
  test('is found by its constant', () => {
    expect(typeWith(route, 'GET')).toBe('RTM_GETROUTE');
    expect(typeWith(link, 'SET')).toBe('RTM_SETLINK');
    expect(typeWith(nexthop, 'DEL')).toBe('RTM_DELNEXTHOP');
    expect(() => typeWith(nexthop, 'SET')).toThrow(new TypeError('nexthop has no SET message'));
    const header = struct({ x: u8 });
    const bare = message({ name: 'bare', types: {}, header, attributes: attributes('X', {}) });
    expect(() => typeWith(bare, 'GET')).toThrow('bare has no GET message');
  });
});
