import { buildPacket, igmp, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { parseIpv4 } from '../../wire/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { membership } from '../membership.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { headerIncluded } from './support.js';

export const raw53 = experiment({
  id: 'RAW-53',
  claim: 'All IGMP messages reach all raw sockets of IGMP.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { join: false },
  async run({ h1, h2 }, { join }) {
    const taps = [rawSocket(h2, c.IPPROTO_IGMP), rawSocket(h2, c.IPPROTO_IGMP)];
    const member = h2.socket(c.AF_INET, c.SOCK_DGRAM);
    const joinReports = () =>
      member.setOption(c.SOL_IP, c.IP_ADD_MEMBERSHIP, membership('224.0.0.22', '10.9.1.2'));
    if (join) joinReports();
    const reporter = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const send = async (destination: string, type: number) => {
      const socket = headerIncluded(h1);
      const group = destination === '224.0.0.1' ? '0.0.0.0' : '239.1.2.3';
      socket.setOption(c.SOL_IP, c.IP_MULTICAST_IF, parseIpv4('10.9.1.1')!);
      const message = buildPacket([
        ipv4({ src: '10.9.1.1', dst: destination, protocol: 'igmp', ttl: 1 }),
        igmp({ type: type as never, group }),
      ]);
      socket.send(message, { to: at(destination) });
    };
    const count = async (least: number) => {
      const seen: number[] = [];
      for (const tap of taps)
        seen.push(
          (await tap.all({}, least)).filter(({ bytes }) => bytes[12] === 10 && bytes[15] === 1).length,
        );
      return seen;
    };
    await send('224.0.0.22', 0x16);
    const report = await count(join ? 1 : 0);
    await send('224.0.0.1', 0x11);
    const query = await count(1);
    reporter.close();
    return { report: report.map(it => it > 0), query: query.map(it => it > 0) };
  },
  predict: {
    question:
      'A report goes to 224.0.0.22, a group that the host has not joined. Does its raw socket of IGMP get it?',
    choices: ['yes', 'no'],
    answer: ({ report: [one] }) => (one ? 'yes' : 'no'),
  },
  expect: { report: [true, true], query: [true, true] },
  known: [
    {
      observe: { report: [false, false], query: [true, true] },
      because:
        'a raw socket gets what the host takes in, and of multicast that is the groups joined on the interface',
    },
  ],
  mutants: [{ change: 'after joining 224.0.0.22', parameters: { join: true } }],
  explain:
    'Every host is in 224.0.0.1. A router that wants to see the reports joins 224.0.0.22, or listens with a packet socket.',
  seeAlso: ['MCAST-01'],
});
