import { describe, expect, test } from 'vitest';
import { link } from '../../../../src/netlink/route/link.js';
import { type LinkOptions, linkValue } from '../../../../src/netlink/route/options/link.js';
import { attribute, cString, join, u16, u32 } from '../../../support/netlink-bytes.js';
import { decode, encode } from '../../fixtures.js';

const numbers: Record<string, number> = { eth0: 7, br0: 9 };
const value = (options: LinkOptions) =>
  linkValue(options, 'set', device => (typeof device === 'number' ? device : numbers[device]!));

describe('an interface', () => {
  test('is meant by name or number', () => {
    expect(value({ dev: 'eth0' })).toEqual({ family: 'unspec', index: 7, flags: [], change: 0 });
    expect(value({ dev: 4 }).index).toBe(4);
    expect(value({ ifname: 'new' })).not.toHaveProperty('index');
  });

  test('goes up and down with the flags that are to change', () => {
    expect(value({ dev: 4, up: true })).toMatchObject({ flags: ['up'], change: 1 });
    expect(value({ dev: 4, up: false })).toMatchObject({ flags: [], change: 1 });
    expect(value({ dev: 4, up: true, flags: { noarp: false, promisc: true } })).toMatchObject({
      flags: ['promisc', 'up'],
      change: 1 | 128 | 256,
    });
    expect(() => value({ dev: 4, flags: { promsic: false } as any })).toThrow("did you mean 'promisc'?");
  });

  test('stands on others, by name', () => {
    expect(value({ ifname: 'x', link: 'eth0', master: 'br0' })).toMatchObject({ link: 7, master: 9 });
    expect(value({ dev: 4, master: 0 }).master).toBe(0);
  });

  test('is of a kind, with data', () => {
    expect(value({ ifname: 'x', kind: 'bridge' }).linkinfo).toEqual({ kind: 'bridge' });
    const data = new Uint8Array(4);
    expect(value({ ifname: 'x', kind: 'vlan', data }).linkinfo).toEqual({ kind: 'vlan', data });
    expect(value({ dev: 4, mtu: 1400 })).not.toHaveProperty('linkinfo');
  });

  test('of a pair has the other end inside: struct ifinfomsg and its attributes', () => {
    const { linkinfo } = value({ ifname: 'v0', kind: 'veth', peer: { ifname: 'v1', up: true } });
    const header = join(u16(0), u16(0), u32(0, 1, 1));
    expect(linkinfo).toEqual({
      kind: 'veth',
      data: attribute(1, header, attribute(3, cString('v1'))),
    });
  });

  test('of any kind of pair has the other end among its data', () => {
    const of = (options: LinkOptions) => decode(link, encode(link, value(options))).linkinfo;
    const peer = { ifname: 'p1', link: 'eth0', kind: 'dummy' } as const;
    const inside = { ifname: 'p1', link: 7, linkinfo: { kind: 'dummy' } };
    expect(of({ kind: 'vxcan', peer })).toMatchObject({ kind: 'vxcan', data: { peer: inside } });
    expect(of({ kind: 'netkit', data: { mode: 'l2' }, peer })).toMatchObject({
      data: { mode: 'l2', peerInfo: inside },
    });
    expect(() => value({ kind: 'bridge', peer })).toThrow(
      "'peer' is for kinds that come in pairs: veth, vxcan, netkit",
    );
    expect(() => value({ peer })).toThrow("'peer' is for kinds that come in pairs");
    expect(() => value({ kind: 'veth', data: new Uint8Array(4), peer })).toThrow('not with bytes');
  });

  test('has the data of its kind by name', () => {
    const data = { id: 10, port: 4789, local: '10.0.0.1' };
    const { linkinfo } = value({ ifname: 'vx0', kind: 'vxlan', data });
    expect(linkinfo).toEqual({ kind: 'vxlan', data });
    expect(() => encode(link, value({ kind: 'vxlan', data: { stpState: 1 } }))).toThrow(
      "linkinfo.data: there is no field 'stpState'",
    );
    expect(() => encode(link, value({ kind: 'dummy', data: { id: 5 } }))).toThrow('linkinfo.data: bytes are');
  });
});
