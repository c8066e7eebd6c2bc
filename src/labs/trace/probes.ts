import { buildPacket, ipv4, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { routed } from '../topology.js';
import { quotedIn, told } from './probing.js';

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
    const listener = icmpSocket(h1);
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

export const trace08 = experiment({
  id: 'TRACE-08',
  claim: 'The TTL can be set by IP_TTL or by a control message; the first traceroute used IP_HDRINCL.',
  texts: ['S3'],
  topology: routed,
  needs,
  parameters: { ttl: 2 },
  async run({ h1 }, { ttl }) {
    const listener = icmpSocket(h1);
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
    rawSocket(h1, c.IPPROTO_RAW).send(packet, { to });
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
