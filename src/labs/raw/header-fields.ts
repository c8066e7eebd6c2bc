import { buildPacket, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { outcome } from '../outcome.js';
import { needs } from '../raw-sockets.js';
import { arrivedIpv4, Sniffer } from '../sniffer.js';
import { pair } from '../topology.js';
import { type Header, sent } from './header-sending.js';
import { headerChecksum, headerIncluded, headerOf } from './support.js';

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
  const { bytes } = await wire.next(arrivedIpv4);
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
    const { bytes } = await wire.next(arrivedIpv4);
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
