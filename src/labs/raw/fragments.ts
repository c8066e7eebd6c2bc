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
  parameters: { bytes: 1501 },
  async run({ h1, h2 }, { bytes }) {
    const wire = new Sniffer(h2);
    const send = (length: number) =>
      outcome(() =>
        headerIncluded(h1).send(
          buildPacket([
            ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 }),
            new Uint8Array(length - 20),
          ]),
          { to: at('10.9.1.2') },
        ),
      );
    const larger = send(bytes);
    const exact = send(1500);
    const packets = await wire.all(arrivedIpv4, 1);
    return { larger, exact, packets: packets.length };
  },
  predict: {
    question: '1501 bytes, MTU 1500, IP_HDRINCL. What happens?',
    choices: ['two fragments', 'EMSGSIZE', 'it is cut off'],
    answer: ({ larger }) => (larger === 'ok' ? 'two fragments' : larger),
  },
  expect: { larger: 'EMSGSIZE', exact: 'ok' },
  details: { packets: 1 },
  mutants: [{ change: 'with 1400 bytes', parameters: { bytes: 1400 } }],
  explain:
    'The deck says that the kernel fragments raw packets; that is so only where the kernel writes the header.',
  seeAlso: ['RAW-36', 'RAW-37'],
});

export const raw36 = experiment({
  id: 'RAW-36',
  claim: 'Without IP_HDRINCL a packet above the MTU is fragmented.',
  texts: ['S1', 'S2', 'S4'],
  topology: pair,
  needs,
  parameters: { size: 4000 },
  async run({ h1, h2 }, { size }) {
    const wire = new Sniffer(h2);
    rawSocket(h1, 89).send(new Uint8Array(size), { to: at('10.9.1.2') });
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
  mutants: [{ change: 'with 1000 bytes', parameters: { size: 1000 } }],
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
    question: 'IP_MTU_DISCOVER is IP_PMTUDISC_DO. What does a send of 4000 bytes give?',
    choices: ['fragments', 'EMSGSIZE', 'EINVAL'],
    answer: ({ aboveTheMtu }) => (aboveTheMtu === 'ok' ? 'fragments' : aboveTheMtu),
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
    question: 'The first of two fragments has arrived. What does the raw socket get?',
    choices: ['nothing', 'the fragment'],
    answer: ({ afterTheFirst }) => (afterTheFirst === 'nothing' ? 'nothing' : 'the fragment'),
  },
  expect: { length: 4020, isAFragment: false, afterTheFirst: 'nothing', afterTheSecond: 36 },
  mutants: [
    { change: 'with a last fragment that says that more follow', parameters: { fragments: ['mf', 'mf'] } },
  ],
  explain: 'ip_local_deliver() defragments first. Packet sockets stand before that and see each fragment.',
  seeAlso: ['RAW-36'],
});
