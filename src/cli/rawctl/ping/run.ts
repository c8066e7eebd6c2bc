/** Runs ping: resolves, sends, prints, and tells by the exit code how it went. */

import { recordRoute, timestampOption } from '../../../raw/ip-header-options.js';
import { Pinger } from '../../../raw/ping/pinger.js';
import { type ResolvedHost, resolveHost, UnknownHostError } from '../../../raw/resolve.js';
import { type SourceQuery, sourceAddress } from '../../../raw/source-address.js';
import { NetworkNamespace, SocketError } from '../../../socket/index.js';
import { report } from '../../errors.js';
import { inSandbox } from '../../sandbox.js';
import { loopbackUp } from '../loopback.js';
import { alive } from './alive.js';
import { type Destination, Printer } from './printer.js';
import type { PingSettings, TimestampRequest } from './settings.js';

/** The exit codes of ping. */
const pingExit = { answered: 0, silent: 1, failed: 2 } as const;

export async function run(settings: PingSettings): Promise<number> {
  let namespace: NetworkNamespace | undefined;
  try {
    if (inSandbox) await loopbackUp();
    if (settings.namespace !== undefined) namespace = NetworkNamespace.open(settings.namespace);
    if (settings.form === 'alive') return await alive(settings, namespace);
    return await pingHosts(settings, namespace);
  } catch (error) {
    report('rawctl', error);
    return pingExit.failed;
  } finally {
    namespace?.close();
  }
}

async function pingHosts(settings: PingSettings, namespace: NetworkNamespace | undefined): Promise<number> {
  const ipOptions = await headerOptions(settings);
  const options = { ...settings.options, ipOptions, namespace };
  const found = await Promise.all(settings.hosts.map(host => destination(host, settings, namespace)));
  const destinations = found.filter(destination => destination !== undefined);
  if (destinations.length === 0) return pingExit.failed;

  const targets = destinations.map(({ name, address }) => ({ name, address }));
  using pinger = Pinger.open(targets, options);
  const printer = new Printer(settings, destinations, ipOptions?.length ?? 0);
  printer.begin(pinger.sockets);
  const stop = () => pinger.stop();
  const interim = () => printer.interim(index => pinger.statistics(index));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  process.on('SIGQUIT', interim);
  try {
    for await (const events of pinger.batches()) printer.events(events);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    process.off('SIGQUIT', interim);
  }
  const statistics = destinations.map((_, index) => pinger.statistics(index));
  await printer.end(statistics);
  if (destinations.length < found.length) return pingExit.failed;
  const { count, deadline } = settings.options;
  const enough = count !== undefined && deadline !== undefined ? count : 1;
  return statistics.every(({ received }) => received >= enough) ? pingExit.answered : pingExit.silent;
}

/** A host with its address and the address it is pinged from; undefined, and a line that says why, if there is none. */
async function destination(
  name: string,
  settings: PingSettings,
  namespace: NetworkNamespace | undefined,
): Promise<Destination | undefined> {
  try {
    const host = await resolve(name, settings);
    const { interface: device, source, mark, tos, broadcast } = settings.options;
    const query = { interface: device, source, mark, tos, broadcast, namespace };
    return { ...host, ...leaving(host.address, query) };
  } catch (error) {
    if (!(error instanceof SocketError || error instanceof UnknownHostError || error instanceof RangeError))
      throw error;
    // Without its code: what helps against EACCES is in the message, and is not always to be root.
    const toAll = 'code' in error && error.code === 'EACCES' && !settings.options.broadcast;
    const remedy = toAll ? ' (-b allows a broadcast address)' : '';
    report('rawctl', new Error(`${name}: ${error.message.replace(`${name}: `, '')}${remedy}`));
    return undefined;
  }
}

/** Where a packet leaves from, and whether it goes to everybody: what the kernel refuses without the option. */
function leaving(address: string, query: SourceQuery): Pick<Destination, 'source' | 'broadcast'> {
  try {
    return { source: sourceAddress(address, { ...query, broadcast: false }), broadcast: false };
  } catch (error) {
    if (!(query.broadcast && error instanceof SocketError && error.code === 'EACCES')) throw error;
    return { source: sourceAddress(address, query), broadcast: true };
  }
}

/** The unspecified address means this host. */
const unspecified: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

async function resolve(name: string, { family, form }: PingSettings): Promise<ResolvedHost> {
  if (form === 'classic' && /^::ffff:/i.test(name))
    throw new UnknownHostError(name, 'cannot ping IPv4-mapped IPv6 address');
  const host = await resolveHost(name === '0' ? '0.0.0.0' : name, family);
  if (/^::ffff:\d/i.test(host.address)) {
    throw new UnknownHostError(name, 'this is an IPv4-mapped address: ping the IPv4 address in it');
  }
  return { ...host, name, address: unspecified[host.address] ?? host.address };
}

async function headerOptions({
  recordRoute: record,
  timestamps,
}: PingSettings): Promise<Uint8Array | undefined> {
  if (record) return recordRoute();
  return timestamps === undefined ? undefined : timestampOption(await prespecified(timestamps));
}

async function prespecified(request: TimestampRequest): Promise<TimestampRequest> {
  if (typeof request === 'string') return request;
  const hosts = await Promise.all(request.map(host => resolveHost(host, 'inet')));
  return hosts.map(({ address }) => address);
}
