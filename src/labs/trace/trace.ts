import { buildPacket, decodePacket, ipv4, type Packet, udp } from '../../raw/formats.js';
import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { capability, program } from '../needs.js';
import { outcome } from '../outcome.js';
import { pair, routed } from '../topology.js';
import { udpServer } from '../udp.js';

const needs = [capability('net_raw')];
const at = (address: string, port = 0): Uint8Array => encodeEndpoint({ address, port });
const listenerOf = (host: Host): LabSocket => host.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_ICMP);

/** The ICMP message in a packet, in words: `11/0 from 10.9.1.2`. */
function told(bytes: Uint8Array): string {
  const packet = decodePacket(bytes, 'ipv4');
  return `${packet.part('icmp') === undefined ? '?' : bytes[20]}/${bytes[21]} from ${packet.find('ipv4')!.src}`;
}

/** The packet that an ICMP error quotes. */
const quotedIn = (bytes: Uint8Array): Packet | undefined =>
  decodePacket(bytes, 'ipv4').find('icmp')?.quoted as Packet | undefined;

/** Sends a probe with a TTL and returns what is said about it. */
async function probe(
  host: Host,
  listener: LabSocket,
  ttl: number,
  to: string,
  port: number,
): Promise<string> {
  const socket = host.socket(c.AF_INET, c.SOCK_DGRAM);
  socket.setOption(c.SOL_IP, c.IP_TTL, ttl);
  socket.send(new Uint8Array(24), { to: at(to, port) });
  const answer = await listener.awaited();
  return answer === undefined ? 'nothing' : told(answer.bytes);
}

export const trace01 = experiment({
  id: 'TRACE-01',
  claim:
    'UDP probes with a rising TTL: each router answers "time exceeded" (11/0), the destination "port unreachable" (3/3).',
  texts: ['S0', 'S2'],
  topology: routed,
  needs,
  parameters: { open: false },
  async run({ h1, h2 }, { open }) {
    if (open) udpServer(h2, '10.9.3.2', 33_437);
    const listener = listenerOf(h1);
    const hops: string[] = [];
    for (let ttl = 1; ttl <= 3; ttl++) hops.push(await probe(h1, listener, ttl, '10.9.3.2', 33_434 + ttl));
    return { hops };
  },
  predict: {
    question: 'Who answers the probe with TTL 2?',
    choices: ['the first router', 'the second router', 'the destination'],
    answer: ({ hops }) =>
      ({ '11/0 from 10.9.1.2': 'the first router', '11/0 from 10.9.2.2': 'the second router' })[
        hops[1] ?? ''
      ] ?? 'the destination',
  },
  expect: { hops: ['11/0 from 10.9.1.2', '11/0 from 10.9.2.2', '3/3 from 10.9.3.2'] },
  mutants: [{ change: 'with somebody at that port', parameters: { open: true } }],
  explain:
    "A router that counts the TTL down to 0 drops the packet and says so. The trick is Van Jacobson's; nothing in IP was made for it.",
  seeAlso: ['TRACE-05', 'TRACE-11'],
});

export const trace02 = experiment({
  id: 'TRACE-02',
  claim: 'The data of a probe are a struct rec: two 16-bit numbers and a struct timeval, 12 bytes.',
  texts: ['S2'],
  topology: routed,
  needs: [...needs, program('python3', 'python3')],
  parameters: { format: 'HHll' },
  async run({ h1 }, { format }) {
    const size = Number(
      await h1.output('python3', ['-c', `import struct; print(struct.calcsize('${format}'))`]),
    );
    const listener = listenerOf(h1);
    const source = (process.pid & 0xffff) | 0x8000;
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    socket.bind(at('0.0.0.0', source));
    socket.setOption(c.SOL_IP, c.IP_TTL, 1);
    socket.send(new Uint8Array(size), { to: at('10.9.3.2', 32_768 + 666 + 1) });
    const quoted = quotedIn((await listener.next()).bytes)?.part('udp');
    return { record: size, firstPort: quoted?.dstPort ?? 0, sourcePort: quoted?.srcPort === source };
  },
  predict: {
    question: 'How many data bytes does a probe have on a machine of 64 bits?',
    choices: ['12', '20', '24'],
    answer: ({ record }) => String(record),
  },
  expect: { record: 12, firstPort: 33_435, sourcePort: true },
  known: [
    {
      observe: { record: 24, firstPort: 33_435, sourcePort: true },
      because: 'a struct timeval has 16 bytes where a long has 8, and begins at a multiple of 8',
    },
  ],
  mutants: [{ change: 'with two ints for the time', parameters: { format: 'HHii' } }],
  explain:
    'The port is 32768 + 666 and the number of the probe, which begins at 1. The source port is made of the process number.',
  seeAlso: ['PING-03'],
});

export const trace03 = experiment({
  id: 'TRACE-03',
  claim: 'An answer is matched by what it quotes: protocol 17, source port and destination port.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { data: 24 },
  async run({ h1 }, { data }) {
    const listener = listenerOf(h1);
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    socket.bind(at('0.0.0.0', 45_000));
    socket.setOption(c.SOL_IP, c.IP_TTL, 1);
    socket.send(new Uint8Array(data), { to: at('10.9.3.2', 33_435) });
    const { bytes } = await listener.next();
    const quoted = quotedIn(bytes);
    return {
      protocol: quoted?.part('ipv4')?.protocol ?? 'none',
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
  mutants: [{ change: 'with 1000 bytes of data, of which what fits is quoted', parameters: { data: 1000 } }],
  explain:
    'Linux quotes as much as makes a packet of 576 bytes (RFC 1812). Eight bytes of UDP hold both ports: that is enough.',
  seeAlso: ['RAW-74'],
});

export const trace05 = experiment({
  id: 'TRACE-05',
  claim: '"Port unreachable" ends the trace: the destination is reached.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { to: '10.9.3.2' },
  async run({ h1 }, { to }) {
    const listener = listenerOf(h1);
    let ttl = 0;
    let answer = '';
    while (ttl < 6 && !answer.startsWith('3/3')) answer = await probe(h1, listener, ++ttl, to, 33_434 + ttl);
    return { hops: ttl, last: answer };
  },
  predict: {
    question: 'Two routers are on the way. At which TTL does the trace end?',
    choices: ['2', '3', '30'],
    answer: ({ hops }) => String(hops),
  },
  expect: { hops: 3, last: '3/3 from 10.9.3.2' },
  mutants: [{ change: 'to the second router', parameters: { to: '10.9.2.2' } }],
  explain: 'No router looks at ports. Whoever says that a port is closed has it.',
  seeAlso: ['TRACE-01'],
});

export const trace06 = experiment({
  id: 'TRACE-06',
  claim: 'Once the raw socket is open the privilege can be dropped: the UDP socket needs none.',
  texts: ['S2'],
  topology: pair,
  needs: [program('setpriv', 'util-linux'), program('python3', 'python3')],
  parameters: { type: 'SOCK_DGRAM' },
  async run({ h1 }, { type }) {
    const script = `import socket; s = socket.socket(socket.AF_INET, socket.${type}); s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1); print(s.sendto(b"probe", ("10.9.1.2", 33435)))`;
    const { stdout, code } = await h1.run('setpriv', [
      '--bounding-set=-all',
      '--inh-caps=-all',
      'python3',
      '-c',
      script,
    ]);
    return { sent: code === 0 ? Number(stdout) : 'refused' };
  },
  predict: {
    question: 'May a process without capabilities send UDP with TTL 1?',
    choices: ['yes', 'no'],
    answer: ({ sent }) => (sent === 'refused' ? 'no' : 'yes'),
  },
  expect: { sent: 5 },
  mutants: [{ change: 'with a raw socket', parameters: { type: 'SOCK_RAW' } }],
  explain:
    "IP_TTL is everybody's. Only reading the ICMP answers with a raw socket takes a capability, and even that can be avoided (TRACE-11).",
  seeAlso: ['PING-06', 'TRACE-11'],
});

export const trace07 = experiment({
  id: 'TRACE-07',
  claim: 'For IPv6: IPV6_UNICAST_HOPS, and a filter that lets "time exceeded" and "unreachable" through.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { pass: [1, 3] },
  async run({ h1 }, { pass }) {
    const listener = h1.socket(c.AF_INET6, c.SOCK_RAW, c.IPPROTO_ICMPV6);
    const words = new Uint32Array(8).fill(0xffff_ffff);
    for (const type of pass) words[type >> 5]! &= ~(1 << (type & 31)) >>> 0;
    listener.setOption(c.SOL_ICMPV6, c.ICMP6_FILTER, new Uint8Array(words.buffer));
    const hops: string[] = [];
    for (let ttl = 1; ttl <= 3; ttl++) {
      const socket = h1.socket(c.AF_INET6, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IPV6, c.IPV6_UNICAST_HOPS, ttl);
      socket.send(new Uint8Array(24), { to: at('fd09:3::2', 33_434 + ttl) });
      const answer = await listener.awaited();
      hops.push(answer === undefined ? 'nothing' : `${answer.bytes[0]}/${answer.bytes[1]}`);
    }
    return { hops };
  },
  predict: {
    question: 'Which type and code does an IPv6 destination answer for a closed port?',
    choices: ['1/4', '3/3', '3/0'],
    answer: ({ hops }) => hops[2],
  },
  expect: { hops: ['3/0', '3/0', '1/4'] },
  mutants: [{ change: 'letting "time exceeded" through alone', parameters: { pass: [3] } }],
  explain: 'ICMPv6 has numbers of its own: 1 is unreachable (code 4: port), 3 time exceeded.',
  seeAlso: ['RAW6-05', 'TRACE-01'],
});

export const trace08 = experiment({
  id: 'TRACE-08',
  claim: 'The TTL can be set by IP_TTL or by a control message; the first traceroute used IP_HDRINCL.',
  texts: ['S3'],
  topology: routed,
  needs,
  parameters: { ttl: 2 },
  async run({ h1 }, { ttl }) {
    const listener = listenerOf(h1);
    const to = at('10.9.3.2', 33_435);
    const answer = async () => {
      const message = await listener.awaited();
      return message === undefined ? 'nothing' : told(message.bytes);
    };
    const byOption = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    byOption.setOption(c.SOL_IP, c.IP_TTL, ttl);
    byOption.send('x', { to });
    const option = await answer();
    const data = new Uint8Array(Int32Array.of(ttl).buffer);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', {
      to,
      control: [{ level: c.SOL_IP, type: c.IP_TTL, data }],
    });
    const control = await answer();
    const packet = buildPacket([
      ipv4({ src: '10.9.1.1', dst: '10.9.3.2', ttl }),
      udp({ srcPort: 45_000, dstPort: 33_435 }),
      'x',
    ]);
    h1.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_RAW).send(packet, { to });
    const header = await answer();
    const set = (value: number) => outcome(() => byOption.setOption(c.SOL_IP, c.IP_TTL, value));
    return { option, control, header, limits: [set(0), set(256), set(-1)] };
  },
  predict: {
    question: 'IP_TTL is set to 0. What happens?',
    choices: ['EINVAL', 'the packet never leaves', 'the default is used'],
    answer: ({ limits: [zero] }) => (zero === 'ok' ? 'the default is used' : zero),
  },
  expect: { option: '11/0 from 10.9.2.2', control: '11/0 from 10.9.2.2', header: '11/0 from 10.9.2.2' },
  details: { limits: ['EINVAL', 'EINVAL', 'ok'] },
  mutants: [{ change: 'with TTL 1', parameters: { ttl: 1 } }],
  explain:
    'A control message holds for one datagram: a socket can send probes of many TTLs without changing. −1 is the default again.',
  seeAlso: ['RAW-24'],
});

export const trace09 = experiment({
  id: 'TRACE-09',
  claim: '"Unreachable" has codes from 0 to 12, each with its reason.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { prohibit: 'prohibit' },
  async run({ h1, r1 }, { prohibit }) {
    // A router tells a host but a few errors at a time (TRACE-10): the last two are asked of the second.
    const { routes } = r1.rtnetlink;
    for (const [dst, type] of [
      ['10.9.100.1', 'unreachable'],
      ['10.9.101.1', prohibit],
      ['10.9.102.1', 'blackhole'],
    ] as const) {
      await routes.add({ dst, type: type as 'prohibit' });
    }
    await r1.rtnetlink.links.set({ dev: 'to-r2', mtu: 1000 });
    const listener = listenerOf(h1);
    const answerFor = async (to: string, { bytes = 24, wanted = true } = {}) => {
      const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IP, c.IP_MTU_DISCOVER, c.IP_PMTUDISC_DO);
      socket.send(new Uint8Array(bytes), { to: at(to, 33_435) });
      const answer = wanted ? await listener.awaited() : await listener.maybe();
      return answer === undefined ? 'silence' : told(answer.bytes);
    };
    const raw = h1.socket(c.AF_INET, c.SOCK_RAW, 89);
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
  mutants: [{ change: 'with a black hole in place of prohibit', parameters: { prohibit: 'blackhole' } }],
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
  parameters: { probes: 20 },
  async run({ h1 }, { probes }) {
    const listener = listenerOf(h1);
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    for (let i = 0; i < probes; i++) socket.send('x', { to: at('10.9.1.2', 33_435 + i) });
    const answers = (await listener.all({}, Math.min(probes, 6))).length;
    return { three: answers >= Math.min(probes, 3), all: answers === probes, burst: answers };
  },
  predict: {
    question: 'Twenty probes are sent at once. How many are answered?',
    choices: ['20', '6', '1'],
    answer: ({ burst }) => String(burst),
  },
  expect: { three: true },
  details: { all: false, burst: 6 },
  mutants: [{ change: 'with three probes', parameters: { probes: 3 } }],
  explain:
    'Linux answers a peer with six errors at once and then one a second (net.ipv4.icmp_ratelimit, of the types in ' +
    'icmp_ratemask). Three probes fit; programs that send many at once lose answers.',
  seeAlso: ['TRACE-09'],
});

export const trace11 = experiment({
  id: 'TRACE-11',
  claim: 'Without a raw socket: IP_RECVERR gives "time exceeded" to the UDP socket itself.',
  texts: ['S4'],
  topology: routed,
  parameters: { recverr: 1 },
  async run({ h1 }, { recverr }, lab) {
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    socket.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
    socket.setOption(c.SOL_IP, c.IP_TTL, 2);
    socket.send('x', { to: at('10.9.3.2', 33_435) });
    let pending = 'EAGAIN';
    await lab.until(
      () => {
        pending = outcome(() => socket.receive());
        return pending !== 'EAGAIN';
      },
      recverr === 1 ? 3000 : 100,
    );
    let offender = 'nobody';
    outcome(() => {
      const { control } = socket.receive({ flags: c.MSG_ERRQUEUE });
      const { data } = control.find(({ level, type }) => level === c.SOL_IP && type === c.IP_RECVERR)!;
      offender = `${data[5]}/${data[6]} from ${data.subarray(20, 24).join('.')}`;
    });
    return { errno: pending, offender };
  },
  predict: {
    question: 'Which errno does "time exceeded" become?',
    choices: ['ETIMEDOUT', 'EHOSTUNREACH', 'ECONNREFUSED'],
    answer: ({ errno }) => errno,
  },
  expect: { errno: 'EHOSTUNREACH', offender: '11/0 from 10.9.2.2' },
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain:
    'The error queue names who said it, and what the probe was. tracepath(8) works so, without any privilege.',
  seeAlso: ['RAW-75', 'MSG-12'],
});
