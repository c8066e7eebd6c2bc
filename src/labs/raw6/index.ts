import { section } from '../section.js';
import * as options from './options.js';
import * as reception from './reception.js';
import * as sending from './sending.js';

export const raw6 = section({
  name: 'RAW6',
  title: 'IPv6 raw sockets',
  files: [options, reception, sending],
  listed: [],
});
