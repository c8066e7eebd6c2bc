import type { Host } from './host.js';

/** The rows of /proc/net/raw: bucket and protocol of each. */
export function rawRows(host: Host): { slot: number; protocol: number }[] {
  const lines = host
    .read('/proc/net/raw')
    .split('\n')
    .slice(1)
    .filter(line => line.trim() !== '');
  return lines.map(line => {
    const [slot = '', local = ''] = line.trim().split(/\s+/);
    return { slot: Number.parseInt(slot, 10), protocol: Number.parseInt(local.split(':')[1] ?? '', 16) };
  });
}
