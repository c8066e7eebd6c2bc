import { messageFlags } from '../../netlink/header.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { alone } from '../topology.js';
import { errorIn, plainMessage, toKernel, typesIn } from './netlink-message.js';

export const nl22 = experiment({
  id: 'NL-22',
  claim: 'NETLINK_INET_DIAG is what ss asks: today NETLINK_SOCK_DIAG, for every family.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: c.AF_UNIX },
  async run({ h1 }, { family }) {
    h1.socket(c.AF_UNIX, c.SOCK_DGRAM);
    const socket = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_SOCK_DIAG);
    // struct unix_diag_req and netlink_diag_req begin alike: the family, the protocol, and the states that are wanted.
    const request = plainMessage(20, messageFlags.NLM_F_DUMP, 24);
    request.set([family, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], 16);
    socket.send(request, { to: toKernel });
    const { bytes } = await socket.next();
    const error = errorIn(bytes);
    return {
      answers: error === undefined ? typesIn(bytes).filter(type => type === 20).length : 0,
      errno: error ?? 0,
    };
  },
  predict: {
    question: 'Is there a socket_diag for AF_UNIX?',
    choices: ['yes', 'no'],
    answer: ({ answers }) => (answers > 0 ? 'yes' : 'no'),
  },
  expect: { answers: 1, errno: 0 },
  mutants: [{ change: 'for a family without one', parameters: { family: c.AF_KEY } }],
  explain:
    'SOCK_DIAG_BY_FAMILY (20) is handed to the module of the family: inet_diag, unix_diag, packet_diag, netlink_diag.',
  seeAlso: ['TIP-02'],
});
