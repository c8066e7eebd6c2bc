import { setTimeout as pause } from 'node:timers/promises';
import { constants as c } from '../../socket/index.js';
import { ipv4Text } from '../../wire/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { Sniffer } from '../sniffer.js';
import { tcpPair } from '../tcp.js';
import { alone, pair, routed } from '../topology.js';
import { udpPair } from '../udp.js';

export const msg05 = experiment({
  id: 'MSG-05',
  claim: 'MSG_DONTROUTE (MSG_TRYHARD, 4) sends only to what is on a link, not through a gateway.',
  texts: ['S3', 'S4'],
  topology: routed,
  parameters: { flag: c.MSG_DONTROUTE },
  run({ h1 }, { flag }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const send = (address: string) => outcome(() => udp.send('x', { to: at(address, 9), flags: flag }));
    return { onLink: send('10.9.1.2'), behindAGateway: send('10.9.3.2') };
  },
  predict: {
    question: 'The destination is behind a gateway. What does the send give?',
    choices: ['it is sent', 'ENETUNREACH', 'EHOSTUNREACH'],
    answer: ({ behindAGateway }) => (behindAGateway === 'ok' ? 'it is sent' : behindAGateway),
  },
  expect: { onLink: 'ok', behindAGateway: 'ENETUNREACH' },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'The flag sets the scope of the look-up to link: routes with a gateway do not match. SO_DONTROUTE does so for all sends.',
  seeAlso: ['RAW-40'],
});

export const msg08 = experiment({
  id: 'MSG-08',
  claim: 'MSG_PROBE (0x10) sends nothing: it only looks at the path.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_PROXY },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    const returned = client.send('probe', { flags: flag });
    const arrived = (await server.maybe()) !== undefined;
    const [one, other] = await tcpPair(h1);
    one.send('probe', { flags: flag });
    return { returned, arrived, tcpArrived: (await other.awaited()) !== undefined };
  },
  predict: {
    question: 'What does send("probe", MSG_PROBE) on UDP return, and what arrives?',
    choices: ['0, nothing', '5, nothing', '5, the datagram'],
    answer: ({ returned, arrived }) => `${returned}, ${arrived ? 'the datagram' : 'nothing'}`,
  },
  expect: { returned: 5, arrived: false },
  details: { tcpArrived: true },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'ip_append_data() and the send of raw sockets return early when it is set, after the route was found. TCP does not ' +
    'look at it. glibc calls the number MSG_PROXY.',
});

export const msg11 = experiment({
  id: 'MSG-11',
  claim: 'MSG_CONFIRM tells the kernel that the neighbour answers, so that it need not ask.',
  texts: ['S3'],
  topology: pair,
  parameters: { flag: c.MSG_CONFIRM },
  async run({ h1, h2 }, { flag }, lab) {
    // The kernel asks after three seconds, not five; in less a busy machine might not come to confirm anything.
    h1.setSysctl('net.ipv4.neigh.to-h2.delay_first_probe_time', 3);
    await h2.rtnetlink.addrs.add({ dev: 'to-h1', address: '10.9.1.3/24' });
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const entry = async (address: string) =>
      (await h1.rtnetlink.neighs.list({ family: 'inet' }).toArray()).find(({ dst }) => dst === address);
    const send = (address: string, flags: number) => udp.send('x', { to: at(address, 9), flags });
    const stale = async (address: string, flags: number) => {
      send(address, 0);
      await lab.until(async () => (await entry(address))?.lladdr !== undefined);
      const lladdr = String((await entry(address))?.lladdr);
      await h1.rtnetlink.neighs.replace({ dst: address, dev: 'to-h2', lladdr, state: ['stale'] });
      send(address, flags);
    };
    await stale('10.9.1.2', 0);
    await stale('10.9.1.3', flag);
    const wire = new Sniffer(h1);
    // What is told while the kernel waits for a confirmation counts: so it is told again and again.
    const longest = 15_000;
    const isReachable = async (address: string) =>
      (await entry(address))?.state?.includes('reachable') === true;
    let [plain, confirmed] = [false, false];
    await lab.until(async () => {
      await pause(100);
      send('10.9.1.2', 0);
      send('10.9.1.3', flag);
      plain = await isReachable('10.9.1.2');
      confirmed = await isReachable('10.9.1.3');
      return plain && confirmed;
    }, longest);
    const asked = await wire.all(({ protocol, sent }) => protocol === c.ETH_P_ARP && sent);
    const about = (address: string) => asked.filter(({ bytes }) => ipv4Text(bytes, 24) === address).length;
    return { plain, confirmed, askedWithout: about('10.9.1.2'), askedWith: about('10.9.1.3') };
  },
  predict: {
    question: 'A stale entry is used. How many ARP requests follow, without and with MSG_CONFIRM?',
    choices: ['none, none', '1, none', '1, 1'],
    answer: ({ askedWithout, askedWith }) => `${askedWithout || 'none'}, ${askedWith || 'none'}`,
  },
  expect: { plain: true, confirmed: true, askedWithout: 1, askedWith: 0 },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'neigh_event_send() puts a stale entry that is used into delay, and after delay_first_probe_time neigh_timer_handler() ' +
    'sends a request, unless somebody has confirmed the neighbour meanwhile. dst_confirm_neigh() does, for MSG_CONFIRM.',
  seeAlso: ['NL-06'],
});
