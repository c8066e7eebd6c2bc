import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { pair, routed } from '../topology.js';
import { quotedIn, told } from './probing.js';

export const trace03 = experiment({
  id: 'TRACE-03',
  claim: 'An answer is matched by what it quotes: protocol 17, source port and destination port.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { data: 24, protocol: 17 },
  async run({ h1 }, { data, protocol }) {
    const listener = icmpSocket(h1);
    const isUdp = protocol === c.IPPROTO_UDP;
    const socket = isUdp ? h1.socket(c.AF_INET, c.SOCK_DGRAM) : rawSocket(h1, protocol);
    if (isUdp) socket.bind(at('0.0.0.0', 45_000));
    socket.setOption(c.SOL_IP, c.IP_TTL, 1);
    socket.send(new Uint8Array(data), { to: at('10.9.3.2', isUdp ? 33_435 : 0) });
    const { bytes } = await listener.next();
    const quoted = quotedIn(bytes);
    return {
      protocol: String(quoted?.part('ipv4')?.protocol ?? 'none'),
      ports: [quoted?.part('udp')?.srcPort ?? 0, quoted?.part('udp')?.dstPort ?? 0],
      quoted: bytes.length - 28,
    };
  },
  predict: {
    question: 'A probe has 52 bytes. How many of them does the kernel quote?',
    choices: ['28', '52'],
    answer: ({ quoted }) => String(quoted),
  },
  expect: { protocol: 'udp', ports: [45_000, 33_435] },
  details: { quoted: 52 },
  mutants: [
    { change: 'with a probe of protocol 89, which has no ports', parameters: { protocol: 89 } },
    { change: 'with 1000 bytes of data, of which what fits is quoted', parameters: { data: 1000 } },
  ],
  explain:
    'Linux quotes as much as makes a packet of 576 bytes (RFC 1812). Eight bytes of UDP hold both ports: that is enough.',
  seeAlso: ['RAW-74'],
});

export const trace09 = experiment({
  id: 'TRACE-09',
  claim: '"Unreachable" has codes from 0 to 12, each with its reason.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { unreachable: 'unreachable', prohibit: 'prohibit' },
  async run({ h1, r1 }, { unreachable, prohibit }) {
    // A router tells a host but a few errors at a time (TRACE-10): the last two are asked of the second.
    const { routes } = r1.rtnetlink;
    for (const [dst, type] of [
      ['10.9.100.1', unreachable],
      ['10.9.101.1', prohibit],
      ['10.9.102.1', 'blackhole'],
    ] as const) {
      await routes.add({ dst, type: type as 'prohibit' });
    }
    await r1.rtnetlink.links.set({ dev: 'to-r2', mtu: 1000 });
    const listener = icmpSocket(h1);
    const answerFor = async (to: string, { bytes = 24, wanted = true } = {}) => {
      const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IP, c.IP_MTU_DISCOVER, c.IP_PMTUDISC_DO);
      socket.send(new Uint8Array(bytes), { to: at(to, 33_435) });
      const answer = wanted ? await listener.awaited() : await listener.maybe();
      return answer === undefined ? 'silence' : told(answer.bytes);
    };
    const raw = rawSocket(h1, 89);
    const protocol = async () => {
      raw.send('x', { to: at('10.9.2.2') });
      return told((await listener.next()).bytes);
    };
    return {
      unreachable: await answerFor('10.9.100.1'),
      prohibit: await answerFor('10.9.101.1'),
      blackhole: await answerFor('10.9.102.1', { wanted: false }),
      tooBig: await answerFor('10.9.3.2', { bytes: 1300 }),
      port: await answerFor('10.9.2.2'),
      protocol: await protocol(),
    };
  },
  predict: {
    question: 'A route of type prohibit: which code does the sender get?',
    choices: ['1 (host unreachable)', '10 (host prohibited)', '13 (communication prohibited)'],
    answer: ({ prohibit }) =>
      ({
        '3/13 from 10.9.1.2': '13 (communication prohibited)',
        '3/10 from 10.9.1.2': '10 (host prohibited)',
      })[prohibit] ?? '1 (host unreachable)',
  },
  expect: {
    unreachable: '3/1 from 10.9.1.2',
    tooBig: '3/4 from 10.9.1.2',
    port: '3/3 from 10.9.2.2',
    protocol: '3/2 from 10.9.2.2',
  },
  details: { prohibit: '3/13 from 10.9.1.2', blackhole: 'silence' },
  mutants: [
    { change: 'with a route of type throw in place of unreachable', parameters: { unreachable: 'throw' } },
    { change: 'with a black hole in place of prohibit', parameters: { prohibit: 'blackhole' } },
  ],
  explain:
    'Linux has a type of route for most codes. 13 to 15 came with RFC 1812, after the list of the lecture.',
  seeAlso: ['RAW-71', 'TRACE-10'],
});

export const trace10 = experiment({
  id: 'TRACE-10',
  claim: 'A probe that is lost prints "*"; each router answers every one of the three.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { earlier: 0, limitedTypes: 6168 },
  async run({ h1, h2 }, { earlier, limitedTypes }) {
    const listener = icmpSocket(h1);
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const byDefault = Number(h2.sysctl('net.ipv4.icmp_ratelimit'));
    // Ten seconds in place of one until a further answer is due, for on a busy machine one is soon over.
    h2.setSysctl('net.ipv4.icmp_ratelimit', 10_000);
    h2.setSysctl('net.ipv4.icmp_ratemask', limitedTypes);
    const answersTo = async (probes: number, least: number) => {
      for (let i = 0; i < probes; i++) socket.send('x', { to: at('10.9.1.2', 33_435 + i) });
      return (await listener.all({}, least)).length;
    };
    await answersTo(earlier, Math.min(earlier, 6));
    const three = await answersTo(3, earlier === 0 ? 3 : 0);
    const more = await answersTo(17, earlier === 0 ? 3 : 0);
    return { three, ofTwenty: three + more, milliseconds: byDefault };
  },
  predict: {
    question: 'Twenty probes are sent at once. How many are answered?',
    choices: ['20', '6', '1'],
    answer: ({ ofTwenty }) => String(ofTwenty),
  },
  expect: { three: 3 },
  details: { ofTwenty: 6, milliseconds: 1000 },
  mutants: [
    { change: 'after ten probes of others', parameters: { earlier: 10 } },
    { change: 'with icmp_ratemask 0', parameters: { limitedTypes: 0 } },
  ],
  explain:
    'inet_peer_xrlim_allow() lets a peer have six errors at once and then one each net.ipv4.icmp_ratelimit (1000 ms), of ' +
    'the types in icmp_ratemask. Three probes fit; programs that send many at once lose answers.',
  seeAlso: ['TRACE-09'],
});
