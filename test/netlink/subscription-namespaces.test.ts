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

describe('all namespaces', () => {
  test('events carry the number of the namespace that they are from; our own carry none', ctx =>
    expectNoLeak(async () => {
      await using here = network(ctx);
      await using there = network(ctx);
      await using stranger = network(ctx);
      await here.rtnetlink.nsids.add({ fd: there.namespace.fd, nsid: 7 });
      await using subscription = here.rtnetlink.subscribe(['link'], { allNamespaces: true });
      const events = subscription[Symbol.asyncIterator]();
      stranger.ip('link set lo down');
      there.ip('link set lo down');
      here.ip('link set lo down');
      const [other, own] = await next(events, 2);
      expect(other).toMatchObject({ event: 'new', object: 'link', nsid: 7, value: { ifname: 'lo' } });
      expect(own).toMatchObject({ event: 'new', object: 'link', value: { ifname: 'lo' } });
      expect(own).not.toHaveProperty('nsid');
    }));

  test('a link that moves is told by both sides', async ctx => {
    await using here = network(ctx);
    await using there = network(ctx);
    await here.rtnetlink.nsids.add({ fd: there.namespace.fd, nsid: 7 });
    here.ip('link add v0 type veth peer name v1');
    await using subscription = here.rtnetlink.subscribe(['link'], { allNamespaces: true });
    const collector = new Collector(subscription);
    await here.rtnetlink.links.set({ dev: 'v1', netNsFd: there.namespace.fd });
    await collector.until(({ events }) => events.some(event => event.nsid === 7));
    expect(collector.events.find(({ event }) => event === 'del')).toMatchObject({
      value: { ifname: 'v1', newNetnsid: 7 },
    });
    expect(collector.events.find(({ nsid }) => nsid === 7)).toMatchObject({
      event: 'new',
      value: { ifname: 'v1' },
    });
  });

  test('is off unless asked for', async ctx => {
    await using here = network(ctx);
    await using there = network(ctx);
    await here.rtnetlink.nsids.add({ fd: there.namespace.fd, nsid: 7 });
    await using subscription = here.rtnetlink.subscribe(['link']);
    there.ip('link set lo down');
    here.ip('link set lo down');
    const [first] = await next(subscription[Symbol.asyncIterator](), 1);
    expect(first).toMatchObject({ value: { ifname: 'lo' } });
    expect(first).not.toHaveProperty('nsid');
  });
});
