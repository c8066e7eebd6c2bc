import { describe, expect, test } from 'vitest';
import {
  attributes,
  message,
  Rtnetlink,
  route,
  routeGroups,
  Subscription,
  type UnknownEvent,
} from '../../src/netlink/index.js';
import { struct, u32, WireError } from '../../src/wire/index.js';
import { next } from '../support/collector.js';
import { expectNoLeak } from '../support/descriptors.js';
import { quietNetwork } from '../support/quiet-network.js';
import { thrown } from '../support/thrown.js';

const { ipv4Route, link: linkGroup } = routeGroups.numbers;

describe('events', () => {
  test('are decoded, with the time they were received at', ctx =>
    expectNoLeak(async () => {
      await using sandbox = quietNetwork(ctx);
      const { connection, routes } = sandbox.rtnetlink;
      await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route', 'link', linkGroup]);
      const events = subscription[Symbol.asyncIterator]();
      const before = Date.now();
      await routes.add({ dst: '10.1.0.0/16', dev: 'lo' });
      sandbox.ip('link set lo mtu 1400');
      await routes.delete({ dst: '10.1.0.0/16' });
      const list = await next(events, 3);
      expect(list).toMatchObject([
        { event: 'new', object: 'route', value: { dst: '10.1.0.0', dstLen: 16, oif: 1 }, type: 24 },
        { event: 'new', object: 'link', value: { ifname: 'lo', mtu: 1400 }, type: 16 },
        { event: 'del', object: 'route', value: { dst: '10.1.0.0' }, type: 25 },
      ]);
      for (const { time } of list) {
        expect(time).toBeGreaterThan(before - 5);
        expect(time).toBeLessThan(Date.now() + 5);
      }
      // Who made the request is told.
      const ports = sandbox.ports();
      const [added] = list;
      expect(added?.event === 'new' && ports.includes(added.port)).toBe(true);
      expect(added).not.toHaveProperty('nsid');
      expect(connection.closed).toBe(false);
    }));

  test('tell replace and append from new', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const { routes } = sandbox.rtnetlink;
    await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route']);
    const events = subscription[Symbol.asyncIterator]();
    const dst = '10.1.0.0/16';
    await routes.add({ dst, dev: 'lo' });
    await routes.replace({ dst, dev: 'lo', metrics: { mtu: 1400 } });
    await routes.append({ dst, type: 'unreachable' });
    await routes.set({ dst, dev: 'lo', metrics: { mtu: 1300 } });
    await routes.delete({ dst, dev: 'lo' });
    const list = await next(events, 5);
    expect(list.map(({ event }) => event)).toEqual(['new', 'replace', 'append', 'replace', 'del']);
  });

  test('of types that no schema is for come as bytes', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const { namespace } = sandbox;
    const wide = message({
      name: 'wide',
      types: { RTM_NEWROUTE: 24 },
      header: struct(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field${i}`, u32]))),
      attributes: attributes('WIDE', {}),
    });
    await using none = new Subscription({}, [ipv4Route], { namespace });
    await using some = new Subscription({ wide }, [ipv4Route], { namespace });
    await using whole = new Subscription({ route }, [ipv4Route], { namespace });
    sandbox.ip('route add 10.1.0.0/16 dev lo');
    const [{ value: bare }, { value: short }, { value: known }] = await Promise.all([
      none[Symbol.asyncIterator]().next(),
      some[Symbol.asyncIterator]().next(),
      whole[Symbol.asyncIterator]().next(),
    ]);
    expect(bare).toMatchObject({ event: 'unknown', type: 24, bytes: expect.any(Uint8Array) });
    expect(bare).not.toHaveProperty('error');
    // A header longer than the message: kept too, with the reason.
    expect(short).toMatchObject({ event: 'unknown', type: 24, error: expect.any(WireError) });
    expect((short as UnknownEvent).bytes).toEqual((bare as UnknownEvent).bytes);
    expect(known).toMatchObject({ event: 'new', object: 'route', value: { dst: '10.1.0.0' } });
    expect(known!.time).toBeCloseTo(bare!.time, -4);
  });

  test('100,000 are delivered, in order, with the default buffer', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const { routes } = sandbox.rtnetlink;
    await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route']);
    expect(subscription.receiveBuffer).toBeGreaterThanOrEqual(8 * 1024 * 1024);
    let [expected, gaps] = [0, 0];
    const reading = (async () => {
      for await (const batch of subscription.batches()) {
        for (const event of batch) {
          if (event.event === 'gap') gaps++;
          else if (event.event !== 'unknown' && event.object === 'route') {
            const index = expected++ % 50_000;
            expect(event.value.dst).toBe(`10.0.${index >> 8}.${index & 255}`);
          }
        }
        if (expected === 100_000 || gaps > 0) return;
      }
    })();
    const list = Array.from({ length: 50_000 }, (_, i) => ({ dst: `10.0.${i >> 8}.${i & 255}`, dev: 1 }));
    await routes.all('add', list);
    await routes.all('delete', list);
    await reading;
    expect([expected, gaps]).toEqual([100_000, 0]);
  });
});

describe('the receive buffer', () => {
  test('is what was asked for, which the kernel doubles', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const size = async (receiveBuffer?: number) => {
      await using subscription = sandbox.rtnetlink.subscribe(['link'], { receiveBuffer });
      return subscription.receiveBuffer;
    };
    expect(await size(100_000)).toBe(200_000);
    // The least that the kernel gives.
    expect(await size(1)).toBeLessThan(8192);
    expect(await size()).toBeGreaterThanOrEqual(8 * 1024 * 1024);
  });
});

describe('one that cannot be opened', () => {
  test('leaves nothing behind', ctx =>
    expectNoLeak(async () => {
      await using sandbox = quietNetwork(ctx);
      const { namespace } = sandbox;
      const { subscribe } = Rtnetlink.prototype;
      const open = (groups: any, options = {}) =>
        thrown(() => subscribe.call(sandbox.rtnetlink, groups, options));
      expect(open(['link', 1000])).toMatchObject({ name: 'SocketError', code: 'EINVAL' });
      expect(open(['lnik'])).toMatchObject({
        name: 'WireError',
        message: expect.stringContaining("did you mean 'link'?"),
      });
      expect(open(['toString'])).toMatchObject({ name: 'WireError' });
      expect(open(['link'], { receiveBuffer: 'much' })).toBeInstanceOf(Error);
      expect(thrown(() => new Subscription({}, [1], { protocol: 31, namespace }))).toMatchObject({
        code: 'EPROTONOSUPPORT',
      });
      expect(thrown(() => new Subscription({}, [1], { namespace: 'no-such-name' }))).toMatchObject({
        code: 'ENOENT',
      });
      namespace.close();
      expect(thrown(() => new Subscription({}, [1], { namespace }))).toMatchObject({ code: 'EBADF' });
      sandbox.rtnetlink.close();
      expect(open(['link'])).toMatchObject({
        code: 'EBADF',
        message: 'socket EBADF: the connection is closed',
      });
    }));
});
