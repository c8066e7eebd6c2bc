import { buildPacket, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { arrivedIpv4, Sniffer } from '../sniffer.js';
import { pair } from '../topology.js';
import { headerIncluded, headerOf } from './support.js';

export const raw35 = experiment({
  id: 'RAW-35',
  claim: 'With IP_HDRINCL the kernel does not fragment: what exceeds the MTU is EMSGSIZE.',
  texts: ['S1', 'S4'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const send = (length: number) => {
      const socket = rawSocket(h1, 89);
      socket.setOption(c.SOL_IP, c.IP_HDRINCL, included);
      const header = ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 });
      const packet = buildPacket([header, new Uint8Array(length - 20)]);
      return outcome(() => socket.send(packet, { to: at('10.9.1.2') }));
    };
    const larger = send(1501);
    const exact = send(1500);
    const packets = await wire.all(arrivedIpv4, 1);
    return { larger, exact, packets: packets.length };
  },
  predict: {
    question:
      '1500 and then 1501 bytes, header and all, leave through an MTU of 1500. How many packets are sent?',
    choices: ['1', '2', '3'],
    answer: ({ packets }) => String(packets),
  },
  expect: { larger: 'EMSGSIZE', exact: 'ok' },
  details: { packets: 1 },
  mutants: [{ change: 'without IP_HDRINCL', parameters: { included: 0 } }],
  explain:
    'raw_send_hdrinc() compares the length with the MTU of the device, and refuses. The deck says that the kernel ' +
    'fragments raw packets; that is so only where the kernel writes the header.',
  seeAlso: ['RAW-36', 'RAW-37'],
});

export const raw36 = experiment({
  id: 'RAW-36',
  claim: 'Without IP_HDRINCL a packet above the MTU is fragmented.',
  texts: ['S1', 'S2', 'S4'],
  topology: pair,
  needs,
  async run({ h1, h2 }) {
    const wire = new Sniffer(h2);
    rawSocket(h1, 89).send(new Uint8Array(4000), { to: at('10.9.1.2') });
    const packets = await wire.all(arrivedIpv4, 1);
    const headers = packets.map(({ bytes }) => headerOf(bytes));
    return {
      offsets: headers.map(({ fragmentOffset }) => 8 * fragmentOffset),
      lengths: headers.map(({ totalLength }) => totalLength),
      oneId: new Set(headers.map(({ id }) => id)).size === 1,
    };
  },
  predict: {
    question: '4000 bytes leave through an MTU of 1500. In how many fragments?',
    choices: ['1', '2', '3'],
    answer: ({ offsets }) => String(offsets.length),
  },
  expect: { offsets: [0, 1480, 2960] },
  details: { lengths: [1500, 1500, 1060], oneId: true },
  mutants: [
    {
      change: 'with an MTU of 5000',
      async before({ h1, h2 }) {
        await h1.rtnetlink.links.set({ dev: 'to-h2', mtu: 5000 });
        await h2.rtnetlink.links.set({ dev: 'to-h1', mtu: 5000 });
      },
    },
  ],
  explain:
    'ip_append_data() cuts the data into pieces of the MTU, a multiple of eight bytes, and all have the same id.',
  seeAlso: ['RAW-35', 'RAW-55'],
});

export const raw37 = experiment({
  id: 'RAW-37',
  claim: 'EMSGSIZE: where path MTU discovery forbids fragments, or above 64 KiB.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { discover: c.IP_PMTUDISC_DO },
  run({ h1 }, { discover }) {
    const send = (bytes: number, mode?: number) => {
      const socket = rawSocket(h1, 89);
      if (mode !== undefined) socket.setOption(c.SOL_IP, c.IP_MTU_DISCOVER, mode);
      // On lo, whose MTU is 65,536, nothing but the size of the datagram counts.
      return outcome(() =>
        socket.send(new Uint8Array(bytes), { to: at(mode === undefined ? '127.0.0.1' : '10.9.1.2') }),
      );
    };
    return {
      aboveTheMtu: send(4000, discover),
      largest: send(65_515),
      larger: send(65_516),
      default: rawSocket(h1, 89).getIntOption(c.SOL_IP, c.IP_MTU_DISCOVER),
    };
  },
  predict: {
    question: 'Which is the most that a raw socket sends in one call, through lo, whose MTU is 65,536?',
    choices: ['65,515 bytes', '65,516 bytes', '65,536 bytes'],
    answer: ({ largest, larger }) =>
      larger === 'ok' ? undefined : largest === 'ok' ? '65,515 bytes' : undefined,
  },
  expect: { aboveTheMtu: 'EMSGSIZE', larger: 'EMSGSIZE', largest: 'ok' },
  details: { default: 1 },
  mutants: [{ change: 'with IP_PMTUDISC_WANT', parameters: { discover: c.IP_PMTUDISC_WANT } }],
  explain:
    'The total length has 16 bits, 20 bytes of which are the header. The default (WANT) sets DF on what fits, and ' +
    'fragments what does not. The text writes IP_PMTU_DISCOVER; the name is IP_MTU_DISCOVER.',
  seeAlso: ['RAW-36'],
});

export const raw55 = experiment({
  id: 'RAW-55',
  claim: 'Fragments are put together before delivery, and nothing is delivered until all are there.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { fragments: ['mf', ''] },
  async run({ h1, h2 }, { fragments }) {
    const tap = rawSocket(h2, 89);
    rawSocket(h1, 89).send(new Uint8Array(4000), { to: at('10.9.1.2') });
    const [whole] = await tap.all({}, 1);
    const sender = headerIncluded(h1);
    const send = (index: number) => {
      const flags: 'mf'[] = fragments[index] === 'mf' ? ['mf'] : [];
      const header = ipv4({
        src: '10.9.1.1',
        dst: '10.9.1.2',
        protocol: 89,
        id: 4711,
        flags,
        fragmentOffset: index,
      });
      sender.send(buildPacket([header, new Uint8Array(8)]), { to: at('10.9.1.2') });
    };
    send(0);
    const afterTheFirst = (await tap.maybe()) === undefined ? 'nothing' : 'a packet';
    send(1);
    const second = await tap.awaited();
    return {
      length: whole?.length ?? 0,
      isAFragment: whole !== undefined && headerOf(whole.bytes).fragmentOffset !== 0,
      afterTheFirst,
      afterTheSecond: second?.length ?? 0,
    };
  },
  predict: {
    question: '4000 bytes were sent through an MTU of 1500. What does one receive of the raw socket get?',
    choices: ['1480 bytes', '1500 bytes', '4020 bytes', '4060 bytes'],
    answer: ({ length }) => `${length} bytes`,
  },
  expect: { length: 4020, isAFragment: false, afterTheFirst: 'nothing', afterTheSecond: 36 },
  mutants: [
    { change: 'with a last fragment that says that more follow', parameters: { fragments: ['mf', 'mf'] } },
  ],
  explain: 'ip_local_deliver() defragments first. Packet sockets stand before that and see each fragment.',
  seeAlso: ['RAW-36'],
});
