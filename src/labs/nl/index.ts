import { section } from '../section.js';
import * as besideNetlink from './beside-netlink.js';
import * as fibLookup from './fib-lookup.js';
import * as generic from './generic.js';
import * as packetQueue from './packet-queue.js';
import * as protocols from './protocols.js';
import * as routes from './routes.js';
import * as sockDiag from './sock-diag.js';
import * as sockets from './sockets.js';
import * as uevents from './uevents.js';
import * as xfrm from './xfrm.js';

export const nl = section({
  name: 'NL',
  title: 'netlink',
  files: [
    besideNetlink,
    fibLookup,
    generic,
    packetQueue,
    protocols,
    routes,
    sockDiag,
    sockets,
    uevents,
    xfrm,
  ],
  listed: [
    {
      id: 'NL-11',
      claim:
        'Handlers inside the kernel: inet_rtm_newroute(), inet_dump_fib(), rtnetlink_rcv(), genl_rcv() and others.',
      reason: 'names of functions in the kernel, which a program does not see',
    },
    {
      id: 'NL-16',
      claim: 'nl80211 has 35 messages.',
      reason: 'a list of names; the header has more than 150 by now',
    },
    {
      id: 'NL-20',
      claim: 'NETLINK_CONNECTOR tells of processes that fork, exec and exit.',
      reason: 'the connector speaks in the first network namespace alone, where no experiment runs',
    },
    {
      id: 'NL-25',
      claim: 'iproute2, xorp and iw are users of netlink.',
      reason: 'about programs; strace shows what any of them sends',
    },
    {
      id: 'NL-07',
      claim: 'Most families of rtnetlink messages have a NEW, a DEL and a GET.',
      reason: 'the numbers are those of linux/rtnetlink.h, four to a family; nothing of it shows at run time',
    },
    {
      id: 'NL-10',
      claim:
        'Kernel code makes a netlink protocol with netlink_kernel_create(net, unit, groups, input, mutex, module).',
      reason: 'an interface inside the kernel; today it takes (net, unit, cfg)',
    },
  ],
});
