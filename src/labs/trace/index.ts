import { section } from '../section.js';
import * as experiments from './trace.js';

export const trace = section({
  name: 'TRACE',
  title: 'traceroute',
  experiments: Object.values(experiments),
  listed: [
    {
      id: 'TRACE-04',
      claim: 'The program prints " *" for a timeout, a new address with its name, and times in milliseconds.',
      reason: 'the text of a program; rawctl trace --classic prints it',
    },
  ],
});
