// What the figures were measured on.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';

export function machine() {
  const ip = spawnSync('ip', ['-V'], { encoding: 'utf8' });
  if (ip.status !== 0) throw new Error('the bench compares with ip(8): install iproute2');
  const processors = cpus();
  const facts = [
    `Linux ${/^[\d.]+\d/.exec(release())?.[0] ?? release()}`,
    `${processors[0].model.trim()}, ${processors.length} CPUs`,
    `Node.js ${process.version}`,
    ip.stdout.trim().replace(/^ip utility, /, ''),
    new Date().toISOString().slice(0, 10),
    `load average before: ${loadavg()[0].toFixed(1)}`,
  ];
  return `${facts.join('; ')}.`;
}
