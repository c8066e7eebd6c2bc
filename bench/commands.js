// The commands that are compared: ours, and ip(8)'s.
import { existsSync } from 'node:fs';
import { nlmon } from './paths.js';

/** How `nlmon` calls each table, and the words by which ip(8) shows it. */
export const commands = {
  routes: { ours: 'routes', ip: ['route', 'show'] },
  links: { ours: 'links', ip: ['link', 'show'] },
  addresses: { ours: 'addrs', ip: ['address', 'show'] },
  neighbours: { ours: 'neighs', ip: ['neighbour', 'show'] },
};

export const nlmonMissing = existsSync(nlmon) ? undefined : 'not available: there is no bin/nlmon.js yet';

/** The command line of `nlmon`. */
export function nlmonCommand(...words) {
  return [process.execPath, nlmon, ...words];
}
