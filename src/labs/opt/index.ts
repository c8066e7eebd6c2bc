import { section } from '../section.js';
import { opt07 } from './record-route.js';
import { opt01, opt02, opt03, opt04, opt05, opt05b, opt06, opt10 } from './socket-options.js';

export const opt = section({
  name: 'OPT',
  title: 'socket options and IP options',
  experiments: [opt01, opt02, opt03, opt04, opt05, opt05b, opt06, opt07, opt10],
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
