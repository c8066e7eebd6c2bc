import { describe, expect, test } from 'vitest';
import { objectMessage, overrunMessage } from '../../../src/netlink/message-bytes.js';
import { type RecordedMessage, recordingStart, recordMessage } from '../../../src/netlink/recording.js';
import { routeMessages } from '../../../src/netlink/route/index.js';
import { type ReplayedEvent, RouteReplay } from '../../../src/netlink/route/route-replay.js';
import { WireError } from '../../../src/wire/index.js';
import { netlinkMessage, u32 } from '../../support/netlink-bytes.js';

const start = 1_700_000_000_000;
const link = (index: number, ifname: string) =>
  objectMessage(routeMessages.link, { family: 'unspec', index, ifname, flags: ['up'] });
const route = (oif: number) => objectMessage(routeMessages.route, { family: 'inet', type: 'unicast', oif });

function file(messages: readonly (Partial<RecordedMessage> & { bytes: Uint8Array })[]): Uint8Array {
  const records = messages.map(message => recordMessage('pcap', { time: start, present: false, ...message }));
  return new Uint8Array(Buffer.concat([recordingStart('pcap', start), ...records]));
}

async function all(
  replay: RouteReplay,
  each: (event: ReplayedEvent) => void = () => {},
): Promise<ReplayedEvent[]> {
  const events: ReplayedEvent[] = [];
  for await (const batch of replay.batches()) {
    for (const event of batch) {
      replay.observe(event);
      each(event);
      events.push(event);
    }
  }
  return events;
}

describe('a replay', () => {
  test('has the events as they were, with their bytes, losses and namespaces', async () => {
    const given = file([
      { bytes: link(1, 'lo'), present: true },
      { bytes: route(1), time: start + 0.25 },
      { bytes: overrunMessage() },
      { bytes: route(2), nsid: 4 },
      { bytes: netlinkMessage({ type: 999 }, u32(5)) },
    ]);
    const [first, second, third, fourth, fifth] = await all(new RouteReplay(given));
    expect(first).toMatchObject({ event: 'new', object: 'link', present: true, value: { ifname: 'lo' } });
    expect(second).toMatchObject({ event: 'new', object: 'route', time: start + 0.25, value: { oif: 1 } });
    expect(second).not.toHaveProperty('present');
    expect((second as { raw: Uint8Array }).raw).toEqual(route(1));
    expect(third).toEqual({ event: 'gap', reason: 'overrun', time: start });
    expect(fourth).toMatchObject({ object: 'route', nsid: 4 });
    expect(fifth).toMatchObject({ event: 'unknown', type: 999 });
  });

  test('has the names of interfaces as of each event, or else the next that it tells', async () => {
    const given = file([
      { bytes: link(1, 'first'), present: true },
      { bytes: route(1) },
      { bytes: route(2) },
      { bytes: link(2, 'late') },
      { bytes: link(1, 'second') },
      { bytes: route(1) },
      { bytes: link(2, 'later') },
      { bytes: route(2) },
      { bytes: route(3), nsid: 4 },
      { bytes: link(3, 'other'), nsid: 4 },
      { bytes: route(3), nsid: 4 },
      { bytes: route(3) },
    ]);
    const replay = new RouteReplay(given);
    const names: string[] = [];
    await all(replay, event => {
      if ('object' in event && event.object === 'route') {
        names.push(replay.interfaces.name(event.value.oif!, event.nsid));
      }
    });
    expect(names).toEqual(['first', 'late', 'second', 'later', 'if3', 'other', 'if3']);
  });

  test('an interface whose number was used again has the name of its own time', async () => {
    const del = link(2, 'gone');
    del[4] = routeMessages.link.types.RTM_DELLINK!;
    const given = file([
      { bytes: link(2, 'gone') },
      { bytes: del },
      { bytes: route(2) },
      { bytes: link(2, 'new') },
    ]);
    const replay = new RouteReplay(given);
    const names: string[] = [];
    await all(replay, () => names.push(replay.interfaces.name(2)));
    expect(names).toEqual(['gone', 'new', 'new', 'new']);
  });

  test('of a file that ends early gives what is whole, and then an error', async () => {
    const events: ReplayedEvent[] = [];
    const cut = file([{ bytes: route(1) }, { bytes: route(2) }]).slice(0, -1);
    await expect(all(new RouteReplay(cut), event => events.push(event))).rejects.toThrow(WireError);
    expect(events).toHaveLength(1);
    await expect(all(new RouteReplay(new Uint8Array(5)))).rejects.toThrow('not a recording');
  });
});

describe('the pace', () => {
  const given = file([
    { bytes: route(1) },
    { bytes: route(2), time: start + 400 },
    { bytes: route(3), time: start + 400 },
    { bytes: route(4), time: start + 800 },
  ]);
  const sizes = async (replay: RouteReplay) => {
    const list: number[] = [];
    for await (const batch of replay.batches()) list.push(batch.length);
    return list;
  };

  test('is at once unless asked for', async () => {
    expect(await sizes(new RouteReplay(given))).toEqual([4]);
  });

  test('hands out what happened together together', async () => {
    const before = performance.now();
    // On a busy machine more is due at once, but what happened at one time is never apart.
    const list = await sizes(new RouteReplay(given, { speed: 8 }));
    const ends = list.map((_, i) => list.slice(0, i + 1).reduce((sum, size) => sum + size));
    expect(ends.at(-1)).toBe(4);
    expect(ends).not.toContain(2);
    // Timers never fire early: it cannot have been faster than asked for.
    expect(performance.now() - before).toBeGreaterThan(95);
  });

  test('ends when it is closed, while it waits, before it begins, and twice', async () => {
    const slow = new RouteReplay(given, { speed: 0.001 });
    const list: number[] = [];
    for await (const batch of slow.batches()) {
      list.push(batch.length);
      setTimeout(() => slow.close(), 10);
    }
    expect(list).toEqual([1]);
    expect(slow.closed).toBe(true);
    slow.close();
    const closed = new RouteReplay(given);
    await closed[Symbol.asyncDispose]();
    expect(await sizes(closed)).toEqual([]);
  });
});
