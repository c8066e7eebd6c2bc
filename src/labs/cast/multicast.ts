import { constants as c } from '../../socket/index.js';
import { parseIpv4 } from '../../wire/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { membership } from '../membership.js';
import { pair } from '../topology.js';

export const mcast01 = experiment({
  id: 'MCAST-01',
  claim:
    'IP_ADD_MEMBERSHIP joins a group on an interface, and IP_MULTICAST_IF says through which one is sent.',
  texts: ['S2'],
  topology: pair,
  parameters: { group: '239.1.1.1' },
  async run({ h1, h2 }, { group }) {
    const receiver = h2.socket(c.AF_INET, c.SOCK_DGRAM);
    receiver.bind(at('0.0.0.0', 5000));
    receiver.setOption(c.SOL_IP, c.IP_ADD_MEMBERSHIP, membership(group, '10.9.1.2'));
    const sender = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const defaults = {
      ttl: sender.getIntOption(c.SOL_IP, c.IP_MULTICAST_TTL),
      loop: sender.getIntOption(c.SOL_IP, c.IP_MULTICAST_LOOP),
    };
    sender.setOption(c.SOL_IP, c.IP_MULTICAST_IF, parseIpv4('10.9.1.1')!);
    sender.send('group', { to: at('239.1.1.1', 5000) });
    // /proc/net/igmp has the address as the machine reads its four bytes.
    const listed = h2.read('/proc/net/igmp').includes('010101EF');
    return { received: (await receiver.all({}, 1)).length, listed, defaults };
  },
  predict: {
    question: 'Which TTL do multicast datagrams have unless told otherwise?',
    choices: ['0', '1', '64'],
    answer: ({ defaults }) => String(defaults.ttl),
  },
  expect: { received: 1, listed: true },
  details: { defaults: { ttl: 1, loop: 1 } },
  mutants: [{ change: 'joining another group', parameters: { group: '239.1.1.2' } }],
  explain:
    'The kernel reports the membership by IGMP and lets the interface take the group in. Datagrams of multicast stay on ' +
    "the link (TTL 1) and come back to the sender's own host (LOOP) unless the sender says otherwise.",
  seeAlso: ['RAW-53'],
});
