import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEndpoint, encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { htons } from '../byte-order.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { capability, program, userNamespaces } from '../needs.js';
import { outcome } from '../outcome.js';
import { probeArguments } from '../probe.js';
import { alone, pair } from '../topology.js';

const setpriv = program('setpriv', 'util-linux');
const raw = capability('net_raw');

export const raw01 = experiment({
  id: 'RAW-01',
  claim: 'An IPv4 raw socket may be opened with protocol 0, and is then given every packet.',
  texts: ['S2', 'S3'],
  topology: alone,
  needs: [raw],
  parameters: { protocol: 0 },
  run({ h1 }, { protocol }) {
    return {
      inet: outcome(() => h1.socket(c.AF_INET, c.SOCK_RAW, protocol)),
      inet6: outcome(() => h1.socket(c.AF_INET6, c.SOCK_RAW, protocol)),
    };
  },
  predict: {
    question: 'What does socket(AF_INET, SOCK_RAW, 0) give?',
    choices: ['a socket', 'EPROTONOSUPPORT', 'EPERM'],
    answer: ({ inet }) => (inet === 'ok' ? 'a socket' : inet),
  },
  expect: { inet: 'ok' },
  known: [
    {
      observe: { inet: 'EPROTONOSUPPORT', inet6: 'EPROTONOSUPPORT' },
      because:
        'protocol 0 is a wildcard in the table of protocols, and for it the number asked for must be another than 0',
    },
  ],
  mutants: [{ change: 'with protocol 1', parameters: { protocol: 1 } }],
  explain:
    'inet_create() finds the entry for SOCK_RAW, which stands for any protocol (IPPROTO_IP), and refuses IPPROTO_IP ' +
    'itself as what is asked for. It does so before it looks at capabilities: everybody gets the same errno.',
  seeAlso: ['RAW-02', 'RAW-63', 'SPOOF-01'],
});

export const raw02 = experiment({
  id: 'RAW-02',
  claim: 'socket(AF_INET, SOCK_RAW, IPPROTO_UDP) is legal: a raw socket may be of any protocol.',
  texts: ['S3'],
  topology: alone,
  needs: [raw],
  parameters: { type: c.SOCK_RAW },
  run({ h1 }, { type }) {
    const open = (protocol: number) => outcome(() => h1.socket(c.AF_INET, type, protocol));
    return { opens: [1, 2, 6, 17, 89, 132, 255].map(open), negative: open(-1) };
  },
  predict: {
    question: 'May there be a raw socket of protocol 89, which this kernel does not know?',
    choices: ['yes', 'no: EPROTONOSUPPORT'],
    answer: ({ opens }) => (opens[4] === 'ok' ? 'yes' : `no: ${opens[4]}`),
  },
  expect: { opens: Array(7).fill('ok') },
  details: { negative: 'EINVAL' },
  mutants: [{ change: 'as datagram sockets', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'The raw protocol takes every number but 0 and does not ask whether the kernel has a handler for it.',
  seeAlso: ['RAW-01', 'RAW-54'],
});

export const raw03 = experiment({
  id: 'RAW-03',
  claim: 'socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IP)) is a raw socket of the link layer, for IP packets.',
  texts: ['S3'],
  topology: pair,
  needs: [raw],
  parameters: { etherType: c.ETH_P_IP },
  async run({ h1, h2 }, { etherType }) {
    const socket = h2.socket(c.AF_PACKET, c.SOCK_RAW, htons(etherType));
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', { to: encodeEndpoint({ address: '10.9.1.2', port: 9 }) });
    h2.socket(c.AF_INET, c.SOCK_DGRAM).send('y', { to: encodeEndpoint({ address: '10.9.1.1', port: 9 }) });
    const frames = await socket.all({}, 1);
    const types = frames.map(({ bytes }) => (bytes[12]! << 8) | bytes[13]!);
    const destinations = frames.map(({ bytes }) => bytes.subarray(30, 34).join('.'));
    return {
      onlyIp: types.every(type => type === c.ETH_P_IP),
      incoming: destinations.includes('10.9.1.2'),
      outgoing: destinations.includes('10.9.1.1'),
    };
  },
  predict: {
    question: 'Does it see the packets that its own host sends?',
    choices: ['yes', 'no'],
    answer: ({ outgoing }) => (outgoing ? 'yes' : 'no'),
  },
  expect: { onlyIp: true, incoming: true },
  details: { outgoing: false },
  mutants: [{ change: 'with ETH_P_ALL', parameters: { etherType: c.ETH_P_ALL } }],
  explain:
    'A handler for one EtherType is called on the way in. Only ETH_P_ALL handlers see what is sent too.',
  seeAlso: ['RAW-05', 'RAW-63'],
});

/** The rows of /proc/net/raw: bucket and protocol of each. */
function rawRows(host: Host): { slot: number; protocol: number }[] {
  const lines = host
    .read('/proc/net/raw')
    .split('\n')
    .slice(1)
    .filter(line => line.trim() !== '');
  return lines.map(line => {
    const [slot = '', local = ''] = line.trim().split(/\s+/);
    return { slot: Number.parseInt(slot, 10), protocol: Number.parseInt(local.split(':')[1] ?? '', 16) };
  });
}

export const raw04 = experiment({
  id: 'RAW-04',
  claim: 'Raw sockets are in a hash table of their own, whose key is the protocol.',
  texts: ['S1', 'S3'],
  topology: alone,
  needs: [raw],
  parameters: { protocols: [1, 17, 89, 255] },
  run({ h1 }, { protocols }) {
    for (const protocol of protocols) h1.socket(c.AF_INET, c.SOCK_RAW, protocol);
    const rows = rawRows(h1);
    return {
      protocols: rows.map(({ protocol }) => protocol).sort((a, b) => a - b),
      bucketIsTheProtocol: rows.every(({ slot, protocol }) => slot === protocol),
    };
  },
  predict: {
    question: 'Is the bucket (the column sl of /proc/net/raw) still the number of the protocol?',
    choices: ['yes', 'no'],
    answer: ({ bucketIsTheProtocol }) => (bucketIsTheProtocol ? 'yes' : 'no'),
  },
  expect: { protocols: [1, 17, 89, 255], bucketIsTheProtocol: true },
  known: [
    {
      since: '6.3',
      observe: { protocols: [1, 17, 89, 255], bucketIsTheProtocol: false },
      because: 'the network namespace is mixed into the hash, so that containers do not share long chains',
    },
  ],
  mutants: [{ change: 'without the socket of protocol 255', parameters: { protocols: [1, 17, 89] } }],
  explain: 'raw_hashfunc() took the protocol modulo 256 alone, for there was one namespace.',
  seeAlso: ['RAW-05', 'TIP-04'],
});

export const raw05 = experiment({
  id: 'RAW-05',
  claim: 'Packet sockets are not in that table: they have one of their own.',
  texts: ['S3'],
  topology: alone,
  needs: [raw],
  parameters: { family: c.AF_PACKET },
  run({ h1 }, { family }) {
    const before = { raw: rawRows(h1).length, packet: h1.read('/proc/net/packet').split('\n').length };
    h1.socket(family, c.SOCK_RAW, family === c.AF_PACKET ? htons(c.ETH_P_IP) : 1);
    const row = h1.read('/proc/net/packet').trim().split('\n').at(-1)!.trim().split(/\s+/);
    return {
      raw: rawRows(h1).length - before.raw,
      packet: h1.read('/proc/net/packet').split('\n').length - before.packet,
      row: `type ${row[2]}, protocol ${row[3]}`,
    };
  },
  predict: {
    question: 'Which file gets a row for a packet socket?',
    choices: ['/proc/net/raw', '/proc/net/packet', 'both'],
    answer: ({ raw: one, packet }) =>
      one + packet === 2 ? 'both' : packet === 1 ? '/proc/net/packet' : '/proc/net/raw',
  },
  expect: { raw: 0, packet: 1 },
  details: { row: 'type 3, protocol 0800' },
  mutants: [{ change: 'with AF_INET', parameters: { family: c.AF_INET } }],
  explain: 'A packet socket is a handler of frames, not a socket of IP: it is in net->packet.sklist.',
  seeAlso: ['RAW-04'],
});

const threeKinds = [
  [c.AF_INET, c.SOCK_RAW, 1],
  [c.AF_INET, c.SOCK_RAW, 255],
  [c.AF_INET6, c.SOCK_RAW, 58],
] as const;

export const raw06 = experiment({
  id: 'RAW-06',
  claim: 'Only a superuser may open a raw socket; others get EPERM, "operation not permitted".',
  texts: ['S0', 'S1', 'S2', 'S3', 'S4'],
  topology: alone,
  needs: [raw, setpriv],
  parameters: { drop: '-all' },
  async run({ h1 }, { drop }) {
    const options = [`--bounding-set=${drop}`, '--inh-caps=-all'];
    const said = await h1.output('setpriv', [...options, process.execPath, ...probeArguments(threeKinds)]);
    return { opens: said.split(' ') };
  },
  predict: {
    question: 'What does a process without capabilities get?',
    choices: ['EPERM', 'EACCES', 'a socket'],
    answer: ({ opens: [first] }) => (first === 'ok' ? 'a socket' : first),
  },
  expect: { opens: ['EPERM', 'EPERM', 'EPERM'] },
  mutants: [{ change: 'dropping another capability', parameters: { drop: '-sys_time' } }],
  explain:
    'inet_create() asks for CAP_NET_RAW over the user namespace that the network namespace belongs to.',
  seeAlso: ['RAW-07', 'RAW-09'],
});

export const raw07 = experiment({
  id: 'RAW-07',
  claim: 'Effective user 0 is enough, or the capability CAP_NET_RAW.',
  texts: ['S4'],
  topology: alone,
  needs: [raw, setpriv],
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
  needs: [raw, setpriv, program('setcap', 'libcap2-bin')],
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
  needs: [raw, userNamespaces],
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

export const raw10 = experiment({
  id: 'RAW-10',
  claim: 'bind() of a raw socket sets the local address alone: there are no ports.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs: [raw],
  parameters: { address: '10.9.1.1' },
  run({ h1 }, { address }) {
    const bound = (protocol: number) => {
      const socket = h1.socket(c.AF_INET, c.SOCK_RAW, protocol);
      socket.bind(encodeEndpoint({ address, port: 4444 }));
      return socket;
    };
    const own = decodeEndpoint(bound(89).localAddress())!;
    return {
      address: own.address,
      port: own.port ?? 0,
      twice: outcome(() => bound(89)),
      notLocal: outcome(() =>
        h1.socket(c.AF_INET, c.SOCK_RAW, 89).bind(encodeEndpoint({ address: '192.0.2.1' })),
      ),
    };
  },
  predict: {
    question: 'A raw socket of protocol 89 binds to port 4444. Which port does getsockname() show?',
    choices: ['0', '4444', '89'],
    answer: ({ port }) => String(port),
  },
  expect: { address: '10.9.1.1', twice: 'ok' },
  details: { port: 89, notLocal: 'EADDRNOTAVAIL' },
  mutants: [{ change: 'to the address of lo', parameters: { address: '127.0.0.1' } }],
  explain:
    'raw_bind() takes the address and ignores the port; getsockname() shows inet_sport, which holds the protocol.',
  seeAlso: ['RAW-58', 'TIP-04'],
});

export const raw11 = experiment({
  id: 'RAW-11',
  claim: 'connect() of a raw socket sets the foreign address alone; then send() works.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs: [raw],
  parameters: { connect: true },
  async run({ h1, h2 }, { connect }) {
    const peer = h2.socket(c.AF_INET, c.SOCK_RAW, 89);
    const socket = h1.socket(c.AF_INET, c.SOCK_RAW, 89);
    if (connect) socket.connect(encodeEndpoint({ address: '10.9.1.2' }));
    const sent = outcome(() => socket.send('hello'));
    const received = (await peer.all({}, connect ? 1 : 0)).length;
    const name = outcome(() => socket.remoteAddress());
    const withPort = h1.socket(c.AF_INET, c.SOCK_RAW, 89);
    withPort.connect(encodeEndpoint({ address: '10.9.1.2', port: 7 }));
    // AF_UNSPEC dissolves the association.
    const rows = rawRows(h1).length;
    socket.connect(new Uint8Array(16));
    return {
      sent,
      received,
      peerName: name,
      peerNameWithAPort: outcome(() => withPort.remoteAddress()),
      rowsLostByDissolving: rows - rawRows(h1).length,
    };
  },
  predict: {
    question: 'It is connected to 10.9.1.2, port 0. What does getpeername() say?',
    choices: ['10.9.1.2', 'ENOTCONN'],
    answer: ({ peerName }) => (peerName === 'ok' ? '10.9.1.2' : peerName),
  },
  expect: { sent: 'ok', received: 1 },
  details: { peerName: 'ENOTCONN', peerNameWithAPort: 'ok', rowsLostByDissolving: 1 },
  mutants: [{ change: 'without connect()', parameters: { connect: false } }],
  explain:
    'getpeername() takes a port of 0 for "not connected". A socket that is dissolved with AF_UNSPEC leaves the hash table ' +
    'and receives nothing ever after, though it can send.',
  seeAlso: ['RAW-20', 'RAW-58'],
});

export const raw12 = experiment({
  id: 'RAW-12',
  claim: 'Raw sockets have no listen() and no accept().',
  texts: ['S0', 'S3'],
  topology: alone,
  needs: [raw],
  parameters: { type: c.SOCK_RAW, protocol: 89 },
  run({ h1 }, { type, protocol }) {
    const socket = h1.socket(c.AF_INET, type, protocol);
    return {
      listen: outcome(() => socket.listen()),
      accept: outcome(() => socket.accept()),
      shutdown: outcome(() => socket.shutdown(c.SHUT_RDWR)),
    };
  },
  predict: {
    question: 'What does listen() fail with?',
    choices: ['EINVAL', 'EOPNOTSUPP', 'ENOTCONN'],
    answer: ({ listen }) => listen,
  },
  expect: { listen: 'EOPNOTSUPP', accept: 'EOPNOTSUPP' },
  details: { shutdown: 'ENOTCONN' },
  mutants: [{ change: 'with a TCP socket', parameters: { type: c.SOCK_STREAM, protocol: 0 } }],
  explain: 'inet_sockraw_ops points both calls at sock_no_listen() and sock_no_accept().',
});
