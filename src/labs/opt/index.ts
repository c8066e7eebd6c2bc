import { section } from '../section.js';
import * as ip from './ip.js';
import * as recordRoute from './record-route.js';
import * as socket from './socket.js';
import * as tcp from './tcp.js';
import * as udp from './udp.js';

export const opt = section({
  name: 'OPT',
  title: 'socket options and IP options',
  files: [ip, recordRoute, socket, tcp, udp],
  listed: [
    {
      id: 'OPT-08',
      claim: 'AF_PACKET has PACKET_ADD_MEMBERSHIP and PACKET_DROP_MEMBERSHIP.',
      reason: 'the same claim as LINK-16, which is of a section to come',
    },
    {
      id: 'OPT-09',
      claim: 'Thirteen types of ICMP have a bit in ICMP_FILTER.',
      reason: 'a list of names; RAW-81 shows what the bits do',
    },
  ],
});
