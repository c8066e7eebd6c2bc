// Fills the kernel's tables, through the library.

/** Objects that are prepared and sent at a time. */
const chunk = 10_000;

/** The first destination: 16.0.0.0. */
const firstDestination = 0x1000_0000;

/** Destinations may not reach 127.0.0.0/8. */
export const mostRoutes = 7_000_000;

/** @param {number} number */
export function ipv4(number) {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** Rejects with the first refusal. */
async function allOf(table, count, optionsOf) {
  for (let start = 0; start < count; start += chunk) {
    const length = Math.min(chunk, count - start);
    const outcomes = await table.all(
      'add',
      Array.from({ length }, (_, i) => optionsOf(start + i)),
    );
    for (const { reason } of outcomes) if (reason !== undefined) throw reason;
  }
}

/** An interface that is up, with 10.255.0.1/16 on it; its number and name. */
export async function addDevice(rt) {
  await rt.links.add({ ifname: 'bench0', kind: 'veth', peer: { ifname: 'bench1' } });
  for (const dev of ['bench0', 'bench1']) await rt.links.set({ dev, up: true });
  await rt.addrs.add({ address: '10.255.0.1/16', dev: 'bench0' });
  return { name: 'bench0', index: rt.connection.interfaceIndex('bench0') };
}

/**
 * A route of the kind that a router has many of: a /24 behind one of 64 gateways; every fourth has a metric, every
 * sixteenth is on the link itself.
 */
export function routeOf(dev, i) {
  const dst = `${ipv4(firstDestination + i * 256)}/24`;
  const route = { dst, dev, protocol: 'static' };
  if (i % 16 === 15) return route;
  const gateway = `10.255.0.${2 + (i % 64)}`;
  return i % 4 === 3 ? { ...route, gateway, priority: 100 } : { ...route, gateway };
}

export function* routesOf(dev, from, to) {
  for (let i = from; i < to; i++) yield routeOf(dev, i);
}

/** The same route in the words of ip(8). */
export function routeWords(name, i) {
  const { dst, gateway, priority } = routeOf(0, i);
  const via = gateway === undefined ? '' : ` via ${gateway}`;
  const metric = priority === undefined ? '' : ` metric ${priority}`;
  return `${dst}${via} dev ${name} proto static${metric}`;
}

export async function addRoutes(rt, dev, count) {
  await allOf(rt.routes, count, i => routeOf(dev, i));
}

/** Interfaces, in pairs: all of them with `lo`. */
export async function addInterfaces(rt, count) {
  await allOf(rt.links, count >> 1, i => ({ ifname: `va${i}`, kind: 'veth', peer: { ifname: `vb${i}` } }));
}

/** Addresses, a thousand to an interface. */
export async function addAddresses(rt, count) {
  const most = 1000;
  await addInterfaces(rt, 2 * Math.ceil(count / most));
  const indexes = Array.from({ length: Math.ceil(count / most) }, (_, i) =>
    rt.connection.interfaceIndex(`va${i}`),
  );
  await allOf(rt.addrs, count, i => ({
    address: `${ipv4(0x0a00_0000 + i + 1)}/32`,
    dev: indexes[Math.floor(i / most)],
  }));
}

export async function addNeighbours(rt, count) {
  const { index } = await addDevice(rt);
  const hex = number => (number & 255).toString(16).padStart(2, '0');
  await allOf(rt.neighs, count, i => ({
    dst: ipv4(0x0aff_0000 - count + i),
    lladdr: `02:00:00:${hex(i >> 16)}:${hex(i >> 8)}:${hex(i)}`,
    dev: index,
  }));
}

/** Empties the namespace; a namespace that ends full is emptied behind the next measurement's back. */
export async function removeInterfaces(rt) {
  const links = await rt.links.list().toArray();
  // Deleting one of a pair deletes both.
  const outcomes = await rt.links.all(
    'delete',
    links.filter(({ ifname }) => /^(va\d+|bench0)$/.test(ifname)).map(({ index }) => ({ dev: index })),
  );
  for (const { reason } of outcomes) if (reason !== undefined) throw reason;
}
