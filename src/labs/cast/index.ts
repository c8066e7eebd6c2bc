import { section } from '../section.js';
import { bcast01 } from './broadcast.js';
import { mcast01 } from './multicast.js';

export const bcast = section({ name: 'BCAST', title: 'broadcasting', experiments: [bcast01], listed: [] });
export const mcast = section({ name: 'MCAST', title: 'multicasting', experiments: [mcast01], listed: [] });
