/** A topology that is up: hosts, the links between them, and a folder that is gone with them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Host } from './host.js';
import { Timeline } from './timeline.js';
import {
  type HostDeclaration,
  interfaceTowards,
  type LinkDeclaration,
  parseRoute,
  type Topology,
  TopologyError,
} from './topology.js';

/** Where temporary files go; `socklab run` points it at a file system that ends with it. */
export const folderVariable = 'SOCKLAB_FOLDER';

export class Lab<H extends string = string> {
  readonly hosts: Readonly<Record<H, Host>>;
  readonly timeline: Timeline;
  readonly #ends: (() => unknown)[] = [];
  #folder: string | undefined;

  private constructor(hosts: Readonly<Record<H, Host>>, timeline: Timeline) {
    this.hosts = hosts;
    this.timeline = timeline;
  }

  /**
   * Brings a topology up. Throws SocketError EPERM without CAP_SYS_ADMIN, and TopologyError for what the kernel does not
   * take of it; nothing is left then.
   */
  static async open<H extends string>(
    { hosts, links }: Topology<H>,
    timeline = new Timeline(),
  ): Promise<Lab<H>> {
    const made: Record<string, Host> = {};
    try {
      for (const name of Object.keys(hosts)) made[name] = Host.create(name, timeline);
      for (const host of Object.values(made)) await prepare(host);
      for (const [index, link] of links.entries()) await connect(made, link, `links[${index}]`);
      for (const [name, declaration] of Object.entries<HostDeclaration>(hosts))
        await configure(made[name]!, declaration);
      for (const host of Object.values(made)) host.recordRequests();
      timeline.begin();
      return new Lab(made as Record<H, Host>, timeline);
    } catch (error) {
      for (const host of Object.values(made)) host.close();
      throw error;
    }
  }

  /** A folder for sockets and files, made when it is first asked for. */
  get folder(): string {
    if (this.#folder === undefined) {
      const folder = mkdtempSync(join(process.env[folderVariable] ?? tmpdir(), 'socklab-'));
      this.#folder = folder;
      this.atEnd(() => rmSync(folder, { recursive: true, force: true }));
    }
    return this.#folder;
  }

  /** Has something undone when the lab ends, last first. */
  atEnd(undo: () => unknown): void {
    this.#ends.push(undo);
  }

  /** Waits until `condition` is true, looking again at short intervals; false when it is not within `milliseconds`. */
  async until(condition: () => boolean | Promise<boolean>, milliseconds = 3000): Promise<boolean> {
    for (const end = performance.now() + milliseconds; ; await pause(2)) {
      if (await condition()) return true;
      if (performance.now() > end) return false;
    }
  }

  /** Ends everything, also when some of it fails. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const undo of this.#ends.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    for (const host of Object.values<Host>(this.hosts)) host.close();
    if (errors.length > 0) throw errors[0];
  }
}

async function prepare(host: Host): Promise<void> {
  // Duplicate address detection would keep IPv6 addresses unusable for a second.
  for (const which of ['all', 'default'])
    host.namespace.writeFile(`/proc/sys/net/ipv6/conf/${which}/accept_dad`, '0');
  await host.rtnetlink.links.set({ dev: 'lo', up: true });
}

async function connect(
  hosts: Readonly<Record<string, Host>>,
  link: LinkDeclaration,
  path: string,
): Promise<void> {
  const [[left, leftAddresses], [right, rightAddresses]] = Object.entries(link) as [
    [string, readonly string[]],
    [string, readonly string[]],
  ];
  const [one, other] = [hosts[left]!, hosts[right]!];
  await at(path, `${left} – ${right}`, () =>
    one.rtnetlink.links.add({
      ifname: interfaceTowards(right),
      kind: 'veth',
      peer: { ifname: interfaceTowards(left), netNsFd: other.namespace.fd },
    }),
  );
  const ends = [
    { host: one, dev: interfaceTowards(right), addresses: leftAddresses },
    { host: other, dev: interfaceTowards(left), addresses: rightAddresses },
  ];
  for (const { host, dev } of ends) await host.rtnetlink.links.set({ dev, up: true });
  // IPv6 sends nothing through an interface before the kernel has noticed that its cable is plugged in.
  for (const { host, dev } of ends) await operational(host, dev);
  for (const { host, dev, addresses } of ends) {
    for (const [index, address] of addresses.entries()) {
      await at(`${path}.${host.name}[${index}]`, address, () => host.rtnetlink.addrs.add({ dev, address }));
    }
  }
  // Until then the neighbour would not find it: the kernel joins the group of neighbour solicitations a little later.
  for (const { host } of ends) await addressed(host);
}

/** Milliseconds that the kernel may take to notice a cable, and to make an address usable. */
const plugging = 5000;

async function operational({ rtnetlink, name }: Host, dev: string): Promise<void> {
  await noticed(
    async () => (await rtnetlink.links.get({ dev }))?.operstate === 'up',
    `${dev} of ${name} did not come up`,
  );
}

async function addressed({ rtnetlink, name }: Host): Promise<void> {
  await noticed(async () => {
    const addresses = await rtnetlink.addrs.list({ family: 'inet6' }).toArray();
    return !addresses.some(({ flags }) => flags?.includes('tentative'));
  }, `an IPv6 address of ${name} was not usable`);
}

async function noticed(condition: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = performance.now() + plugging; !(await condition()); await pause(2)) {
    if (performance.now() > end) throw new Error(`${otherwise} within ${plugging} ms`);
  }
}

async function configure(
  host: Host,
  { forwarding, routes = [], sysctls = {}, nft }: HostDeclaration,
): Promise<void> {
  if (forwarding) {
    host.namespace.writeFile('/proc/sys/net/ipv4/ip_forward', '1');
    host.namespace.writeFile('/proc/sys/net/ipv6/conf/all/forwarding', '1');
  }
  const path = `hosts.${host.name}`;
  for (const [name, value] of Object.entries(sysctls))
    await at(`${path}.sysctls`, `${name}: ${value}`, () => host.setSysctl(name, value));
  for (const [index, route] of routes.entries())
    await at(`${path}.routes[${index}]`, route, () => host.rtnetlink.routes.add(parseRoute(route)));
  if (nft !== undefined) await at(`${path}.nft`, undefined, () => host.output('nft', ['-f', '-'], nft));
}

/** Does what a place of the topology says; an error names the place and what is there. */
async function at(path: string, text: string | undefined, act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const place = text === undefined ? path : `${path} (${text})`;
    throw new TopologyError(`${place}: ${(cause as Error).message}`, { cause });
  }
}
