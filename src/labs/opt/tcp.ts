import { constants as c, decodeInt } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { tcpListener, tcpPair } from '../tcp.js';
import { alone } from '../topology.js';

const tcp = [
  'TCP_NODELAY',
  'TCP_MAXSEG',
  'TCP_CORK',
  'TCP_KEEPIDLE',
  'TCP_KEEPINTVL',
  'TCP_KEEPCNT',
  'TCP_SYNCNT',
  'TCP_LINGER2',
  'TCP_DEFER_ACCEPT',
  'TCP_WINDOW_CLAMP',
  'TCP_INFO',
  'TCP_QUICKACK',
] as const;

/** linux/sockios.h: the bytes that were not sent yet. */
const SIOCOUTQNSD = 0x894b;

export const opt04 = experiment({
  id: 'OPT-04',
  claim: 'TCP has 12 options of its own.',
  texts: ['S3'],
  topology: alone,
  parameters: { type: c.SOCK_STREAM },
  async run({ h1 }, { type }) {
    const socket = h1.socket(c.AF_INET, type);
    const reads = tcp.filter(name => outcome(() => socket.getOption(c.SOL_TCP, c[name])) === 'ok');
    const values: Partial<Record<(typeof tcp)[number], number>> = {
      TCP_MAXSEG: 500,
      TCP_SYNCNT: 6,
      TCP_WINDOW_CLAMP: 4096,
    };
    const sets = tcp.filter(
      name => outcome(() => socket.setOption(c.SOL_TCP, c[name], values[name] ?? 1)) === 'ok',
    );
    const fresh = h1.socket(c.AF_INET, type);
    const defaults = Object.fromEntries(
      (['TCP_KEEPIDLE', 'TCP_KEEPINTVL', 'TCP_KEEPCNT', 'TCP_SYNCNT'] as const).map(name => [
        name,
        outcome(() => fresh.getOption(c.SOL_TCP, c[name])) === 'ok'
          ? fresh.getIntOption(c.SOL_TCP, c[name])
          : 0,
      ]),
    );
    const [one, other] = await tcpPair(h1);
    one.setOption(c.SOL_TCP, c.TCP_CORK, 1);
    one.send('held');
    // What the peer has is the wrong thing to ask: after 200 ms of cork TCP sends all the same.
    const unsent = new Uint8Array(4);
    one.ioctl(SIOCOUTQNSD, unsent);
    one.setOption(c.SOL_TCP, c.TCP_CORK, 0);
    const { listener, address } = tcpListener(h1);
    listener.setOption(c.SOL_TCP, c.TCP_DEFER_ACCEPT, 1);
    const client = h1.socket(c.AF_INET, c.SOCK_STREAM);
    await client.connected(address);
    const deferred = listener.accept() === undefined;
    client.send('data');
    await listener.accepted();
    return {
      readable: reads.length,
      notSettable: tcp.filter(name => !sets.includes(name)),
      defaults,
      corkHolds: decodeInt(unsent),
      corkReleases: (await other.next()).length,
      acceptDeferred: deferred,
    };
  },
  predict: {
    question: 'Which of the 12 cannot be set?',
    choices: ['none', 'TCP_INFO', 'TCP_MAXSEG and TCP_INFO'],
    answer: ({ notSettable }) => (notSettable.length === 0 ? 'none' : notSettable.join(' and ')),
  },
  expect: { readable: 12, notSettable: ['TCP_INFO'] },
  details: {
    defaults: { TCP_KEEPIDLE: 7200, TCP_KEEPINTVL: 75, TCP_KEEPCNT: 9, TCP_SYNCNT: 6 },
    corkHolds: 4,
    corkReleases: 4,
    acceptDeferred: true,
  },
  mutants: [{ change: 'on a UDP socket', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'They are at level SOL_TCP (6). Keepalive asks after two hours, every 75 seconds, nine times, unless told otherwise.',
});
