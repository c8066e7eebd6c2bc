import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { queuedError } from '../queued-error.js';
import { pair, routed } from '../topology.js';

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
      recverr === 1 ? undefined : 100,
    );
    return { errno: pending, offender: queuedError(socket)?.said ?? 'nobody' };
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
