import { encodeSocketAddress } from '../../netlink/socket-address.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { text } from '../text.js';
import { topology } from '../topology.js';

export const nl19 = experiment({
  id: 'NL-19',
  claim: 'NETLINK_KOBJECT_UEVENT tells of devices that come and go.',
  texts: ['S3'],
  topology: topology({ h1: {}, h2: {} }),
  parameters: { groups: 1 },
  async run({ h1, h2 }, { groups }) {
    const listen = (host: Host) => {
      const socket = host.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_KOBJECT_UEVENT);
      socket.bind(encodeSocketAddress({ port: 0, groups }));
      return socket;
    };
    const [here, there] = [listen(h1), listen(h2)];
    await h1.rtnetlink.links.add({ ifname: 'lab0', kind: 'veth', peer: { ifname: 'lab1' } });
    const events = (await here.all({}, 1)).map(({ bytes }) => text(bytes).split('\0')[0]!);
    return {
      event: events.find(it => it.endsWith('/lab0')) ?? 'none',
      inAnotherNamespace: (await there.all()).length,
    };
  },
  predict: {
    question: 'Does a listener in another network namespace hear of the device?',
    choices: ['yes', 'no'],
    answer: ({ inAnotherNamespace }) => (inAnotherNamespace === 0 ? 'no' : 'yes'),
  },
  expect: { event: 'add@/devices/virtual/net/lab0' },
  details: { inAnotherNamespace: 0 },
  mutants: [{ change: 'without a group', parameters: { groups: 0 } }],
  explain:
    'Events of a network device go to its own namespace. They are text: action@path, then names and values, each ended by a NUL.',
});
