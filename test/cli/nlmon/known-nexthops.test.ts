import { expect, it } from 'vitest';
import { plainDisplay } from '../../../src/cli/nlmon/format/display.js';
import { KnownNexthops, wantsNexthops } from '../../../src/cli/nlmon/known-nexthops.js';
import { NetlinkError } from '../../../src/netlink/error.js';
import type { Rtnetlink } from '../../../src/netlink/route/rtnetlink.js';
import { event, plainSettings } from './support.js';

const answering = (toArray: () => Promise<unknown>) =>
  ({ nexthops: { list: () => ({ toArray }) } }) as unknown as Rtnetlink;

it('is wanted by routes with details', () => {
  const details = { ...plainDisplay, details: true };
  expect(wantsNexthops({ ...plainSettings, objects: ['routes'], display: details })).toBe(true);
  expect(wantsNexthops({ ...plainSettings, objects: ['links'], display: details })).toBe(false);
  expect(wantsNexthops({ ...plainSettings, objects: ['routes'] })).toBe(false);
});

it('knows what is there, and follows events of our own namespace', async () => {
  const known = new KnownNexthops();
  await known.load(answering(async () => [{ id: 1, oif: 2 }]));
  expect(known.get(1)).toEqual({ id: 1, oif: 2 });
  known.observe(event('nexthop', { id: 2, oif: 3 }));
  known.observe(event('nexthop', { id: 1 }, { event: 'del' }));
  known.observe(event('nexthop', { id: 2, oif: 9 }, { nsid: 7 }));
  known.observe(event('link', { id: 2 }));
  expect([known.get(1), known.get(2)?.oif]).toEqual([undefined, 3]);
  await known.load(answering(async () => []));
  expect(known.get(2)).toBeUndefined();
});

it('knows none where the kernel has none, and passes on what else goes wrong', async () => {
  const known = new KnownNexthops();
  const failing = (code: number) =>
    answering(async () => {
      throw new NetlinkError({ request: 'RTM_GETNEXTHOP', errno: -code });
    });
  await known.load(failing(95));
  expect(known.get(1)).toBeUndefined();
  await expect(known.load(failing(105))).rejects.toThrow(/ENOBUFS/);
});
