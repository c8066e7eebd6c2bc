/** Hosts of a test's own, each a network namespace, with wires between them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { Sandbox } from './sandbox.js';

/** Named hosts, closed together. */
export type Hosts<N extends string> = Record<N, Sandbox> & AsyncDisposable;

/** A wire: at each end the host, its interface and its addresses. */
export type Wire<N extends string> = readonly [end: WireEnd<N>, end: WireEnd<N>];
type WireEnd<N extends string> = readonly [host: N, device: string, ...addresses: string[]];

/** Makes hosts and the wires between them, and waits until these carry something. */
export async function hosts<const N extends string>(
  ctx: TestContext,
  names: readonly N[],
  wires: readonly Wire<N>[],
): Promise<Hosts<N>> {
  const made = Object.fromEntries(names.map(name => [name, Sandbox.create(ctx)])) as Record<N, Sandbox>;
  // Addresses are there to be used at once, those of the link too.
  for (const name of names)
    sysctl(made[name], 'net.ipv6.conf.default.accept_dad=0', 'net.ipv6.conf.all.accept_dad=0');
  for (const [one, other] of wires) {
    const there = `/proc/${process.pid}/fd/${made[other[0]].namespace.fd}`;
    made[one[0]].ip(`link add ${one[1]} type veth peer name ${other[1]} netns ${there}`);
  }
  for (const name of names) {
    const ends = wires.flat().filter(([host]) => host === name);
    const addresses = ends.flatMap(([, device, ...list]) =>
      list.map(address => `addr add ${address} dev ${device}${address.includes(':') ? ' nodad' : ' brd +'}`),
    );
    made[name].ipBatch([
      'link set lo up',
      ...addresses,
      ...ends.map(([, device]) => `link set ${device} up`),
    ]);
  }
  for (const [[host, device]] of wires) await carrying(made[host], device);
  for (const [, [host, device]] of wires) await carrying(made[host], device);
  return {
    ...made,
    async [Symbol.asyncDispose]() {
      for (const host of Object.values<Sandbox>(made)) await host[Symbol.asyncDispose]();
    },
  };
}

/** An interface that has just been set up drops what is sent, until the kernel's own work queue comes to it. */
async function carrying(host: Sandbox, device: string): Promise<void> {
  for (let i = 0; host.ipJson(`link show dev ${device}`)[0].operstate !== 'UP'; i++) {
    if (i === 500) throw new Error(`${device} does not come up`);
    await sleep(10);
  }
}

/** Writes sysctls, a `name=value` each. */
export function sysctl(host: Sandbox, ...settings: readonly string[]): void {
  for (const setting of settings) {
    const [name, value] = setting.split('=') as [string, string];
    host.run('sh', ['-c', `echo "${value}" > /proc/sys/${name.replaceAll('.', '/')}`]);
  }
}

/** Two hosts on one wire: 10.9.1.1 and fd09:1::1 on va, 10.9.1.2 and fd09:1::2 on vb. */
export async function twoHosts(ctx: TestContext): Promise<Hosts<'a' | 'b'>> {
  const net = await hosts(
    ctx,
    ['a', 'b'],
    [
      [
        ['a', 'va', '10.9.1.1/24', 'fd09:1::1/64'],
        ['b', 'vb', '10.9.1.2/24', 'fd09:1::2/64'],
      ],
    ],
  );
  return net;
}

const forwarding = ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'];
/** As many ICMP errors as are asked for. */
const talkative = [
  'net.ipv4.icmp_ratelimit=0',
  'net.ipv6.icmp.ratelimit=0',
  'net.ipv4.icmp_msgs_per_sec=100000',
];

/** h1 — r1 — r2 — h2: 10.9.1.0/24, 10.9.2.0/24, 10.9.3.0/24, and fd09:1::/64 to fd09:3::/64. */
export async function line(ctx: TestContext): Promise<Hosts<'h1' | 'r1' | 'r2' | 'h2'>> {
  const net = await hosts(
    ctx,
    ['h1', 'r1', 'r2', 'h2'],
    [
      [
        ['h1', 'e1', '10.9.1.1/24', 'fd09:1::1/64'],
        ['r1', 'e1', '10.9.1.2/24', 'fd09:1::2/64'],
      ],
      [
        ['r1', 'e2', '10.9.2.1/24', 'fd09:2::1/64'],
        ['r2', 'e2', '10.9.2.2/24', 'fd09:2::2/64'],
      ],
      [
        ['r2', 'e3', '10.9.3.1/24', 'fd09:3::1/64'],
        ['h2', 'e3', '10.9.3.2/24', 'fd09:3::2/64'],
      ],
    ],
  );
  for (const router of [net.r1, net.r2]) sysctl(router, ...forwarding, ...talkative);
  sysctl(net.h2, ...talkative);
  net.h1.ipBatch(['route add default via 10.9.1.2', 'route add default via fd09:1::2']);
  net.h2.ipBatch(['route add default via 10.9.3.1', 'route add default via fd09:3::1']);
  net.r1.ipBatch(['route add 10.9.3.0/24 via 10.9.2.2', 'route add fd09:3::/64 via fd09:2::2']);
  net.r2.ipBatch(['route add 10.9.1.0/24 via 10.9.2.1', 'route add fd09:1::/64 via fd09:2::1']);
  return net;
}

/** h1 — r1 — {a, b, c} — r2 — h2: r1 sends each flow by one of three routers. */
export async function diamond(ctx: TestContext): Promise<Hosts<'h1' | 'r1' | 'a' | 'b' | 'c' | 'r2' | 'h2'>> {
  const middle = ['a', 'b', 'c'] as const;
  const net = await hosts(
    ctx,
    ['h1', 'r1', ...middle, 'r2', 'h2'],
    [
      [
        ['h1', 'e1', '10.9.1.1/24'],
        ['r1', 'e1', '10.9.1.2/24'],
      ],
      ...middle.map((name, i) =>
        wire(['r1', `x${name}`, `10.9.1${i}.1/24`], [name, 'left', `10.9.1${i}.2/24`]),
      ),
      ...middle.map((name, i) =>
        wire([name, 'right', `10.9.2${i}.1/24`], ['r2', `x${name}`, `10.9.2${i}.2/24`]),
      ),
      [
        ['r2', 'e3', '10.9.3.1/24'],
        ['h2', 'e3', '10.9.3.2/24'],
      ],
    ],
  );
  for (const router of [net.r1, net.a, net.b, net.c, net.r2]) {
    sysctl(router, ...forwarding, ...talkative, 'net.ipv4.fib_multipath_hash_policy=1');
  }
  sysctl(net.h2, ...talkative);
  const hops = middle.map((_, i) => `nexthop via 10.9.1${i}.2`).join(' ');
  net.h1.ip('route add default via 10.9.1.2');
  net.h2.ip('route add default via 10.9.3.1');
  net.r1.ip(`route add 10.9.3.0/24 ${hops}`);
  net.r2.ip('route add 10.9.1.0/24 via 10.9.20.1');
  for (const [i, name] of middle.entries()) {
    net[name].ipBatch([`route add 10.9.3.0/24 via 10.9.2${i}.2`, `route add 10.9.1.0/24 via 10.9.1${i}.1`]);
    // Errors of r2 to h1 go back by the first of the three: each knows the way.
    net.r2.ip(`route add 10.9.1${i}.0/24 via 10.9.2${i}.1`);
  }
  return net;
}

type DiamondHost = 'h1' | 'r1' | 'a' | 'b' | 'c' | 'r2' | 'h2';
const wire = (one: WireEnd<DiamondHost>, other: WireEnd<DiamondHost>): Wire<DiamondHost> => [one, other];
