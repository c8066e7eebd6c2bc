import { constants as c } from '../../socket/index.js';
import { Sink, Window } from '../../wire/index.js';
import { experiment } from '../experiment.js';
import { pair } from '../topology.js';
import { fibLookup } from './messages.js';
import { plainMessage, toKernel } from './netlink-message.js';
import { protocolNeed } from './protocol-need.js';

export const nl23 = experiment({
  id: 'NL-23',
  claim: 'NETLINK_FIB_LOOKUP asks the routing table for an address.',
  texts: ['S3'],
  topology: pair,
  needs: [protocolNeed('NETLINK_FIB_LOOKUP', c.NETLINK_FIB_LOOKUP)],
  parameters: { address: 0x0a090102 },
  async run({ h1 }, { address }) {
    const socket = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_FIB_LOOKUP);
    const sink = new Sink(64);
    sink.write(plainMessage(0, 0, 0));
    fibLookup.encode(
      {
        address,
        mark: 0,
        tos: 0,
        scope: 0,
        tableIn: 254,
        tableOut: 0,
        prefixLength: 0,
        nexthopIndex: 0,
        type: 0,
        resultScope: 0,
        error: 0,
      },
      sink,
    );
    const request = sink.bytes();
    request[0] = request.length;
    socket.send(request, { to: toKernel });
    const { bytes } = await socket.next();
    const { error, tableOut, prefixLength, type } = fibLookup.decode(new Window(bytes), 16, bytes.length);
    return { errno: error | 0, table: tableOut, prefixLength, type };
  },
  predict: {
    question: 'For a neighbour on 10.9.1.0/24: how long is the prefix that the table answers with?',
    choices: ['0', '24', '32'],
    answer: ({ prefixLength }) => String(prefixLength),
  },
  expect: { errno: 0, table: 254, prefixLength: 24 },
  details: { type: 1 },
  mutants: [{ change: 'for an address that no route leads to', parameters: { address: 0x08080808 } }],
  explain:
    'nl_fib_lookup() runs fib_table_lookup() for the struct fib_result_nl that it is sent, and sends the same bytes back ' +
    'with the answer filled in. RTM_GETROUTE, which knows rules and IPv6 too, has replaced it.',
  seeAlso: ['NL-05'],
});
