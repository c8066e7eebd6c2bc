import { section } from '../section.js';
import * as spoofing from './spoof.js';

export const spoof = section({
  name: 'SPOOF',
  title: 'forged sources',
  experiments: Object.values(spoofing),
  listed: [],
});
