/** `ping --alive`: which hosts answer. */

import { sweep } from '../../../raw/ping/sweep.js';
import { addressesOf } from '../../../raw/prefix.js';
import { resolveHost } from '../../../raw/resolve.js';
import type { NetworkNamespace } from '../../../socket/index.js';
import { Output } from '../../output.js';
import { timeText } from './lines.js';
import type { PingSettings } from './settings.js';

export async function alive(
  settings: PingSettings,
  namespace: NetworkNamespace | undefined,
): Promise<number> {
  const hosts = await Promise.all(settings.hosts.map(host => namesOf(host, settings)));
  const names = hosts.flat();
  const { linger, count, ...options } = settings.options;
  const result = await sweep(
    names.map(({ address }) => address),
    { ...options, namespace, timeout: linger ?? 500, retries: (count ?? 2) - 1, stamps: true },
  );
  const output = new Output();
  const { json, quiet } = settings;
  for (const [index, { name, address }] of names.entries()) {
    const time = result.times[index]!;
    const up = !Number.isNaN(time);
    if (json) {
      const fields = {
        event: 'host',
        host: name,
        address,
        alive: up,
        ...(up ? { time: Number(time.toFixed(3)) } : {}),
      };
      output.write(`${JSON.stringify(fields)}\n`);
    } else if (!quiet) {
      output.write(up ? `${name} is alive (${timeText(time)} ms)\n` : `${name} is unreachable\n`);
    }
  }
  if (json) {
    const fields = {
      event: 'statistics',
      hosts: names.length,
      alive: result.alive,
      socket: result.sockets[0]?.type,
    };
    output.write(`${JSON.stringify(fields)}\n`);
  } else {
    output.write(`${result.alive} of ${names.length} hosts answered\n`);
  }
  output.flush();
  return result.alive === names.length ? 0 : 1;
}

async function namesOf(host: string, { family }: PingSettings): Promise<{ name: string; address: string }[]> {
  if (host.includes('/')) return addressesOf(host).map(address => ({ name: address, address }));
  return [await resolveHost(host, family)];
}
