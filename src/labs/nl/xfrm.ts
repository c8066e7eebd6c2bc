import { messageFlags } from '../../netlink/header.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { alone } from '../topology.js';
import { errorIn, NLMSG_DONE, plainMessage, toKernel, typesIn } from './netlink-message.js';
import { protocolNeed } from './protocol-need.js';

/** linux/audit.h: asks for the state of the audit system. */
const AUDIT_GET = 1000;

export const nl24 = experiment({
  id: 'NL-24',
  claim: 'NETLINK_XFRM is for IPsec and NETLINK_AUDIT for the audit log.',
  texts: ['S3'],
  topology: alone,
  needs: [protocolNeed('NETLINK_XFRM', c.NETLINK_XFRM), protocolNeed('NETLINK_AUDIT', c.NETLINK_AUDIT)],
  parameters: { type: 18 },
  async run({ h1 }, { type }) {
    const xfrm = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_XFRM);
    xfrm.send(plainMessage(type, messageFlags.NLM_F_DUMP, 0), { to: toKernel });
    const { bytes } = await xfrm.next();
    const audit = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_AUDIT);
    audit.send(plainMessage(AUDIT_GET, 0, 0), { to: toKernel });
    return {
      // Who may ask depends on the user namespace; that somebody answers does not.
      audit: (await audit.awaited()) === undefined ? 'no answer' : 'an answer',
      associations: typesIn(bytes).includes(NLMSG_DONE)
        ? 'none, and the end of the list'
        : `errno ${errorIn(bytes)}`,
    };
  },
  predict: {
    question: 'A namespace has no security associations. What does the dump give?',
    choices: ['none, and the end of the list', 'ENOENT', 'nothing at all'],
    answer: ({ associations }) => associations,
  },
  expect: { associations: 'none, and the end of the list', audit: 'an answer' },
  mutants: [{ change: 'with a type that there is not', parameters: { type: 200 } }],
  explain:
    'XFRM_MSG_GETSA (18) dumps the associations, and netlink_dump() ends every dump with NLMSG_DONE, an empty one too. ' +
    'AUDIT_GET (1000) is answered with an error to all who are not in the first user namespace.',
});
