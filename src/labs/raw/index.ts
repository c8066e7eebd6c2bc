import { section } from '../section.js';
import * as creation from './creation.js';
import * as errors from './errors.js';
import * as filter from './filter.js';
import * as headerIncluded from './header-included.js';
import * as input from './input.js';
import * as output from './output.js';

export const raw = section({
  name: 'RAW',
  title: 'IPv4 raw sockets',
  experiments: [creation, output, headerIncluded, input, errors, filter].flatMap(file => Object.values(file)),
  listed: [
    {
      id: 'RAW-43',
      claim: 'A pointer that is bad is EFAULT.',
      reason: 'JavaScript has no pointers to get wrong; the addon refuses what is no buffer',
    },
    {
      id: 'RAW-85',
      claim:
        'The numbers of protocols and ports: 1 ICMP, 2 IGMP, 6 TCP, 8 EGP, 17 UDP, 89 OSPF; 21 FTP, 23 Telnet, …',
      reason: 'a table of assigned numbers, which a kernel does not know',
    },
    {
      id: 'RAW-86',
      claim: 'On Windows raw sockets serve firewalls, address translation, filters and analysers.',
      reason: 'about WinSock 2',
    },
  ],
});
