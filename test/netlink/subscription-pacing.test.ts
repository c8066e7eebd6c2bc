import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { next } from '../support/collector.js';
import { Sandbox } from '../support/sandbox.js';

vi.mock('node:timers/promises', async importOriginal => {
  const actual = await importOriginal<typeof import('node:timers/promises')>();
  return { ...actual, setTimeout: vi.fn(actual.setTimeout) };
});

beforeEach(() => {
  vi.mocked(pause).mockClear();
});

test('an event after a silence is delivered without a timer', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  await using subscription = sandbox.rtnetlink.subscribe(['link']);
  const events = subscription[Symbol.asyncIterator]();
  for (const mtu of [1400, 1401, 1402]) {
    const waiting = next(events, 1);
    await new Promise(setImmediate);
    sandbox.ip(`link set lo mtu ${mtu}`);
    expect(await waiting).toMatchObject([{ value: { mtu } }]);
  }
  expect(pause).not.toHaveBeenCalled();
});

test('while many come, the next look at the socket waits for more of them', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  sandbox.ip('link set lo up');
  await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route']);
  const events = subscription[Symbol.asyncIterator]();
  const list = Array.from({ length: 100 }, (_, i) => ({ dst: `10.0.0.${i}`, dev: 1 }));
  await sandbox.rtnetlink.routes.all('add', list);
  expect(await next(events, 100)).toHaveLength(100);
  const waiting = next(events, 1);
  sandbox.ip('route add 10.1.0.0/16 dev lo');
  expect(await waiting).toMatchObject([{ value: { dst: '10.1.0.0' } }]);
  expect(pause).toHaveBeenCalledOnce();
});
