import { expect, it } from 'vitest';
import { sweep } from '../../../src/raw/index.js';
import { addressesOf } from '../../../src/raw/prefix.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { line, sysctl } from '../../support/hosts.js';
import { hasProgram } from '../../support/programs.js';
import { quietNetwork } from '../../support/quiet-network.js';

it('finds out who answers, of either family and through either socket', async ctx => {
  await using net = await line(ctx);
  sysctl(net.h1, 'net.ipv4.ping_group_range=0 0');
  const { namespace } = net.h1;
  for (const socket of ['raw', 'datagram'] as const) {
    for (const stamps of [false, true]) {
      const options = { namespace, socket, stamps, timeout: 1000 };
      const four = await sweep(['10.9.3.2', '10.9.3.77', '10.9.1.2', '192.0.2.1'], options);
      expect([...four.times].map(time => time >= 0)).toEqual([true, false, true, false]);
      expect(four).toMatchObject({ alive: 2, sockets: [{ family: 'inet', type: socket }] });
      const six = await sweep(['fd09:3::2', 'fd09:3::77'], { ...options, retries: 0 });
      expect([...six.times].map(time => time >= 0)).toEqual([true, false]);
    }
  }
});

it('sends in fragments what is larger than the MTU', async ctx => {
  await using net = await line(ctx);
  const { namespace } = net.h1;
  for (const addresses of [['10.9.3.2', '10.9.1.2'], ['fd09:3::2']]) {
    const { alive } = await sweep(addresses, { namespace, size: 4000, retries: 0 });
    expect(alive).toBe(addresses.length);
  }
});

it('is not misled by what ICMP says of others, however many threads send', async ctx => {
  await using net = await line(ctx);
  const { namespace } = net.h1;
  net.r1.ip('route add prohibit 10.8.0.0/16');
  sysctl(
    net.r1,
    'net.ipv4.icmp_ratelimit=0',
    'net.ipv4.icmp_msgs_per_sec=100000',
    'net.ipv4.icmp_msgs_burst=10000',
  );
  for (const count of [100, 1200]) {
    const addresses = Array.from({ length: count }, (_, i) =>
      i % 2 === 0 ? '10.9.3.2' : `10.8.${i >> 8}.${i & 255}`,
    );
    const { alive, times } = await sweep(addresses, { namespace, retries: 0, timeout: 1000 });
    expect([...times].map(time => time >= 0)).toEqual(addresses.map(address => address === '10.9.3.2'));
    expect(alive).toBe(count / 2);
  }
});

it('ends while another thread sends, and leaves nothing open', async ctx => {
  await using net = await line(ctx);
  const { namespace } = net.h1;
  await expectNoLeak(async () => {
    const addresses = Array.from({ length: 20_000 }, (_, i) => `10.9.3.${3 + (i % 250)}`);
    const signal = AbortSignal.timeout(20);
    await expect(sweep(addresses, { namespace, timeout: 60_000, signal })).rejects.toThrow(/timeout/);
  });
});

it('asks thousands, as fping does', async ctx => {
  if (!hasProgram('fping')) return ctx.skip('needs fping(8)');
  await using net = quietNetwork(ctx);
  const addresses = addressesOf('127.0.16.0/20');
  expect(addresses).toHaveLength(4094);
  const theirs = net
    .run('fping', ['-a', '-i', '0', '-r', '0'], `${addresses.join('\n')}\n`)
    .trim()
    .split('\n');
  const { alive, times } = await sweep(addresses, { namespace: net.namespace });
  expect(alive).toBe(theirs.length);
  expect(times.every(time => time >= 0)).toBe(true);
  return undefined;
});

it('refuses what it cannot do, ends when told to, and leaves nothing open', async ctx => {
  await using net = await line(ctx);
  const { namespace } = net.h1;
  await expectNoLeak(async () => {
    await expect(sweep(['10.9.3.2', 'fd09::1'], { namespace })).rejects.toThrow(
      /not an address of the family inet/,
    );
    await expect(sweep(['10.9.3.2'], { namespace, size: 4 })).rejects.toThrow(/8 bytes of data/);
    expect(await sweep([], { namespace })).toMatchObject({ alive: 0 });
    const signal = AbortSignal.timeout(50);
    await expect(sweep(['10.9.3.77'], { namespace, timeout: 60_000, signal })).rejects.toThrow(/timeout/);
  });
});

it.each([
  ['192.0.2.0/30', ['192.0.2.1', '192.0.2.2']],
  ['192.0.2.77/31', ['192.0.2.76', '192.0.2.77']],
  ['192.0.2.7/32', ['192.0.2.7']],
  ['255.255.255.255/30', ['255.255.255.253', '255.255.255.254']],
  ['fd00::6/126', ['fd00::5', 'fd00::6', 'fd00::7']],
  ['fd00::6/127', ['fd00::6', 'fd00::7']],
])('lists the hosts of %s', (prefix, addresses) => {
  expect(addressesOf(prefix)).toEqual(addresses);
});

it.each(['192.0.2.0/33', '192.0.2.0/x', 'fd00::/64', 'fd00::/129', 'host/24', '10.0.0.0/3'])(
  'refuses %s',
  prefix => {
    expect(() => addressesOf(prefix)).toThrow(RangeError);
  },
);
