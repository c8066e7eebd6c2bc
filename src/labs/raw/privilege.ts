import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { program, userNamespaces } from '../needs.js';
import { probeArguments } from '../probe.js';
import { needs } from '../raw-sockets.js';
import { alone } from '../topology.js';

const setpriv = program('setpriv', 'util-linux');

const threeKinds = [
  [c.AF_INET, c.SOCK_RAW, 1],
  [c.AF_INET, c.SOCK_RAW, 255],
  [c.AF_INET6, c.SOCK_RAW, 58],
] as const;

const protocolZero = [c.AF_INET, c.SOCK_RAW, 0] as const;

export const raw06 = experiment({
  id: 'RAW-06',
  claim: 'Only a superuser may open a raw socket; others get EPERM, "operation not permitted".',
  texts: ['S0', 'S1', 'S2', 'S3', 'S4'],
  topology: alone,
  needs: [...needs, setpriv],
  parameters: { drop: '-all' },
  async run({ h1 }, { drop }) {
    const options = [`--bounding-set=${drop}`, '--inh-caps=-all'];
    const kinds = [...threeKinds, protocolZero];
    const said = await h1.output('setpriv', [...options, process.execPath, ...probeArguments(kinds)]);
    const opens = said.split(' ');
    return { opens: opens.slice(0, 3), protocolZero: opens[3]! };
  },
  predict: {
    question: 'And if such a process asks for protocol 0, which nobody gets (RAW-01)?',
    choices: ['EPERM', 'EPROTONOSUPPORT', 'EACCES'],
    answer: ({ protocolZero: it }) => it,
  },
  expect: { opens: ['EPERM', 'EPERM', 'EPERM'] },
  details: { protocolZero: 'EPROTONOSUPPORT' },
  mutants: [{ change: 'dropping another capability', parameters: { drop: '-sys_time' } }],
  explain:
    'inet_create() asks for CAP_NET_RAW over the user namespace that the network namespace belongs to, once it has found ' +
    'the protocol: what is wrong with the arguments is told to everybody.',
  seeAlso: ['RAW-07', 'RAW-09'],
});

export const raw07 = experiment({
  id: 'RAW-07',
  claim: 'Effective user 0 is enough, or the capability CAP_NET_RAW.',
  texts: ['S4'],
  topology: alone,
  needs: [...needs, setpriv],
  parameters: { drop: '-net_raw' },
  async run({ h1 }, { drop }) {
    const options = [`--bounding-set=${drop}`, '--inh-caps=-all'];
    const user = await h1.output('setpriv', [...options, 'id', '-u']);
    const opens = await h1.output('setpriv', [
      ...options,
      process.execPath,
      ...probeArguments([[c.AF_INET, c.SOCK_RAW, 1]]),
    ]);
    return { user: Number(user), opens };
  },
  predict: {
    question: 'User 0 without CAP_NET_RAW opens a raw socket. What happens?',
    choices: ['it opens', 'EPERM'],
    answer: ({ opens }) => (opens === 'ok' ? 'it opens' : opens),
  },
  expect: { user: 0, opens: 'ok' },
  known: [
    {
      since: '2.2',
      observe: { user: 0, opens: 'EPERM' },
      because: 'since capabilities exist, they alone count',
    },
  ],
  mutants: [{ change: 'dropping CAP_SYS_TIME instead', parameters: { drop: '-sys_time' } }],
  explain:
    'User 0 gets its capabilities at exec(2), as far as the bounding set has them. What it does not have, it may not do.',
  seeAlso: ['RAW-06', 'RAW-08'],
});

export const raw08 = experiment({
  id: 'RAW-08',
  claim: 'setcap cap_net_raw=+ep on a program lets an ordinary user open raw sockets with it.',
  texts: ['S3'],
  topology: alone,
  needs: [...needs, setpriv, program('setcap', 'libcap2-bin')],
  parameters: { capabilities: 'cap_net_raw=+ep' },
  async run({ h1 }, { capabilities }, lab) {
    const copy = join(lab.folder, 'node');
    copyFileSync(process.execPath, copy);
    chmodSync(copy, 0o755);
    // Without the privileges of user 0: what a program may then is what its file gives it.
    const ordinary = [
      '--securebits=+noroot',
      '--inh-caps=-all',
      copy,
      ...probeArguments([[c.AF_INET, c.SOCK_RAW, 1]]),
    ];
    const before = await h1.output('setpriv', ordinary);
    const { code } = await h1.run('setcap', [capabilities, copy]);
    return { before, set: code === 0, after: (await h1.run('setpriv', ordinary)).stdout };
  },
  predict: {
    question: 'What does the program get before setcap, and after it?',
    choices: ['EPERM, then a socket', 'a socket both times', 'EPERM both times'],
    answer: ({ before, after }) =>
      before === 'ok' ? 'a socket both times' : after === 'ok' ? 'EPERM, then a socket' : 'EPERM both times',
  },
  expect: { before: 'EPERM', set: true, after: 'ok' },
  mutants: [{ change: 'with cap_net_admin', parameters: { capabilities: 'cap_net_admin=+ep' } }],
  explain:
    'The capability is an extended attribute of the file (security.capability), added at exec(2). So a program needs no ' +
    'set-user-ID bit, and has one power instead of all.',
  seeAlso: ['RAW-07'],
});

export const raw09 = experiment({
  id: 'RAW-09',
  claim: 'The capability counts in the user namespace that owns the network namespace.',
  texts: ['S1'],
  topology: alone,
  needs: [...needs, userNamespaces],
  parameters: { ownNetwork: ['--net'] },
  async run({ h1 }, { ownNetwork }) {
    const probe = probeArguments([[c.AF_INET, c.SOCK_RAW, 1]]);
    const within = async (options: readonly string[]) =>
      h1.output('unshare', ['--user', '--map-root-user', ...options, process.execPath, ...probe]);
    return { withItsOwnNetwork: await within(ownNetwork), withOurs: await within([]) };
  },
  predict: {
    question:
      'A user namespace has every capability, but the network is that of another one. May it open a raw socket?',
    choices: ['yes', 'no: EPERM'],
    answer: ({ withOurs }) => (withOurs === 'ok' ? 'yes' : `no: ${withOurs}`),
  },
  expect: { withItsOwnNetwork: 'ok', withOurs: 'EPERM' },
  mutants: [{ change: 'without a network of its own', parameters: { ownNetwork: [] } }],
  explain:
    'ns_capable(net->user_ns, CAP_NET_RAW) asks about the owner of the network, whoever is root elsewhere.',
  seeAlso: ['RAW-06'],
});
