import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Rtnetlink } from '../../src/netlink/index.js';
import { next } from '../support/collector.js';
import { descriptors, expectNoLeak } from '../support/descriptors.js';
import { quietNetwork } from '../support/quiet-network.js';
import { thrown } from '../support/thrown.js';

describe('the end', () => {
  test('close ends an iteration that waits', ctx =>
    expectNoLeak(async () => {
      await using sandbox = quietNetwork(ctx);
      const subscription = sandbox.rtnetlink.subscribe(['link']);
      const [items, batches] = [subscription[Symbol.asyncIterator](), subscription.batches()];
      const waiting = [items.next(), batches.next()];
      await new Promise(setImmediate);
      subscription.close();
      for (const step of waiting) expect(await step).toEqual({ done: true, value: undefined });
      subscription.close();
      expect(subscription.closed).toBe(true);
    }));

  test('close within the iteration ends it at once', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const subscription = sandbox.rtnetlink.subscribe(['link']);
    for (const mtu of [1400, 1401, 1402]) sandbox.ip(`link set lo mtu ${mtu}`);
    let count = 0;
    for await (const _ of subscription) {
      count++;
      subscription.close();
    }
    expect(count).toBe(1);
  });

  test('break closes', ctx =>
    expectNoLeak(async () => {
      await using sandbox = quietNetwork(ctx);
      const subscription = sandbox.rtnetlink.subscribe(['link']);
      sandbox.ip('link set lo mtu 1400');
      for await (const _ of subscription) break;
      expect(subscription.closed).toBe(true);
      const other = sandbox.rtnetlink.subscribe(['link']);
      sandbox.ip('link set lo mtu 1401');
      for await (const _ of other.batches()) break;
      expect(other.closed).toBe(true);
    }));

  test('a signal ends it with its reason', ctx =>
    expectNoLeak(async () => {
      await using sandbox = quietNetwork(ctx);
      const controller = new AbortController();
      const { signal } = controller;
      const subscription = sandbox.rtnetlink.subscribe(['link'], { signal });
      const waiting = subscription[Symbol.asyncIterator]().next();
      await new Promise(setImmediate);
      controller.abort(new Error('enough'));
      expect(subscription.closed).toBe(true);
      await expect(waiting).rejects.toThrow('enough');
      await expect(subscription.batches().next()).rejects.toThrow('enough');
      expect(thrown(() => sandbox.rtnetlink.subscribe(['link'], { signal })).message).toBe('enough');
    }));

  test('a signal within the iteration ends it at the next step', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const controller = new AbortController();
    const subscription = sandbox.rtnetlink.subscribe(['link'], { signal: controller.signal });
    for (const mtu of [1400, 1401, 1402]) sandbox.ip(`link set lo mtu ${mtu}`);
    let count = 0;
    const read = async () => {
      for await (const _ of subscription) {
        count++;
        controller.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect(count).toBe(1);
  });

  test('a signal ends one that nobody reads, and its socket', async () => {
    await using rtnetlink = Rtnetlink.open();
    const before = descriptors();
    const controller = new AbortController();
    rtnetlink.subscribe(['link'], { signal: controller.signal });
    expect(descriptors()).toBe(before + 1);
    controller.abort();
    expect(descriptors()).toBe(before);
  });

  test('a signal that outlives the subscription keeps nothing of it', async () => {
    await using rtnetlink = Rtnetlink.open();
    const controller = new AbortController();
    const { signal } = controller;
    for (let i = 0; i < 10; i++) rtnetlink.subscribe(['link'], { signal }).close();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('of the connection is not the subscription’s', async ctx => {
    await using sandbox = quietNetwork(ctx);
    const subscription = sandbox.rtnetlink.subscribe(['link']);
    sandbox.rtnetlink.close();
    sandbox.ip('link set lo mtu 1400');
    expect(await next(subscription[Symbol.asyncIterator](), 1)).toMatchObject([{ object: 'link' }]);
    subscription.close();
  });

  test('afterwards nothing is left to do', async () => {
    await using rtnetlink = Rtnetlink.open();
    const subscription = rtnetlink.subscribe(['link']);
    expect(subscription.closed).toBe(false);
    subscription.close();
    expect(await subscription[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(await subscription.batches().next()).toEqual({ done: true, value: undefined });
    expect(thrown(() => subscription.receiveBuffer)).toMatchObject({ name: 'SocketError', code: 'EBADF' });
    expect(subscription.unref()).toBe(subscription);
    await subscription[Symbol.asyncDispose]();
  });
});
