import { constants as c } from '../../socket/index.js';
import { ipv4Text } from '../../wire/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { routed } from '../topology.js';

const IPOPT_NOP = 1;
const IPOPT_RR = 7;
const IPOPT_LSRR = 131;

/** As the example fills it: a NOP, then room for `routes` addresses. */
function option(type: number, routes: number, pointer = 4): Uint8Array {
  const bytes = new Uint8Array(3 + 4 * routes + 1);
  bytes.set([IPOPT_NOP, type, 3 + 4 * routes, pointer]);
  return bytes;
}

export const opt07 = experiment({
  id: 'OPT-07',
  claim:
    'With IP_OPTIONS a datagram records its route: nine addresses fit (40 bytes: a NOP, type 7, length 39, pointer 4).',
  texts: ['S3'],
  topology: routed,
  parameters: { type: IPOPT_RR },
  async run({ h1, h2 }, { type }) {
    const server = h2.socket(c.AF_INET, c.SOCK_DGRAM);
    server.bind(at('10.9.3.2', 999));
    server.setOption(c.SOL_IP, c.IP_RECVOPTS, 1);
    const wire = new Sniffer(h2);
    const client = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    client.setOption(c.SOL_IP, c.IP_OPTIONS, option(type, 9));
    client.send('message 1:', { to: at('10.9.3.2', 999) });
    const received = await server.awaited();
    const [packet] = await wire.all(ipv4Of(c.IPPROTO_UDP));
    const bytes = packet?.bytes ?? new Uint8Array(60);
    const options =
      received?.control.find(it => it.level === c.SOL_IP && it.type === c.IP_RECVOPTS)?.data ??
      new Uint8Array(40);
    const recorded = (at: Uint8Array, start: number, count: number) =>
      Array.from({ length: count }, (_, i) => ipv4Text(at, start + 3 + 4 * i));
    const refused = (value: Uint8Array) =>
      outcome(() => h1.socket(c.AF_INET, c.SOCK_DGRAM).setOption(c.SOL_IP, c.IP_OPTIONS, value));
    return {
      header: 4 * (bytes[0]! & 15),
      recorded: recorded(bytes, 21, 3),
      receiverAdds: recorded(options, 1, 4).at(-1) ?? 'none',
      tenRoutes: refused(option(IPOPT_RR, 10)),
      pointerOf3: refused(option(IPOPT_RR, 9, 3)),
    };
  },
  predict: {
    question: 'h1, r1 and r2 write an address each. Which interface does r1 name?',
    choices: ['the one it came in by (10.9.1.2)', 'the one it goes out by (10.9.2.1)'],
    answer: ({ recorded }) =>
      recorded[1] === '10.9.2.1' ? 'the one it goes out by (10.9.2.1)' : 'the one it came in by (10.9.1.2)',
  },
  expect: { header: 60, recorded: ['10.9.1.1', '10.9.2.1', '10.9.3.1'] },
  details: { receiverAdds: '10.9.3.2', tenRoutes: 'EINVAL', pointerOf3: 'EINVAL' },
  mutants: [
    {
      change: 'with a source route in its place, which needs an address to go to',
      parameters: { type: IPOPT_LSRR },
    },
    {
      change: 'with no route beyond r1',
      before: ({ r1 }) => r1.rtnetlink.routes.delete({ dst: '10.9.3.0/24' }),
    },
  ],
  explain:
    'ip_forward_options() writes the address of the outgoing interface where the pointer points, and moves it on by four.',
});
