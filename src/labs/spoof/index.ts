import { section } from '../section.js';
import * as sources from './sources.js';

export const spoof = section({
  name: 'SPOOF',
  title: 'forged sources',
  files: [sources],
  listed: [],
});
