import { section } from '../section.js';
import * as looking from './looking.js';

export const tip = section({
  name: 'TIP',
  title: 'tips: looking at sockets',
  files: [looking],
  listed: [],
});
