import { expect, it } from 'vitest';
import type { Settings } from '../../../src/cli/nlmon/settings.js';
import { snapshot } from '../../../src/cli/nlmon/snapshot.js';
import { Sandbox } from '../../support/sandbox.js';
import { type Event, plainSettings } from './support.js';

async function read(sandbox: Sandbox, given: Partial<Settings>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of snapshot(sandbox.rtnetlink, { ...plainSettings, ...given })) events.push(event);
  return events;
}

it('tells what is there, object by object, as new', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  sandbox.ip('link set lo up');
  sandbox.ip('link add d0 type veth peer name d1');
  sandbox.ip('link set d0 up');
  sandbox.ip('route add 192.0.2.0/24 dev d0 table 100');
  sandbox.ip('neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev d0');
  const events = await read(sandbox, { objects: ['neighs', 'links', 'rules'] });
  expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['new']));
  const kinds = events.map(({ object }) => object);
  expect([...new Set(kinds)]).toEqual(['neigh', 'link', 'rule']);
  expect(events.filter(({ object }) => object === 'link').map(({ value }) => (value as any).ifname)).toEqual([
    'lo',
    'd1',
    'd0',
  ]);
  expect(events[0]).toMatchObject({ type: 28, value: { dst: '192.0.2.9' } });
});

it('has routes of one table and address family, and never those that forward multicast', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  sandbox.ip('link set lo up');
  sandbox.ip('route add 192.0.2.0/24 dev lo table 100');
  sandbox.ip('-6 route add 2001:db8::/32 dev lo table 100');
  const routes = async (given: Partial<Settings>) =>
    (await read(sandbox, { objects: ['routes'], ...given })).map(({ value }) => (value as any).dst);
  expect(await routes({ table: 100 })).toEqual(['192.0.2.0', '2001:db8::']);
  expect(await routes({ table: 100, family: 'inet6' })).toEqual(['2001:db8::']);
  const every = await read(sandbox, { objects: ['routes'] });
  const families = new Set(every.map(({ value }) => (value as any).family));
  expect([...families].every(family => ['inet', 'inet6', 'mpls'].includes(family))).toBe(true);
  expect(await routes({ table: 'all' })).toHaveLength(every.length);
});
