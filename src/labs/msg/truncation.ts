import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { tcpPair } from '../tcp.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair, udpServer } from '../udp.js';

export const msg06 = experiment({
  id: 'MSG-06',
  claim: 'MSG_CTRUNC in the flags of a received message says that control data did not fit.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { room: 16 },
  async run({ h1 }, { room }) {
    const { socket, address } = udpServer(h1);
    socket.setOption(c.SOL_IP, c.IP_PKTINFO, 1);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', { to: address });
    const { flags, control } = await socket.next({ controlSize: room });
    return {
      cutOff: (flags & c.MSG_CTRUNC) !== 0,
      flag: c.MSG_CTRUNC,
      whole: control.some(({ data }) => data.length === 12),
    };
  },
  predict: {
    question: 'The control buffer has room for a header and no data. What does recvmsg() do?',
    choices: ['fails with EMSGSIZE', 'cuts off and says so', 'cuts off silently'],
    answer: ({ cutOff }) => (cutOff ? 'cuts off and says so' : 'cuts off silently'),
  },
  expect: { cutOff: true, flag: 8 },
  details: { whole: false },
  mutants: [{ change: 'with room for struct in_pktinfo', parameters: { room: 64 } }],
  explain:
    'put_cmsg() writes what fits, and sets MSG_CTRUNC where that is not all. Descriptors that do not fit are lost.',
  seeAlso: ['UNIX-12'],
});

export const msg07 = experiment({
  id: 'MSG-07',
  claim:
    'MSG_TRUNC says that a datagram was longer than the buffer; asked for, it has recv() return the real length.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { size: 16 },
  async run({ h1 }, { size }) {
    const [client, server] = udpPair(h1);
    for (let i = 0; i < 2; i++) client.send(new Uint8Array(100));
    const plain = await server.next({ size });
    const asked = await server.next({ size, flags: c.MSG_TRUNC });
    const [one, other] = await tcpPair(h1);
    one.send('discarded');
    const stream = await other.next({ flags: c.MSG_TRUNC });
    return {
      marked: (plain.flags & c.MSG_TRUNC) !== 0,
      length: plain.length,
      lengthAskedFor: asked.length,
      streamReturns: stream.length,
      streamCopies: text(stream.bytes).replaceAll('\0', '') === '' ? 'nothing' : 'the data',
      rest: outcome(() => other.receive()),
    };
  },
  predict: {
    question: 'TCP data are received with MSG_TRUNC. What happens to them?',
    choices: ['they are copied', 'they are thrown away', 'EINVAL'],
    answer: ({ streamCopies }) => (streamCopies === 'nothing' ? 'they are thrown away' : 'they are copied'),
  },
  expect: { marked: true, length: 16, lengthAskedFor: 100 },
  details: { streamReturns: 9, streamCopies: 'nothing', rest: 'EAGAIN' },
  mutants: [{ change: 'with room for all', parameters: { size: 112 } }],
  explain:
    'For TCP, MSG_TRUNC discards the bytes instead of copying them (tcp(7)); for datagrams it reports the length.',
});
