import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { type Header, sent } from './header-sending.js';
import { headerChecksum, headerIncluded, headerOf } from './support.js';

export const raw28 = experiment({
  id: 'RAW-28',
  claim: 'With IP_HDRINCL the kernel always fills in the checksum of the header.',
  texts: ['S0', 'S1', 'S2'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const bytes = (await sent(h1, h2, { checksum: 0xdead }, { writer }))!;
    return { right: headerChecksum(bytes) === 'good' };
  },
  predict: {
    question: 'The checksum 0xdead was written. What arrives?',
    choices: ['0xdead', 'the right one'],
    answer: ({ right }) => (right ? 'the right one' : '0xdead'),
  },
  expect: { right: true },
  mutants: [{ change: 'with a packet socket, below IP', parameters: { writer: 'below IP' } }],
  explain:
    'raw_send_hdrinc() calls ip_send_check() last, for the kernel may have changed the length, the id and the source.',
  seeAlso: ['RAW-29', 'RAW-31'],
});

export const raw29 = experiment({
  id: 'RAW-29',
  claim: 'With IP_HDRINCL the total length is always overwritten.',
  texts: ['S0', 'S1'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const bytes = (await sent(h1, h2, { totalLength: 9999 }, { writer }))!;
    return { totalLength: headerOf(bytes).totalLength };
  },
  predict: {
    question: '25 bytes are sent whose header says 9999. What does the header say on the wire?',
    choices: ['25', '9999', 'nothing is sent: EINVAL'],
    answer: ({ totalLength }) => String(totalLength),
  },
  expect: { totalLength: 25 },
  mutants: [{ change: 'with a packet socket, below IP', parameters: { writer: 'below IP' } }],
  explain:
    'raw_send_hdrinc() sets iph->tot_len = htons(length), the number of bytes of the call, in the right byte order: old programs need not care.',
  seeAlso: ['RAW-28'],
});

export const raw30 = experiment({
  id: 'RAW-30',
  claim: 'With IP_HDRINCL the source is filled in when it is 0, and kept otherwise.',
  texts: ['S0', 'S1'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const sourceOf = async (src: string) => headerOf((await sent(h1, h2, { src }, { writer }))!).src;
    return { zero: await sourceOf('0.0.0.0'), other: await sourceOf('10.7.7.7') };
  },
  predict: {
    question: 'The source is 0.0.0.0. Which one arrives?',
    choices: ['0.0.0.0', '10.9.1.1'],
    answer: ({ zero }) => zero,
  },
  expect: { zero: '10.9.1.1', other: '10.7.7.7' },
  mutants: [{ change: 'with a packet socket, below IP', parameters: { writer: 'below IP' } }],
  explain:
    'raw_send_hdrinc() puts in the source of the route where iph->saddr is 0. Only 0 is taken as "not given". Any other address is sent, whoever it belongs to: that is spoofing.',
  seeAlso: ['SPOOF-02', 'RAW6-03'],
});

export const raw31 = experiment({
  id: 'RAW-31',
  claim: 'With IP_HDRINCL the identification is filled in when it is 0.',
  texts: ['S0', 'S1', 'S2'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const idOf = async (flags: 'df'[]) =>
      headerOf((await sent(h1, h2, { id: 0, flags }, { writer }))!).id === 0 ? '0' : 'filled in';
    return { plain: await idOf([]), withDf: await idOf(['df']) };
  },
  predict: {
    question: 'Two headers with id 0 are sent, one without DF and one with it. Which get an id?',
    choices: ['both', 'the one without DF', 'the one with DF', 'neither'],
    answer: ({ plain, withDf }) =>
      plain === withDf
        ? plain === '0'
          ? 'neither'
          : 'both'
        : plain === '0'
          ? 'the one with DF'
          : 'the one without DF',
  },
  expect: { plain: 'filled in', withDf: 'filled in' },
  known: [
    {
      since: '2.4',
      observe: { plain: 'filled in', withDf: '0' },
      because: 'an id is for fragments; where there can be none, the kernel spares it (RFC 6864)',
    },
  ],
  mutants: [{ change: 'with a packet socket, below IP', parameters: { writer: 'below IP' } }],
  explain:
    'raw_send_hdrinc() calls ip_select_ident() where iph->id is 0, and that leaves the id 0 when DF is set, unless the ' +
    'socket belongs to a connection: only fragments are put together by their id.',
  seeAlso: ['RAW-28'],
});

export const raw32 = experiment({
  id: 'RAW-32',
  claim: 'Beyond that, Linux never changes a header that a user wrote.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const bytesOf = async (fields: Header) => (await sent(h1, h2, fields, { writer }))!;
    return {
      ttl: (await bytesOf({ ttl: 1 }))[8]!,
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
  mutants: [
    { change: 'without IP_HDRINCL, behind a header of the kernel', parameters: { writer: 'kernel' } },
  ],
  explain:
    'raw_send_hdrinc() looks at the length of the header and fills in four fields (RAW-28 to RAW-31), and at nothing else. Receivers drop what makes no sense.',
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
    question: 'And a header length of 4 words, 16 bytes, in a packet of 25. What does the send give?',
    choices: ['EINVAL', 'EMSGSIZE', 'it is sent'],
    answer: ({ tooSmall }) => (tooSmall === 'ok' ? 'it is sent' : tooSmall),
  },
  expect: { pastTheEnd: 'EINVAL' },
  details: { tooShort: 'EINVAL', empty: 'EINVAL', tooSmall: 'EINVAL' },
  mutants: [{ change: 'with ihl 6, which is within the buffer', parameters: { ihl: 6 } }],
  explain:
    'raw_send_hdrinc() makes sure that there is a header of at least 20 bytes, and that it lies within the buffer.',
  seeAlso: ['RAW-32'],
});
