import { section } from '../section.js';
import * as experiments from './ping.js';

export const ping = section({
  name: 'PING',
  title: 'ping',
  experiments: Object.values(experiments),
  listed: [
    {
      id: 'PING-11',
      claim:
        'The program prints "PING %s (%s): %d data bytes", and refuses IPv4-mapped addresses and unknown options.',
      reason: 'the text of a program; rawctl ping --classic prints it',
    },
  ],
});
