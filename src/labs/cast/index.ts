import { section } from '../section.js';
import * as broadcast from './broadcast.js';
import * as multicast from './multicast.js';

export const bcast = section({ name: 'BCAST', title: 'broadcasting', files: [broadcast], listed: [] });
export const mcast = section({ name: 'MCAST', title: 'multicasting', files: [multicast], listed: [] });
