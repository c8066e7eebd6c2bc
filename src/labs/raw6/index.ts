import { section } from '../section.js';
import * as raw6experiments from './raw6.js';

export const raw6 = section({
  name: 'RAW6',
  title: 'IPv6 raw sockets',
  experiments: Object.values(raw6experiments),
  listed: [],
});
