import { describe, expect, it } from 'vitest';
import type { ObjectEvent, RouteMessages } from '../../../src/netlink/index.js';
import { InterfaceNames } from '../../../src/netlink/route/interface-names.js';
import { Sandbox } from '../../support/sandbox.js';

/** An event about a link, or about the number of a namespace. */
function told(event: string, value: object, nsid?: number, object = 'link'): ObjectEvent<RouteMessages> {
  return { event, object, value, ...(nsid === undefined ? {} : { nsid }) } as ObjectEvent<RouteMessages>;
}

const link = (index: number, ifname: string | undefined, rest: object = {}) => ({
  index,
  ifname,
  flags: [],
  family: 'unspec',
  ...rest,
});

describe('InterfaceNames', () => {
  it('follows renames, states and ends', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const names = new InterfaceNames();
    expect(names.knows(undefined)).toBe(false);
    await names.load(sandbox.rtnetlink);
    expect(names.knows(undefined)).toBe(true);
    expect([names.name(1), names.isUp(1)]).toEqual(['lo', false]);

    names.observe(told('new', link(900, 'eth0', { flags: ['up'] })));
    expect([names.name(900), names.isUp(900)]).toEqual(['eth0', true]);
    names.observe(told('new', link(900, 'wan')));
    expect([names.name(900), names.isUp(900)]).toEqual(['wan', false]);
    names.observe(told('new', link(900, undefined)));
    names.observe(told('del', link(900, 'wan', { family: 'bridge' })));
    names.observe(told('new', { ...link(900, 'x'), ifindex: 900 }, undefined, 'neigh'));
    expect(names.name(900)).toBe('wan');
    names.observe(told('del', link(900, 'wan')));
    expect([names.name(900), names.isUp(900)]).toEqual(['if900', undefined]);
  });

  it('asks the kernel for what is not known, until the connection is closed', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const names = new InterfaceNames();
    names.lookUpIn(sandbox.rtnetlink);
    sandbox.ip('link add d0 index 40 type veth peer name d1 index 41');
    expect([names.name(40), names.isUp(40)]).toEqual(['d0', false]);
    sandbox.ip('link set d0 name renamed');
    expect(names.name(40)).toBe('d0');
    expect(names.name(77)).toBe('if77');
    sandbox.rtnetlink.close();
    expect([names.name(40), names.name(41)]).toEqual(['d0', 'if41']);
  });

  it('asks again after it forgot', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ip('link add d0 index 40 type veth peer name d1 index 41');
    const names = new InterfaceNames();
    await names.load(sandbox.rtnetlink);
    names.observe(told('new', link(5, 'theirs'), 7));
    sandbox.ip('link set d0 name renamed');
    sandbox.ip('link set renamed up');
    expect(names.name(40)).toBe('d0');
    names.forget();
    expect([names.name(40), names.isUp(40)]).toEqual(['renamed', true]);
    expect([names.knows(undefined), names.knows(7)]).toEqual([true, false]);
  });

  it('keeps those of other namespaces apart, until their number is gone', async ctx => {
    await using here = Sandbox.create(ctx);
    await using there = Sandbox.create(ctx);
    there.ip('link add d0 index 40 type veth peer name d1 index 41');
    await here.rtnetlink.nsids.add({ fd: there.namespace.fd, nsid: 7 });
    const names = new InterfaceNames();
    await names.load(here.rtnetlink);
    expect(names.name(40, 7)).toBe('if40');
    // Of a namespace that was not read, nothing is kept: it would be taken for all there is.
    names.observe(told('new', link(50, 'early'), 7));
    expect(names.knows(7)).toBe(false);
    await names.load(here.rtnetlink, 7);
    expect([names.name(40, 7), names.name(40)]).toEqual(['d0', 'if40']);
    names.observe(told('new', link(40, 'renamed'), 7));
    expect([names.name(40, 7), names.name(40)]).toEqual(['renamed', 'if40']);
    names.observe(told('new', { nsid: 7 }, undefined, 'nsid'));
    expect(names.knows(7)).toBe(true);
    names.observe(told('del', { nsid: 7 }, undefined, 'nsid'));
    expect([names.knows(7), names.name(40, 7)]).toEqual([false, 'if40']);
  });

  it('has no names of a namespace that it may not read, and fails for our own', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const names = new InterfaceNames();
    await names.load(sandbox.rtnetlink, 4711);
    expect([names.knows(4711), names.name(1, 4711)]).toEqual([true, 'if1']);
    sandbox.rtnetlink.close();
    await expect(names.load(sandbox.rtnetlink)).rejects.toThrow(/EBADF/);
  });
});
