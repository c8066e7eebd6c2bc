import { section } from '../section.js';
import { nl01, nl02, nl03, nl04, nl17 } from './protocols.js';
import { nl05, nl06, nl08 } from './routes.js';
import { nl12, nl12b, nl13, nl21 } from './sockets.js';

export const nl = section({
  name: 'NL',
  title: 'netlink',
  experiments: [nl01, nl02, nl03, nl04, nl05, nl06, nl08, nl12, nl12b, nl13, nl17, nl21],
  listed: [
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
