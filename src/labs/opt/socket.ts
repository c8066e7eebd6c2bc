import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { tcpListener } from '../tcp.js';
import { alone, pair } from '../topology.js';
import { setAndGet } from './set-and-get.js';

export const opt05 = experiment({
  id: 'OPT-05',
  claim: 'SOL_SOCKET has 16 options, which are set and read on every socket.',
  texts: ['S3'],
  topology: alone,
  parameters: { buffer: 8192 },
  run({ h1 }, { buffer }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const names = [
      'SO_REUSEADDR',
      'SO_TYPE',
      'SO_ERROR',
      'SO_DONTROUTE',
      'SO_BROADCAST',
      'SO_SNDBUF',
      'SO_RCVBUF',
      'SO_KEEPALIVE',
      'SO_OOBINLINE',
      'SO_NO_CHECK',
      'SO_PRIORITY',
      'SO_LINGER',
      'SO_BSDCOMPAT',
    ] as const;
    const answers = names.map(name => [name, setAndGet(udp, c.SOL_SOCKET, c[name])] as const);
    udp.setOption(c.SOL_SOCKET, c.SO_RCVBUF, buffer);
    return {
      exceptions: Object.fromEntries(answers.filter(([, answer]) => answer !== 'ok ok')),
      forceCanBeRead: outcome(() => udp.getOption(c.SOL_SOCKET, c.SO_RCVBUFFORCE)),
      bufferOf8192: udp.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF),
      bsdCompatReads: udp.getIntOption(c.SOL_SOCKET, c.SO_BSDCOMPAT),
    };
  },
  predict: {
    question: 'SO_RCVBUF is set to 8192. What does reading it give?',
    choices: ['8192', '16384', '4096'],
    answer: ({ bufferOf8192 }) => String(bufferOf8192),
  },
  expect: { exceptions: {} },
  known: [
    {
      observe: {
        exceptions: { SO_TYPE: 'ENOPROTOOPT ok', SO_ERROR: 'ENOPROTOOPT ok' },
        forceCanBeRead: 'ENOPROTOOPT',
        bufferOf8192: 16_384,
        bsdCompatReads: 0,
      },
      because:
        'SO_TYPE and SO_ERROR are read only, the FORCE variants are write only, and SO_BSDCOMPAT does nothing since 2.2',
    },
  ],
  mutants: [{ change: 'with a buffer of 4096', parameters: { buffer: 4096 } }],
  explain:
    'The kernel doubles the size of a buffer, for its own bookkeeping, up to net.core.rmem_max before doubling.',
  seeAlso: ['RAW-82'],
});

export const opt05b = experiment({
  id: 'OPT-05b',
  claim: 'SO_LINGER with time 0 resets a connection at close.',
  texts: ['S3'],
  topology: pair,
  parameters: { on: 1 },
  async run({ h1, h2 }, { on }, lab) {
    const wire = new Sniffer(h1);
    const { listener, address } = tcpListener(h2, '10.9.1.2');
    const client = h1.socket(c.AF_INET, c.SOCK_STREAM);
    await client.connected(address);
    const served = await listener.accepted();
    client.setOption(c.SOL_SOCKET, c.SO_LINGER, new Uint8Array(Int32Array.of(on, 0).buffer));
    client.close();
    // The flags are in the 14th byte of the TCP header, behind an IP header of 20.
    const { bytes } = await wire.next(
      packet => packet.sent && ipv4Of(c.IPPROTO_TCP)(packet) && (packet.bytes[33]! & 5) !== 0,
    );
    const flags = bytes[33]!;
    let peer = 'EAGAIN';
    await lab.until(() => {
      peer = outcome(() => served.receive());
      return peer !== 'EAGAIN';
    });
    return { reset: (flags & 4) !== 0, end: (flags & 1) !== 0, peer };
  },
  predict: {
    question: 'What does the peer see?',
    choices: ['end of file', 'ECONNRESET'],
    answer: ({ peer }) => (peer === 'ok' ? 'end of file' : peer),
  },
  expect: { reset: true, peer: 'ECONNRESET' },
  mutants: [{ change: 'with SO_LINGER off', parameters: { on: 0 } }],
  explain:
    'tcp_close() with linger time 0 disconnects: it sends a RST and throws away what is in the send queue.',
});
