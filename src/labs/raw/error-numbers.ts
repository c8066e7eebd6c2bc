import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { queuedError } from '../queued-error.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { complain, connect, errors, pending, told } from './icmp-complaints.js';

/** How the answers are distributed: each errno with the types and codes that gave it. */
function byErrno(answers: Readonly<Record<string, string>>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [error, errno] of Object.entries(answers)) found[errno] = [...(found[errno] ?? []), error];
  return found;
}

export const raw71 = experiment({
  id: 'RAW-71',
  claim: 'A connected socket gets EMSGSIZE and EPROTO alone.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { connected: true },
  async run({ h1, h2 }, { connected }) {
    const errors = byErrno(await told(h1, h2, connected ? connect : () => {}, pending));
    return { errnos: Object.keys(errors).sort(), ...errors };
  },
  predict: {
    question: 'Which errno does "port unreachable" (3/3) become?',
    choices: ['none', 'ECONNREFUSED', 'EHOSTUNREACH'],
    answer: ({ errnos, ...errors }) =>
      errnos.find(errno => (errors as Record<string, string[]>)[errno]?.includes('3/3')),
  },
  expect: { errnos: ['EMSGSIZE', 'EPROTO', 'none'] },
  known: [
    {
      observe: {
        EMSGSIZE: ['3/4'],
        EPROTO: ['12/0'],
        ECONNREFUSED: ['3/3'],
        EHOSTDOWN: ['3/7'],
        EHOSTUNREACH: ['3/10', '3/13', '3/14', '3/15'],
        ENETUNREACH: ['3/6', '3/9'],
        ENONET: ['3/8'],
        ENOPROTOOPT: ['3/2'],
        none: ['3/0', '3/1', '3/5', '3/11', '3/12', '4/0', '5/1', '11/0', '11/1'],
      },
      because: 'every error that the kernel holds to be fatal is passed on, each with its errno',
    },
  ],
  mutants: [{ change: 'without connect()', parameters: { connected: false } }],
  explain:
    'icmp_err_convert has an errno for each code, and says which are fatal: those reach a connected socket.',
  seeAlso: ['RAW-70', 'RAW-72'],
});

export const raw72 = experiment({
  id: 'RAW-72',
  claim: 'With IP_RECVERR every network error is put into the error queue.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { recverr: 1 },
  async run({ h1, h2 }, { recverr }) {
    const answers = await told(
      h1,
      h2,
      socket => {
        connect(socket);
        socket.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
      },
      socket => {
        outcome(() => socket.receive());
        return queuedError(socket) === undefined ? 'not queued' : 'queued';
      },
    );
    return byErrno(answers);
  },
  predict: {
    question: 'Is there an ICMP error that is not queued?',
    choices: ['no', 'source quench, redirect and reassembly timeout'],
    answer: seen =>
      seen['not queued'] === undefined
        ? 'no'
        : seen['not queued'].join() === '4/0,5/1,11/1'
          ? 'source quench, redirect and reassembly timeout'
          : undefined,
  },
  expect: { queued: errors.map(([type, code]) => `${type}/${code}`) },
  known: [
    {
      observe: { 'not queued': ['4/0', '5/1', '11/1'] },
      because:
        'source quench and a reassembly that timed out have no errno (11/1 is left out), and redirects change routes and tell nobody',
    },
  ],
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain:
    'recvmsg(MSG_ERRQUEUE) gives what was sent, and struct sock_extended_err: errno, origin 2 (ICMP), type, code, and who said so.',
  seeAlso: ['RAW-71', 'RAW-75', 'MSG-12'],
});

export const raw73 = experiment({
  id: 'RAW-73',
  claim: 'EPROTO is an ICMP "parameter problem".',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { type: 12 },
  async run({ h1, h2 }, { type }) {
    const socket = rawSocket(h1, 89);
    connect(socket);
    await complain(h1, h2, [type, 0]);
    return { receive: pending(socket), again: pending(socket) };
  },
  predict: {
    question: 'How many receives after one "parameter problem" fail with it?',
    choices: ['none', 'one', 'all of them'],
    answer: ({ receive, again }) => (receive === 'none' ? 'none' : again === 'none' ? 'one' : 'all of them'),
  },
  expect: { receive: 'EPROTO' },
  details: { again: 'none' },
  mutants: [{ change: 'with "source quench"', parameters: { type: 4 } }],
  explain:
    'A router that cannot make sense of the header says so with type 12, and names the byte. raw_err() turns it into ' +
    'EPROTO in sk_err, and whoever reads that (sock_error()) clears it.',
  seeAlso: ['RAW-71'],
});
