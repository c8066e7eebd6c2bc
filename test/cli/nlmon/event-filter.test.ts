import { describe, expect, it } from 'vitest';
import { eventFilter } from '../../../src/cli/nlmon/event-filter.js';
import type { Settings } from '../../../src/cli/nlmon/settings.js';
import { type Event, event, interfaces, plainSettings } from './support.js';

const passes = (given: Partial<Settings>, ...events: Event[]) =>
  events.map(eventFilter({ ...plainSettings, ...given }, interfaces));

describe('eventFilter', () => {
  it('lets pass the objects that are asked for', () => {
    expect(passes({ objects: ['neighs'] }, event('neigh', {}), event('link', {}))).toEqual([true, false]);
  });

  it('leaves out routes that a lookup made', () => {
    expect(passes({}, event('route', { flags: ['cloned'] }), event('route', {}))).toEqual([false, true]);
  });

  it('chooses neighbours by address family, as their one group does not', () => {
    const events = [event('neigh', { family: 'inet' }), event('neigh', { family: 'inet6' })];
    expect(passes({ family: 'inet6' }, ...events)).toEqual([false, true]);
    expect(passes({}, ...events)).toEqual([true, true]);
  });

  it('chooses routes by table, and nothing else', () => {
    const events = [
      event('route', { table: 100 }),
      event('route', { table: 254 }),
      event('rule', { table: 254 }),
    ];
    expect(passes({ table: 100 }, ...events)).toEqual([true, false, true]);
    expect(passes({ table: 'all' }, ...events)).toEqual([true, true, true]);
  });

  it.each<[string, object, boolean]>([
    ['link', { index: 2, ifname: 'eth0' }, true],
    ['link', { index: 9, ifname: 'eth0' }, true],
    ['link', { index: 3, ifname: 'eth1' }, false],
    ['addr', { index: 2 }, true],
    ['addr', { index: 3 }, false],
    ['route', { oif: 2 }, true],
    ['route', {}, false],
    ['route', { multipath: [{ ifindex: 3 }, { ifindex: 2 }] }, true],
    ['route', { multipath: [{ ifindex: 3 }] }, false],
    ['neigh', { ifindex: 2 }, true],
    ['netconf', { ifindex: 3 }, false],
    ['nexthop', { oif: 2 }, true],
    ['nexthop', {}, false],
    ['rule', { iifname: 'eth0' }, true],
    ['rule', { oifname: 'eth0' }, true],
    ['rule', {}, false],
    ['nsid', { nsid: 1 }, false],
  ])('about eth0: %s %j: %s', (object, value, expected) => {
    expect(passes({ device: 'eth0' }, event(object, value))).toEqual([expected]);
  });

  it('knows an interface by its name in the namespace of the event', () => {
    const there = event('neigh', { ifindex: 2 }, { nsid: 7 });
    expect(passes({ device: 'eth0' }, there)).toEqual([false]);
    expect(passes({ device: 'other' }, there)).toEqual([true]);
  });
});
