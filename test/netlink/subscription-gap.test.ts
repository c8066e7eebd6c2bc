import { describe, expect, test } from 'vitest';
import { Collector, next } from '../support/collector.js';
import { expectNoLeak } from '../support/descriptors.js';
import { Sandbox } from '../support/sandbox.js';

/** A namespace with lo up, and lo alone. */
function network(ctx: Parameters<typeof Sandbox.create>[0]): Sandbox {
  const sandbox = Sandbox.create(ctx);
  sandbox.ip('link set lo up');
  return sandbox;
}

describe('an overrun', () => {
  const list = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      dst: `10.0.${(from + i) >> 8}.${(from + i) & 255}`,
      dev: 1,
    }));

  test('is one gap behind what was queued before it, however much that is', ctx =>
    expectNoLeak(async () => {
      await using sandbox = network(ctx);
      const { routes } = sandbox.rtnetlink;
      // Room for more events than one look at the socket takes.
      await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route'], { receiveBuffer: 1 << 20 });
      await routes.all('add', list(0, 20_000));
      const collector = new Collector(subscription);
      await collector.until(({ gaps }) => gaps === 1);
      await routes.add({ dst: '192.0.2.1', dev: 1 });
      await collector.until(({ events }) => events.at(-1)?.event !== 'gap');
      const told = collector.events.map(event =>
        event.event === 'gap' ? event.reason : event.event !== 'unknown' && (event.value as any).dst,
      );
      const gap = told.indexOf('overrun');
      expect(gap).toBeGreaterThan(1024);
      expect(gap).toBeLessThan(20_000);
      expect(told.slice(0, gap)).toEqual(list(0, gap).map(({ dst }) => dst));
      expect(told.slice(gap)).toEqual(['overrun', '192.0.2.1']);
      expect(collector.events[gap]!.time).toBeCloseTo(Date.now(), -5);
    }));

  test('and another are two gaps, and the stream goes on', async ctx => {
    await using sandbox = network(ctx);
    const { routes } = sandbox.rtnetlink;
    await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route'], { receiveBuffer: 4096 });
    const events = subscription[Symbol.asyncIterator]();
    for (let round = 0; round < 5; round++) {
      await routes.all(round % 2 === 0 ? 'add' : 'delete', list(0, 200));
      let count = 0;
      for (;;) {
        const [event] = await next(events, 1);
        if (event!.event === 'gap') break;
        count++;
      }
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(200);
    }
    sandbox.ip('route add 192.0.2.1 dev lo');
    const [last] = await next(events, 1);
    expect(last).toMatchObject({ event: 'new', value: { dst: '192.0.2.1' } });
  });

  test('while the iteration waits is told too', async ctx => {
    await using sandbox = network(ctx);
    const { routes } = sandbox.rtnetlink;
    await using subscription = sandbox.rtnetlink.subscribe(['ipv4Route'], { receiveBuffer: 1 });
    const collector = new Collector(subscription);
    await routes.all('add', list(0, 1000));
    await collector.until(({ gaps }) => gaps > 0);
    await subscription[Symbol.asyncDispose]();
    await collector.ended;
  });
});
