import { buildPacket, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { outcome } from '../outcome.js';
import { type Sniffed, Sniffer } from '../sniffer.js';
import { alone, pair, routed } from '../topology.js';
import { at, headerChecksum, headerIncluded, headerOf, needs, rawSocket } from './support.js';

type Header = Parameters<typeof ipv4>[0];

/** Sends a packet with such a header from h1 to h2, and returns what arrives, undefined when nothing does. */
async function sent(
  h1: Host,
  h2: Host,
  fields: Header,
  { to = '10.9.1.2', protocol = c.IPPROTO_RAW as number } = {},
): Promise<Uint8Array | undefined> {
  const wire = new Sniffer(h2);
  const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, ...fields }), 'hello']);
  headerIncluded(h1, protocol).send(packet, { to: at(to) });
  // Version 6 in the header does not make it IPv6: the EtherType is that of the socket.
  const isOurs = (it: Sniffed) => it.protocol === c.ETH_P_IP && !it.sent;
  return (await wire.all(isOurs, 1))[0]?.bytes;
}

export const raw25 = experiment({
  id: 'RAW-25',
  claim: 'With IP_HDRINCL the buffer begins at the IP header.',
  texts: ['S0', 'S1', 'S2', 'S3'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket(h1, 89);
    socket.setOption(c.SOL_IP, c.IP_HDRINCL, included);
    socket.send(buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, ttl: 33 }), 'hello']), {
      to: at('10.9.1.2'),
    });
    const { bytes } = await wire.next(it => it.protocol === c.ETH_P_IP && !it.sent);
    return { length: bytes.length, ttl: bytes[8]! };
  },
  predict: {
    question: 'A header of 20 bytes and "hello" are sent. How long is the packet?',
    choices: ['25 bytes', '45 bytes'],
    answer: ({ length }) => `${length} bytes`,
  },
  expect: { length: 25, ttl: 33 },
  mutants: [{ change: 'without IP_HDRINCL', parameters: { included: 0 } }],
  explain: 'raw_send_hdrinc() hands the buffer to the device as it is, after it has filled in a few fields.',
  seeAlso: ['RAW-21', 'RAW-28'],
});

export const raw26 = experiment({
  id: 'RAW-26',
  claim: 'IP_HDRINCL is for SOCK_RAW alone.',
  texts: ['S3'],
  topology: alone,
  needs,
  parameters: { type: c.SOCK_DGRAM },
  run({ h1 }, { type }) {
    const set = (kind: number, protocol = 0) =>
      outcome(() => h1.socket(c.AF_INET, kind, protocol).setOption(c.SOL_IP, c.IP_HDRINCL, 1));
    return {
      udp: set(type, type === c.SOCK_RAW ? 17 : 0),
      tcp: set(c.SOCK_STREAM),
      reads: h1.socket(c.AF_INET, c.SOCK_DGRAM).getIntOption(c.SOL_IP, c.IP_HDRINCL),
    };
  },
  predict: {
    question: 'What does setting it on a UDP socket fail with?',
    choices: ['EINVAL', 'ENOPROTOOPT', 'EOPNOTSUPP'],
    answer: ({ udp: it }) => it,
  },
  expect: { udp: 'ENOPROTOOPT', tcp: 'ENOPROTOOPT' },
  details: { reads: 0 },
  mutants: [{ change: 'with a raw socket of UDP', parameters: { type: c.SOCK_RAW } }],
  explain: 'do_ip_setsockopt() has it only where sk->sk_type is SOCK_RAW.',
  seeAlso: ['OPT-01'],
});

export const raw27 = experiment({
  id: 'RAW-27',
  claim: 'The protocol IPPROTO_RAW implies IP_HDRINCL.',
  texts: ['S1', 'S3', 'S4'],
  topology: alone,
  needs,
  parameters: { protocol: c.IPPROTO_RAW },
  run({ h1 }, { protocol }) {
    const isOn = (number: number) => rawSocket(h1, number).getIntOption(c.SOL_IP, c.IP_HDRINCL);
    return { ofRaw: isOn(protocol), ofOthers: [1, 17, 89].map(isOn) };
  },
  predict: {
    question: 'Is IP_HDRINCL on in a new socket of protocol 255?',
    choices: ['yes', 'no'],
    answer: ({ ofRaw }) => (ofRaw === 1 ? 'yes' : 'no'),
  },
  expect: { ofRaw: 1, ofOthers: [0, 0, 0] },
  mutants: [{ change: 'with protocol 254', parameters: { protocol: 254 } }],
  explain: 'inet_create() sets it: with protocol 255 nobody would know what to write into the header.',
  seeAlso: ['RAW-61'],
});

export const raw28 = experiment({
  id: 'RAW-28',
  claim: 'With IP_HDRINCL the kernel always fills in the checksum of the header.',
  texts: ['S0', 'S1', 'S2'],
  topology: pair,
  needs,
  parameters: { viaPacketSocket: false },
  async run({ h1, h2 }, { viaPacketSocket }) {
    if (!viaPacketSocket) {
      const bytes = (await sent(h1, h2, { checksum: 0xdead }))!;
      return { right: headerChecksum(bytes) === 'good' };
    }
    return { right: await throughTheDevice(h1, h2) };
  },
  predict: {
    question: 'The checksum 0xdead was written. What arrives?',
    choices: ['0xdead', 'the right one'],
    answer: ({ right }) => (right ? 'the right one' : '0xdead'),
  },
  expect: { right: true },
  mutants: [{ change: 'with a packet socket, below IP', parameters: { viaPacketSocket: true } }],
  explain:
    'ip_send_check() is called last, for the kernel may have changed the length, the id and the source.',
  seeAlso: ['RAW-29', 'RAW-31'],
});

/** Sends a wrong checksum by a packet socket, below the kernel's IP; whether it is right at the peer. */
async function throughTheDevice(h1: Host, h2: Host): Promise<boolean> {
  const wire = new Sniffer(h2);
  const [own] = (await h1.rtnetlink.links.list().toArray()).filter(({ ifname }) => ifname === 'to-h2');
  const socket = h1.socket(c.AF_PACKET, c.SOCK_DGRAM, 0);
  const to = new Uint8Array(20);
  const view = new DataView(to.buffer);
  view.setUint16(0, c.AF_PACKET, true);
  view.setUint16(2, c.ETH_P_IP);
  view.setInt32(4, own!.index, true);
  to[11] = 6;
  to.fill(0xff, 12, 18);
  socket.send(
    buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, checksum: 0xdead }), 'hello']),
    { to },
  );
  const { bytes } = await wire.next(it => it.protocol === c.ETH_P_IP && !it.sent);
  return headerChecksum(bytes) === 'good';
}

export const raw29 = experiment({
  id: 'RAW-29',
  claim: 'With IP_HDRINCL the total length is always overwritten.',
  texts: ['S0', 'S1'],
  topology: pair,
  needs,
  parameters: { more: 0 },
  async run({ h1, h2 }, { more }) {
    const wire = new Sniffer(h2);
    const packet = buildPacket([
      ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, totalLength: 9999 }),
      'hello',
      new Uint8Array(more),
    ]);
    headerIncluded(h1).send(packet, { to: at('10.9.1.2') });
    const { bytes } = await wire.next(it => it.protocol === c.ETH_P_IP && !it.sent);
    return { totalLength: headerOf(bytes).totalLength };
  },
  predict: {
    question: '25 bytes are sent whose header says 9999. What does the header say on the wire?',
    choices: ['25', '9999', 'nothing is sent: EINVAL'],
    answer: ({ totalLength }) => String(totalLength),
  },
  expect: { totalLength: 25 },
  mutants: [{ change: 'with five bytes more', parameters: { more: 5 } }],
  explain:
    'iph->tot_len = htons(length), the number of bytes of the call, in the right byte order: old programs need not care.',
  seeAlso: ['RAW-28'],
});

export const raw30 = experiment({
  id: 'RAW-30',
  claim: 'With IP_HDRINCL the source is filled in when it is 0, and kept otherwise.',
  texts: ['S0', 'S1'],
  topology: pair,
  needs,
  parameters: { source: '0.0.0.0' },
  async run({ h1, h2 }, { source }) {
    const sourceOf = async (src: string) => headerOf((await sent(h1, h2, { src }))!).src;
    return { zero: await sourceOf(source), other: await sourceOf('10.7.7.7') };
  },
  predict: {
    question: 'The source is 0.0.0.0. Which one arrives?',
    choices: ['0.0.0.0', '10.9.1.1'],
    answer: ({ zero }) => zero,
  },
  expect: { zero: '10.9.1.1', other: '10.7.7.7' },
  mutants: [{ change: 'with another source', parameters: { source: '10.8.8.8' } }],
  explain:
    'Only 0 is taken as "not given". Any other address is sent, whoever it belongs to: that is spoofing.',
  seeAlso: ['SPOOF-02', 'RAW6-03'],
});

export const raw31 = experiment({
  id: 'RAW-31',
  claim: 'With IP_HDRINCL the identification is filled in when it is 0.',
  texts: ['S0', 'S1', 'S2'],
  topology: pair,
  needs,
  parameters: { id: 0 },
  async run({ h1, h2 }, { id }) {
    const idOf = async (flags: ('df' | 'mf')[]) => headerOf((await sent(h1, h2, { id, flags }))!).id;
    const [plain, df] = [await idOf([]), await idOf(['df'])];
    return {
      plain: plain === 0 ? '0' : plain === id ? 'as given' : 'filled in',
      withDf: df === 0 ? '0' : 'filled in',
    };
  },
  predict: {
    question: 'The id is 0 and DF is set. Which id is sent?',
    choices: ['0', 'one of the kernel'],
    answer: ({ withDf }) => (withDf === '0' ? '0' : 'one of the kernel'),
  },
  expect: { plain: 'filled in', withDf: 'filled in' },
  known: [
    {
      since: '2.4',
      observe: { plain: 'filled in', withDf: '0' },
      because: 'an id is for fragments; where there can be none, the kernel spares it (RFC 6864)',
    },
  ],
  mutants: [{ change: 'with id 77', parameters: { id: 77 } }],
  explain: 'ip_select_ident() leaves the id 0 when DF is set and the socket is not connected.',
  seeAlso: ['RAW-28'],
});

export const raw32 = experiment({
  id: 'RAW-32',
  claim: 'Beyond that, Linux never changes a header that a user wrote.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { ttl: 1 },
  async run({ h1, h2 }, { ttl }) {
    const bytesOf = async (fields: Header) => (await sent(h1, h2, fields))!;
    return {
      ttl: (await bytesOf({ ttl }))[8]!,
      ttlZero: (await bytesOf({ ttl: 0 }))[8]!,
      tos: (await bytesOf({ dscp: 0x3f, ecn: 3 as never }))[1]!,
      version: (await bytesOf({ version: 6 }))[0]! >> 4,
    };
  },
  predict: {
    question: 'A header says version 6. What is sent?',
    choices: ['version 4', 'version 6', 'nothing'],
    answer: ({ version }) => `version ${version}`,
  },
  expect: { ttl: 1, ttlZero: 0, tos: 0xff, version: 6 },
  mutants: [{ change: 'with TTL 2', parameters: { ttl: 2 } }],
  explain:
    'The kernel looks at the length of the header and at nothing else. Receivers drop what makes no sense.',
  seeAlso: ['RAW-28', 'RAW-34'],
});

export const raw33 = experiment({
  id: 'RAW-33',
  claim: 'With IP_HDRINCL the protocol of the socket does not matter: that of the header is sent.',
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { protocol: 17 },
  async run({ h1, h2 }, { protocol }) {
    const bytes = (await sent(h1, h2, { protocol }, { protocol: c.IPPROTO_TCP }))!;
    return { protocol: bytes[9]! };
  },
  predict: {
    question: 'A raw socket of TCP sends a header with protocol 17. Which is on the wire?',
    choices: ['6', '17'],
    answer: ({ protocol }) => String(protocol),
  },
  expect: { protocol: 17 },
  mutants: [{ change: 'with protocol 89', parameters: { protocol: 89 } }],
  explain: 'The number of the socket decides what it receives; the header says what it sends.',
  seeAlso: ['RAW-27'],
});

export const raw34 = experiment({
  id: 'RAW-34',
  claim: 'A header length that points past the buffer is EINVAL.',
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { ihl: 15 },
  run({ h1 }, { ihl }) {
    const packet = (bytes: number, words: number) => {
      const buffer = new Uint8Array(bytes);
      if (bytes > 0) buffer[0] = (4 << 4) | words;
      return outcome(() => headerIncluded(h1).send(buffer, { to: at('10.9.1.2') }));
    };
    return {
      pastTheEnd: packet(25, ihl),
      tooShort: packet(19, 5),
      empty: packet(0, 0),
      tooSmall: packet(25, 4),
    };
  },
  predict: {
    question: 'ihl is 15 (60 bytes) in a packet of 25. What does the send give?',
    choices: ['EINVAL', 'EFAULT', 'it is sent'],
    answer: ({ pastTheEnd }) => (pastTheEnd === 'ok' ? 'it is sent' : pastTheEnd),
  },
  expect: { pastTheEnd: 'EINVAL' },
  details: { tooShort: 'EINVAL', empty: 'EINVAL', tooSmall: 'EINVAL' },
  mutants: [{ change: 'with ihl 6, which is within the buffer', parameters: { ihl: 6 } }],
  explain:
    'raw_send_hdrinc() makes sure that there is a header of at least 20 bytes, and that it lies within the buffer.',
  seeAlso: ['RAW-32'],
});

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
    const packets = await wire.all(it => it.protocol === c.ETH_P_IP && !it.sent, 1);
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

export const raw38 = experiment({
  id: 'RAW-38',
  claim: 'The header may carry IP options.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { option: false },
  async run({ h1, h2 }, { option }) {
    const wire = new Sniffer(h2);
    const packet = buildPacket([
      ipv4({
        src: '10.9.1.1',
        dst: '10.9.1.2',
        protocol: 89,
        options: [{ type: 'recordRoute', value: { pointer: 4, addresses: ['0.0.0.0'] } }],
      }),
      'hello',
    ]);
    const socket = headerIncluded(h1);
    if (option) socket.setOption(c.SOL_IP, c.IP_OPTIONS, Uint8Array.from([1, 7, 7, 4, 0, 0, 0, 0]));
    const send = outcome(() => socket.send(packet, { to: at('10.9.1.2') }));
    const [seen] = await wire.all(it => it.protocol === c.ETH_P_IP && !it.sent, send === 'ok' ? 1 : 0);
    return { send, header: seen === undefined ? 0 : 4 * (seen.bytes[0]! & 15) };
  },
  predict: {
    question: 'May a header with options be sent on a socket that has IP_OPTIONS set, too?',
    choices: ['yes', 'no: EINVAL'],
    // Without the option it is sent; the mutant shows the other.
    answer: ({ send }) => (send === 'ok' ? 'yes' : `no: ${send}`),
  },
  expect: { send: 'ok', header: 28 },
  mutants: [{ change: 'with IP_OPTIONS set as well', parameters: { option: true } }],
  explain:
    "What is in the buffer is sent. Options of the socket would have to be put into a header that is not the kernel's.",
  seeAlso: ['OPT-07'],
});

export const raw39 = experiment({
  id: 'RAW-39',
  claim: 'With IP_HDRINCL a destination in the header that is not 0 decides the route.',
  texts: ['S4'],
  topology: routed,
  needs,
  parameters: { to: '10.9.2.2' },
  async run({ h1, r1, r2 }, { to }) {
    const [left, right] = [new Sniffer(h1), new Sniffer(r2)];
    const packet = buildPacket([ipv4({ src: '10.9.1.2', dst: '10.9.1.1', protocol: 89 }), 'hello']);
    headerIncluded(r1).send(packet, { to: at(to) });
    const isOurs = (it: Sniffed) => it.protocol === c.ETH_P_IP && !it.sent && it.bytes[9] === 89;
    const atR2 = await right.all(isOurs, to === '10.9.2.2' ? 1 : 0);
    const atH1 = await left.all(isOurs, to === '10.9.2.2' ? 0 : 1);
    const [seen] = [...atR2, ...atH1];
    return {
      at: atR2.length > 0 ? 'r2' : atH1.length > 0 ? 'h1' : 'nobody',
      destination: seen === undefined ? '' : headerOf(seen.bytes).dst,
    };
  },
  predict: {
    question: 'On r1 a header names h1, and sendto() names r2. Who gets the packet?',
    choices: ['h1', 'r2', 'nobody'],
    answer: ({ at: who }) => who,
  },
  expect: { at: 'h1', destination: '10.9.1.1' },
  known: [
    {
      observe: { at: 'r2', destination: '10.9.1.1' },
      because: 'the route is found for the address of sendto() or connect(); the header is carried as it is',
    },
  ],
  mutants: [{ change: 'with sendto() to h1', parameters: { to: '10.9.1.1' } }],
  explain: 'So a program can send a packet to any next hop, whatever destination is in it.',
  seeAlso: ['RAW-32'],
});
