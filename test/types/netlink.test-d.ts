/** Compile-time tests: `tsc --noEmit` checks this file; nothing runs it. */
import { expectTypeOf } from 'vitest';
import type { EncodableOf, FilterOf } from '../../src/netlink/message.js';
import type { Link } from '../../src/netlink/route/link.js';
import type { Nduseropt } from '../../src/netlink/route/nduseropt.js';
import type { Neigh } from '../../src/netlink/route/neigh.js';
import type { Nexthop } from '../../src/netlink/route/nexthop.js';
import type { Route, RouteInput, route } from '../../src/netlink/route/route.js';
import type { Stats, stats } from '../../src/netlink/route/stats.js';
import type { WireError } from '../../src/wire/index.js';

declare const aRoute: Route;
declare const aNeigh: Neigh;
declare const aLink: Link;
declare const aNexthop: Nexthop;
declare const aStats: Stats;
declare const anOption: Nduseropt;

// A header's field is always there, an enumeration is a name or the number that has none.
expectTypeOf(aRoute.dstLen).toEqualTypeOf<number>();
expectTypeOf(aRoute.protocol).extract<number>().toEqualTypeOf<number>();
expectTypeOf(aRoute.protocol)
  .extract<'static' | 'bird' | 'kernel'>()
  .toEqualTypeOf<'static' | 'bird' | 'kernel'>();
// @ts-expect-error no protocol has that name
expectTypeOf<'statik'>().toExtend<Route['protocol']>();
expectTypeOf(aNeigh.state).toEqualTypeOf<
  readonly (
    | 'incomplete'
    | 'reachable'
    | 'stale'
    | 'delay'
    | 'probe'
    | 'failed'
    | 'noarp'
    | 'permanent'
    | number
  )[]
>();

// An attribute may be missing.
expectTypeOf(aRoute.priority).toEqualTypeOf<number | undefined>();
expectTypeOf(aRoute.gateway).toEqualTypeOf<string | Uint8Array | undefined>();
expectTypeOf(aNeigh.lladdr).toEqualTypeOf<string | undefined>();
expectTypeOf(aLink.propList?.altIfname).toEqualTypeOf<string[] | undefined>();
expectTypeOf(aLink.stats64?.rxBytes).toEqualTypeOf<number | bigint | undefined>();
expectTypeOf(aNexthop.blackhole).toEqualTypeOf<true | undefined>();
expectTypeOf(aRoute.multipath?.[0]?.ifindex).toEqualTypeOf<number | undefined>();
expectTypeOf(aRoute.multipath?.[0]?.gateway).toEqualTypeOf<string | Uint8Array | undefined>();

// What no schema knows is there under its number.
expectTypeOf(aRoute['#57']).toEqualTypeOf<Uint8Array | readonly Uint8Array[] | undefined>();
expectTypeOf(aRoute['#rest']).toEqualTypeOf<Uint8Array | undefined>();
expectTypeOf(aRoute['#errors']).toEqualTypeOf<readonly WireError[] | undefined>();
// @ts-expect-error padding is no field
aNeigh._;

// What was decoded can be encoded; a request need not give every field.
expectTypeOf<Route>().toExtend<RouteInput>();
expectTypeOf<RouteInput>().toEqualTypeOf<EncodableOf<typeof route>>();
export const requests: RouteInput[] = [
  {},
  { family: 'inet', dst: '10.0.0.0', dstLen: 8, oif: 2, protocol: 'static', flags: ['onlink', 64] },
  { protocol: 200, '#57': '00ff', '#58': [Uint8Array.of(1)], metrics: { mtu: 1400, features: ['ecn'] } },
  { multipath: [{ gateway: '10.0.0.1', hops: 1 }] },
  // @ts-expect-error there is no such field
  { gatway: '10.0.0.1' },
  // @ts-expect-error there is no such protocol
  { protocol: 'statik' },
  // @ts-expect-error a number, not its text
  { priority: '5' },
  // @ts-expect-error there is no such metric
  { metrics: { mtuu: 5 } },
  // @ts-expect-error there is no such field of a hop
  { multipath: [{ gatway: '10.0.0.1' }] },
];

// What is asked may have other attributes than what the kernel says.
expectTypeOf(aStats.link64).not.toEqualTypeOf<undefined>();
expectTypeOf<FilterOf<typeof stats>['getFilters']>().not.toEqualTypeOf<undefined>();
// @ts-expect-error the kernel's own attributes are none of a dump's request
expectTypeOf<FilterOf<typeof stats>['link64']>();
expectTypeOf<FilterOf<typeof route>>().toEqualTypeOf<RouteInput>();

// A body's bytes are always there.
expectTypeOf(anOption.opts).toEqualTypeOf<Uint8Array>();
