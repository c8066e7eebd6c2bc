import { describe, expect, it } from 'vitest';
import { type RouteEvent, RouteMonitor } from '../../../src/netlink/route/route-monitor.js';
import { SocketError } from '../../../src/socket/index.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { Sandbox } from '../../support/sandbox.js';

/** Reads a monitor until an event meets a condition; tells each event with the name that its interface has then. */
async function readUntil(
  monitor: RouteMonitor,
  isLast: (event: RouteEvent) => boolean,
): Promise<{ event: RouteEvent; name: string | undefined }[]> {
  const seen: { event: RouteEvent; name: string | undefined }[] = [];
  for await (const batch of monitor.batches()) {
    for (const event of batch) {
      if (event.event === 'gap' || event.event === 'unknown') {
        seen.push({ event, name: undefined });
        continue;
      }
      monitor.interfaces.observe(event);
      const value = event.value as { index?: number; oif?: number; ifindex?: number };
      const index = value.oif ?? value.index ?? value.ifindex;
      seen.push({
        event,
        name: index === undefined ? undefined : monitor.interfaces.name(index, event.nsid),
      });
      if (isLast(event)) return seen;
    }
  }
  throw new Error(`ended after ${seen.length} events`);
}

const isRoute = (dst: string) => (event: RouteEvent) =>
  event.event !== 'gap' && event.event !== 'unknown' && event.object === 'route' && event.value.dst === dst;

describe('RouteMonitor', () => {
  it('has the names of the moment of each event, in the midst of a bufferful', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      sandbox.ip('link add d0 type veth peer name d1');
      sandbox.ip('link set d0 up');
      await using monitor = await RouteMonitor.open(['ipv4Route'], { namespace: sandbox.namespace });
      sandbox.ipBatch([
        'route add 192.0.2.1 dev d0',
        'link set d0 name d7',
        'route add 192.0.2.2 dev d7',
        'link set d7 name d8',
        'route add 192.0.2.3 dev d8',
      ]);
      const seen = await readUntil(monitor, isRoute('192.0.2.3'));
      const routes = seen.filter(({ event }) => 'object' in event && event.object === 'route');
      expect(routes.map(({ name }) => name)).toEqual(['d0', 'd7', 'd8']);
    }));

  it('learns names anew after a gap', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ip('link add d0 type veth peer name d1');
    sandbox.ip('link set d0 up');
    await using monitor = await RouteMonitor.open(['ipv4Route'], {
      namespace: sandbox.namespace,
      receiveBuffer: 4096,
    });
    // Nobody reads meanwhile: the buffer is full long before the interface is renamed.
    const routes = Array.from({ length: 200 }, (_, i) => `route add 192.0.2.${i} dev d0`);
    sandbox.ipBatch([...routes, 'link set d0 name d7']);
    const marks: RouteEvent[] = [];
    let names: (string | undefined)[] = [];
    const reading = readUntil(monitor, isRoute('198.51.100.1')).then(seen => {
      names = seen.map(({ name }) => name);
      marks.push(...seen.map(({ event }) => event));
    });
    // What is queued is read up to the gap before the next is told.
    while (sandbox.run('cat', ['/proc/net/netlink']).split('\n').some(hasQueue))
      await new Promise(setImmediate);
    sandbox.ip('route add 198.51.100.1 dev d7');
    await reading;
    expect(marks.filter(({ event }) => event === 'gap')).toHaveLength(1);
    const gap = marks.findIndex(({ event }) => event === 'gap');
    expect(names[gap - 1]).toBe('d0');
    expect(names.at(-1)).toBe('d7');
  });

  it('listens to the namespaces that have numbers, with names of their own', ctx =>
    expectNoLeak(async () => {
      await using here = Sandbox.create(ctx);
      await using there = Sandbox.create(ctx);
      here.ip('link add d0 index 40 type veth peer name d1 index 41');
      there.ip('link add e0 index 40 type veth peer name e1 index 41');
      here.ip('link set d0 up');
      there.ip('link set e0 up');
      await here.rtnetlink.nsids.add({ fd: there.namespace.fd, nsid: 7 });
      await using monitor = await RouteMonitor.open(['ipv4Route'], {
        namespace: here.namespace,
        allNamespaces: true,
      });
      there.ip('route add 192.0.2.1 dev e0');
      here.ip('route add 192.0.2.2 dev d0');
      there.ip('link set e0 name e7');
      there.ip('route add 192.0.2.3 dev e7');
      const seen = await readUntil(monitor, isRoute('192.0.2.3'));
      const routes = seen.filter(({ event }) => 'object' in event && event.object === 'route');
      // The names there are read at the first event from there: the first bufferful may be of several.
      expect(routes[0]).toMatchObject({ event: { nsid: 7 }, name: expect.stringMatching(/^e[07]$/) });
      expect(routes[1]!.name).toBe('d0');
      expect(routes[1]!.event.nsid).toBeUndefined();
      expect(routes[2]).toMatchObject({ event: { nsid: 7 }, name: 'e7' });
    }));

  it('ends when it is closed, twice, and before it was read', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      const monitor = await RouteMonitor.open(['link'], { namespace: sandbox.namespace });
      monitor.close();
      monitor.close();
      for await (const _ of monitor.batches()) throw new Error('an event after the end');

      const second = await RouteMonitor.open(['link'], { namespace: sandbox.namespace });
      const reading = (async () => {
        for await (const _ of second.batches());
      })();
      second.close();
      await reading;
    }));

  it('leaves nothing open when it cannot be opened', () =>
    expectNoLeak(async () => {
      const failure = RouteMonitor.open(['link'], { namespace: '/proc/self/ns/mnt' });
      await expect(failure).rejects.toThrow(SocketError);
      await expect(RouteMonitor.open(['link'], { receiveBuffer: -1.5 })).rejects.toThrow();
    }));
});

/** Whether a line of /proc/net/netlink is about a socket with something to read (Rmem). */
function hasQueue(line: string): boolean {
  const columns = line.trim().split(/\s+/);
  return columns[1] === '0' && Number(columns[4]) > 0;
}
