import { buildPacket, icmp, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';
import { pair, routed } from '../topology.js';
import { at, needs, rawSocket } from './support.js';

/** Every type and code of ICMP errors that the catalogue tries. */
const errors = [
  [3, 0],
  [3, 1],
  [3, 2],
  [3, 3],
  [3, 4],
  [3, 5],
  [3, 6],
  [3, 7],
  [3, 8],
  [3, 9],
  [3, 10],
  [3, 11],
  [3, 12],
  [3, 13],
  [3, 14],
  [3, 15],
  [4, 0],
  [5, 1],
  [11, 0],
  [11, 1],
  [12, 0],
] as const;

/** Sends h1 an ICMP error about a packet of protocol 89 that it sent to h2. */
function complain(h2: Host, type: number, code: number, quotedData = 8): void {
  const quoted = buildPacket([
    ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 }),
    new Uint8Array(quotedData),
  ]);
  const message = buildPacket([
    icmp({ type: type as never, code, ...(type === 3 && code === 4 ? { mtu: 1000 } : {}), quoted }),
  ]);
  rawSocket(h2, c.IPPROTO_ICMP).send(message, { to: at('10.9.1.1') });
}

/** The pending error of a socket, by name; `none`. */
function pending(socket: LabSocket): string {
  const error = outcome(() => socket.receive());
  return error === 'EAGAIN' ? 'none' : error;
}

/** What a connected raw socket is told by each error. */
async function told(
  h1: Host,
  h2: Host,
  prepare: (socket: LabSocket) => void,
  read: (socket: LabSocket) => string,
): Promise<Record<string, string>> {
  const socket = rawSocket(h1, 89);
  prepare(socket);
  const marker = rawSocket(h1, c.IPPROTO_ICMP);
  const answers: Record<string, string> = {};
  for (const [type, code] of errors) {
    complain(h2, type, code);
    // A raw ICMP socket gets the message after the error was passed on: when it is there, so is the error.
    await marker.next();
    answers[`${type}/${code}`] = read(socket);
  }
  return answers;
}

const connect = (socket: LabSocket): void => socket.connect(at('10.9.1.2'));

/** How the answers are distributed: each errno with the types and codes that gave it. */
function byErrno(answers: Readonly<Record<string, string>>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [error, errno] of Object.entries(answers)) found[errno] = [...(found[errno] ?? []), error];
  return found;
}

export const raw70 = experiment({
  id: 'RAW-70',
  claim: 'Network errors are passed on only when the socket is connected or has IP_RECVERR.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { connected: false },
  async run({ h1, h2 }, { connected }) {
    const answers = await told(h1, h2, connected ? connect : () => {}, pending);
    return { errors: [...new Set(Object.values(answers))].sort() };
  },
  predict: {
    question: 'Of 21 ICMP errors about its packets, how many does an unconnected socket get?',
    choices: ['none', 'some', 'all'],
    answer: ({ errors: seen }) => (seen.join() === 'none' ? 'none' : seen.includes('none') ? 'some' : 'all'),
  },
  expect: { errors: ['none'] },
  mutants: [{ change: 'when connected', parameters: { connected: true } }],
  explain:
    'raw_err() returns at once unless IP_RECVERR is set or the socket is connected: the program could not tell which packet it is about.',
  seeAlso: ['RAW-71', 'RAW-72'],
});

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
        return outcome(() => {
          const { control, flags } = socket.receive({ flags: c.MSG_ERRQUEUE });
          const error = control.find(({ level, type }) => level === c.SOL_IP && type === c.IP_RECVERR)!.data;
          if ((flags & c.MSG_ERRQUEUE) === 0 || error[4] !== 2) throw new RangeError('not an ICMP error');
        }) === 'ok'
          ? 'queued'
          : 'not queued';
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
    const marker = rawSocket(h1, c.IPPROTO_ICMP);
    connect(socket);
    complain(h2, type, 0);
    await marker.next();
    return { error: pending(socket) };
  },
  predict: {
    question: 'What does a receive give after "parameter problem"?',
    choices: ['EPROTO', 'EINVAL', 'EHOSTUNREACH'],
    answer: ({ error }) => error,
  },
  expect: { error: 'EPROTO' },
  mutants: [{ change: 'with "source quench"', parameters: { type: 4 } }],
  explain: 'A router that cannot make sense of the header says so with type 12, and names the byte.',
  seeAlso: ['RAW-71'],
});

export const raw74 = experiment({
  id: 'RAW-74',
  claim:
    'A pending error is reported by recv() and SO_ERROR, not by a plain send; and only if 8 bytes were quoted.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { quoted: 8 },
  async run({ h1, h2 }, { quoted }) {
    const withError = async (bytes: number) => {
      const socket = rawSocket(h1, 89);
      const marker = rawSocket(h1, c.IPPROTO_ICMP);
      connect(socket);
      complain(h2, 3, 3, bytes);
      await marker.maybe();
      return socket;
    };
    const one = await withError(quoted);
    const send = outcome(() => one.send('x'));
    return {
      send,
      receive: pending(one),
      so: (await withError(quoted)).getIntOption(c.SOL_SOCKET, c.SO_ERROR),
      ofOneByte: pending(await withError(1)),
    };
  },
  predict: {
    question: 'An error is pending. What does the next send() of a raw socket give?',
    choices: ['the error', 'it is sent'],
    answer: ({ send }) => (send === 'ok' ? 'it is sent' : 'the error'),
  },
  expect: { send: 'ok', receive: 'ECONNREFUSED', so: 111, ofOneByte: 'none' },
  mutants: [{ change: 'with 4 bytes quoted', parameters: { quoted: 4 } }],
  explain:
    'raw_sendmsg() does not look at sk_err unless the header is its own. icmp_rcv() drops what quotes less than 8 bytes.',
  seeAlso: ['RAW-71'],
});

export const raw75 = experiment({
  id: 'RAW-75',
  claim: 'For the ICMP errors of a datagram socket, IP_RECVERR on that socket is better than a raw socket.',
  texts: ['S4'],
  topology: routed,
  needs,
  parameters: { recverr: 1 },
  async run({ h1 }, { recverr }, lab) {
    const error = async (address: string, ttl: number) => {
      const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
      socket.setOption(c.SOL_IP, c.IP_TTL, ttl);
      socket.send('first', { to: at(address, 9) });
      let found = 'none';
      await lab.until(
        () =>
          outcome(() => {
            const { control, bytes } = socket.receive({ flags: c.MSG_ERRQUEUE });
            const { data } = control.find(it => it.level === c.SOL_IP && it.type === c.IP_RECVERR)!;
            // struct sock_extended_err, then the address of who said so.
            found = `${data[5]}/${data[6]} from ${data.subarray(20, 24).join('.')} about "${new TextDecoder().decode(bytes)}"`;
          }) === 'ok',
        recverr === 1 ? 3000 : 100,
      );
      return found;
    };
    return { closedPort: await error('10.9.3.2', 64), ttlOne: await error('10.9.3.2', 1) };
  },
  predict: {
    question: 'A datagram with TTL 1 dies at the first router. What does the error queue say?',
    choices: ['nothing', "the router's address, type and code", 'ECONNREFUSED'],
    answer: ({ ttlOne }) =>
      ttlOne.startsWith('11/0 from') ? "the router's address, type and code" : 'nothing',
  },
  expect: { closedPort: '3/3 from 10.9.3.2 about "first"', ttlOne: '11/0 from 10.9.1.2 about "first"' },
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain: 'The kernel matches the error with the socket by itself: no privilege is needed, and no parsing.',
  seeAlso: ['TRACE-11', 'RAW-72'],
});
