import { section } from '../section.js';
import * as flags from './flags.js';

export const msg = section({
  name: 'MSG',
  title: 'flags of send and receive',
  experiments: Object.values(flags),
  listed: [],
});
