import { section } from '../section.js';
import * as addresses from './addresses.js';
import * as creation from './creation.js';
import * as delivery from './delivery.js';
import * as errorNumbers from './error-numbers.js';
import * as errors from './errors.js';
import * as fragments from './fragments.js';
import * as handmade from './handmade.js';
import * as headerFields from './header-fields.js';
import * as headerIncluded from './header-included.js';
import * as icmpDelivery from './icmp-delivery.js';
import * as icmpFilter from './icmp-filter.js';
import * as igmp from './igmp.js';
import * as ipprotoRaw from './ipproto-raw.js';
import * as kernelHeader from './kernel-header.js';
import * as matching from './matching.js';
import * as privilege from './privilege.js';
import * as sending from './sending.js';
import * as tables from './tables.js';

export const raw = section({
  name: 'RAW',
  title: 'IPv4 raw sockets',
  files: [
    addresses,
    creation,
    delivery,
    errorNumbers,
    errors,
    fragments,
    handmade,
    headerFields,
    headerIncluded,
    icmpDelivery,
    icmpFilter,
    igmp,
    ipprotoRaw,
    kernelHeader,
    matching,
    privilege,
    sending,
    tables,
  ],
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
