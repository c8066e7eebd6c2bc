/** Compile-time tests: `tsc --noEmit` checks this file; nothing runs it. */
import { expectTypeOf } from 'vitest';
import type { LinkOptions } from '../../src/netlink/index.js';
import type { Link, linkInfoKinds } from '../../src/netlink/route/link.js';
import type { Decoded } from '../../src/wire/index.js';

declare const aLink: Link;
declare const aBond: Decoded<(typeof linkInfoKinds)['bond']>;
declare const aPair: Decoded<(typeof linkInfoKinds)['veth']>;

expectTypeOf(aBond.arpIpTarget).toEqualTypeOf<string[] | undefined>();
expectTypeOf(aBond.mode).extract<number>().toEqualTypeOf<number>();

// A link inside a link is one.
expectTypeOf(aPair.peer?.ifname).toEqualTypeOf<string | undefined>();
expectTypeOf(aPair.peer?.linkinfo?.kind).toEqualTypeOf<string | undefined>();

// What a kind has is one of many, until it is told which.
expectTypeOf(aLink.linkinfo?.data).not.toEqualTypeOf<Uint8Array | undefined>();
expectTypeOf<typeof aBond>().toExtend<NonNullable<NonNullable<Link['linkinfo']>['data']>>();
expectTypeOf<Uint8Array>().toExtend<NonNullable<NonNullable<Link['linkinfo']>['data']>>();

export const options: LinkOptions[] = [
  { ifname: 'vx0', kind: 'vxlan', data: { id: 10, port: 4789, local: '10.0.0.1' } },
  { ifname: 'bo0', kind: 'bond', data: { mode: '8023ad', arpIpTarget: ['10.0.0.1'] } },
  { ifname: 'x', kind: 'another', data: new Uint8Array(4) },
  { ifname: 'v0', kind: 'veth', peer: { ifname: 'v1', kind: 'veth' } },
  // @ts-expect-error no kind has such a field
  { ifname: 'vx0', kind: 'vxlan', data: { idd: 10 } },
  // @ts-expect-error no bond has such a mode
  { ifname: 'bo0', kind: 'bond', data: { mode: '8023bd', arpInterval: 5 } },
];
