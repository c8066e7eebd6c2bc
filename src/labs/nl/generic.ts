import { messageFlags } from '../../netlink/header.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { file } from '../needs.js';
import { alone } from '../topology.js';
import { genericControl } from './messages.js';
import {
  decodedMessages,
  encodedMessage,
  errorIn,
  NLMSG_DONE,
  toKernel,
  typesIn,
} from './netlink-message.js';
import { protocolNeed } from './protocol-need.js';

/** Asks for generic netlink families: all, or one by name. */
async function families(
  host: Host,
  protocol: number,
  name?: string,
): Promise<{ names: string[]; error: number }> {
  const socket = host.socket(c.AF_NETLINK, c.SOCK_RAW, protocol);
  const flags = name === undefined ? messageFlags.NLM_F_DUMP : 0;
  const value = { cmd: 3, version: 1, reserved: 0, ...(name === undefined ? {} : { familyName: name }) };
  socket.send(encodedMessage(genericControl, 16, flags, value), { to: toKernel });
  const names: string[] = [];
  for (;;) {
    const { bytes } = await socket.next();
    const error = errorIn(bytes);
    if (error !== undefined) return { names, error };
    for (const { familyName } of decodedMessages(genericControl, bytes))
      if (typeof familyName === 'string') names.push(familyName);
    if (name !== undefined || typesIn(bytes).includes(NLMSG_DONE)) return { names, error: 0 };
  }
}

export const nl14 = experiment({
  id: 'NL-14',
  claim: 'NETLINK_GENERIC carries many families over one protocol.',
  texts: ['S3'],
  topology: alone,
  needs: [protocolNeed('NETLINK_GENERIC', c.NETLINK_GENERIC)],
  parameters: { name: 'nlctrl' },
  async run({ h1 }, { name }) {
    const all = await families(h1, c.NETLINK_GENERIC);
    const one = await families(h1, c.NETLINK_GENERIC, name);
    return {
      several: all.names.length > 1,
      control: all.names.includes('nlctrl'),
      asked: one.error === 0 ? one.names.join() : `errno ${one.error}`,
    };
  },
  predict: {
    question: 'Which family is asked about the others?',
    choices: ['nlctrl', 'rtnl', 'none: their numbers are fixed'],
    answer: ({ control }) => (control ? 'nlctrl' : undefined),
  },
  expect: { several: true, control: true, asked: 'nlctrl' },
  mutants: [{ change: 'asking for a family that there is not', parameters: { name: 'no-such-family' } }],
  explain:
    'nlctrl has the fixed number 16 and names the others, whose numbers are given as they register. So 32 protocols are enough.',
  seeAlso: ['NL-04', 'NL-15'],
});

export const nl15 = experiment({
  id: 'NL-15',
  claim: 'iw speaks to wireless devices by the generic family nl80211.',
  texts: ['S3'],
  topology: alone,
  needs: [file('/sys/module/cfg80211')],
  parameters: { name: 'nl80211' },
  async run({ h1 }, { name }) {
    const { error, names } = await families(h1, c.NETLINK_GENERIC, name);
    return { family: error === 0 ? names.join() : error === 2 ? 'ENOENT' : `errno ${error}` };
  },
  predict: {
    question: 'A program asks nlctrl for the name nl80211. What does it get?',
    choices: ['nl80211', 'ENOENT', 'EOPNOTSUPP'],
    answer: ({ family }) => family,
  },
  expect: { family: 'nl80211' },
  mutants: [{ change: 'asking for nlctrl', parameters: { name: 'nlctrl' } }],
  explain:
    'A program asks for the number of the family each time it starts, and so learns whether there is one.',
  seeAlso: ['NL-14'],
});
