import { section } from '../section.js';
import * as answers from './answers.js';
import * as hops from './hops.js';
import * as ipv6 from './ipv6.js';
import * as privilege from './privilege.js';
import * as probes from './probes.js';

export const trace = section({
  name: 'TRACE',
  title: 'traceroute',
  files: [answers, hops, ipv6, privilege, probes],
  listed: [
    {
      id: 'TRACE-04',
      claim: 'The program prints " *" for a timeout, a new address with its name, and times in milliseconds.',
      reason: 'the text of a program; rawctl trace --classic prints it',
    },
  ],
});
