import { messageFlags } from '../../netlink/header.js';
import { encodeSocketAddress } from '../../netlink/socket-address.js';
import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c, encodeInt } from '../../socket/index.js';
import { Sink, Window } from '../../wire/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { capability, file, program, socketKind } from '../needs.js';
import { outcome } from '../outcome.js';
import { alone, pair, topology } from '../topology.js';
import { udpServer } from '../udp.js';
import { fibLookup, genericControl, queueConfiguration, queuedPacket } from './messages.js';
import {
  decodedMessages,
  encodedMessage,
  errorIn,
  plainMessage,
  toKernel,
  typesIn,
} from './netlink-message.js';

const NLMSG_DONE = 3;
const protocolNeed = (name: string, protocol: number) => socketKind(name, c.AF_NETLINK, c.SOCK_RAW, protocol);

export const nl09 = experiment({
  id: 'NL-09',
  claim: 'Besides netlink the kernel and user space speak by ioctl(), /proc, /sys and signals such as SIGIO.',
  texts: ['S3'],
  topology: alone,
  parameters: { async: 1 },
  async run({ h1 }, { async: on }, lab) {
    const [one, other] = h1.socketPair(c.SOCK_STREAM);
    let signals = 0;
    // It stays: without a listener SIGIO would end the process.
    process.on('SIGIO', () => {
      signals++;
    });
    other.ioctl(c.FIOSETOWN, encodeInt(process.pid));
    other.ioctl(c.FIOASYNC, encodeInt(on));
    one.send('x');
    await lab.until(() => signals > 0, on === 1 ? 3000 : 100);
    // Or closing it would signal too, whatever runs then.
    other.ioctl(c.FIOASYNC, encodeInt(0));
    const waiting = new Uint8Array(4);
    other.ioctl(c.SIOCINQ, waiting);
    return { signal: signals > 0, ioctl: waiting[0]!, proc: h1.read('/proc/net/unix').length > 0 };
  },
  predict: {
    question: 'A socket has O_ASYNC and an owner. What tells the process that data came?',
    choices: ['a signal', 'nothing'],
    answer: ({ signal }) => (signal ? 'a signal' : 'nothing'),
  },
  expect: { signal: true, ioctl: 1, proc: true },
  mutants: [{ change: 'without O_ASYNC', parameters: { async: 0 } }],
  explain: 'F_SETOWN (here the ioctl FIOSETOWN) says who gets SIGIO, O_ASYNC (FIOASYNC) that somebody does.',
  seeAlso: ['UNIX-19'],
});

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

const NFQNL_MSG_VERDICT = (3 << 8) | 1;
const NFQNL_MSG_CONFIG = (3 << 8) | 2;

/** A socket that is bound to packet queue 0 and gets whole packets. */
async function boundQueue(host: Host): Promise<LabSocket> {
  const socket = host.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_NETFILTER);
  const configure = async (value: object) => {
    socket.send(
      encodedMessage(queueConfiguration, NFQNL_MSG_CONFIG, messageFlags.NLM_F_ACK, {
        family: 0,
        version: 0,
        resource: 0,
        ...value,
      }),
      { to: toKernel },
    );
    const error = errorIn((await socket.next()).bytes);
    if (error !== 0) throw new RangeError(`the queue cannot be configured: errno ${error}`);
  };
  await configure({ cmd: { command: 1, _: 0, family: 2 } });
  await configure({ params: { copyRange: 0xffff, copyMode: 2 } });
  return socket;
}

export const nl18 = experiment({
  id: 'NL-18',
  claim: 'A rule of NFQUEUE for UDP to port 9999 hands packets to a program, which decides about each.',
  texts: ['S3'],
  topology: alone,
  needs: [
    program('iptables-legacy', 'iptables'),
    protocolNeed('NETLINK_NETFILTER', c.NETLINK_NETFILTER),
    capability('net_admin'),
  ],
  parameters: { accept: true },
  async run({ h1 }, { accept }) {
    await h1.output('iptables-legacy', [
      '-A',
      'OUTPUT',
      '-p',
      'udp',
      '--dport',
      '9999',
      '-j',
      'NFQUEUE',
      '--queue-num',
      '0',
    ]);
    const { socket: server } = udpServer(h1, '127.0.0.1', 9999);
    const client = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const to = encodeEndpoint({ address: '127.0.0.1', port: 9999 });
    const unheard = outcome(() => client.send('nobody listens', { to }));
    const dropped = (await server.maybe()) === undefined;
    const queue = await boundQueue(h1);
    client.send('queued', { to });
    const [packet] = decodedMessages(queuedPacket, (await queue.next()).bytes);
    const { packetId = 0, hook = 0 } = (packet?.packetHdr ?? {}) as { packetId?: number; hook?: number };
    const before = (await server.maybe()) === undefined;
    const verdict = {
      family: 0,
      version: 0,
      resource: 0,
      verdictHdr: { verdict: accept ? 1 : 0, id: packetId },
    };
    queue.send(encodedMessage(queuedPacket, NFQNL_MSG_VERDICT, 0, verdict), { to: toKernel });
    return {
      withoutAProgram: unheard === 'ok' && dropped ? 'dropped' : 'delivered',
      waits: before,
      hook,
      afterTheVerdict: (await server.awaited()) === undefined ? 'dropped' : 'delivered',
    };
  },
  predict: {
    question: 'Nobody has bound the queue. What happens to a packet that the rule matches?',
    choices: ['it is delivered', 'it is dropped', 'the send fails'],
    answer: ({ withoutAProgram }) => (withoutAProgram === 'dropped' ? 'it is dropped' : 'it is delivered'),
  },
  expect: { waits: true, afterTheVerdict: 'delivered' },
  details: { withoutAProgram: 'dropped', hook: 3 },
  mutants: [{ change: 'with the verdict to drop', parameters: { accept: false } }],
  explain:
    'The packet waits in the kernel until the verdict for its number comes, over NETLINK_NETFILTER, subsystem 3. Hook 3 is LOCAL_OUT.',
  seeAlso: ['NL-17'],
});

export const nl19 = experiment({
  id: 'NL-19',
  claim: 'NETLINK_KOBJECT_UEVENT tells of devices that come and go.',
  texts: ['S3'],
  topology: topology({ h1: {}, h2: {} }),
  parameters: { groups: 1 },
  async run({ h1, h2 }, { groups }) {
    const listen = (host: Host) => {
      const socket = host.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_KOBJECT_UEVENT);
      socket.bind(encodeSocketAddress({ port: 0, groups }));
      return socket;
    };
    const [here, there] = [listen(h1), listen(h2)];
    await h1.rtnetlink.links.add({ ifname: 'lab0', kind: 'veth', peer: { ifname: 'lab1' } });
    const events = (await here.all({}, 1)).map(
      ({ bytes }) => new TextDecoder().decode(bytes).split('\0')[0]!,
    );
    return {
      event: events.find(it => it.endsWith('/lab0')) ?? 'none',
      inAnotherNamespace: (await there.all()).length,
    };
  },
  predict: {
    question: 'Does a listener in another network namespace hear of the device?',
    choices: ['yes', 'no'],
    answer: ({ inAnotherNamespace }) => (inAnotherNamespace === 0 ? 'no' : 'yes'),
  },
  expect: { event: 'add@/devices/virtual/net/lab0' },
  details: { inAnotherNamespace: 0 },
  mutants: [{ change: 'without a group', parameters: { groups: 0 } }],
  explain:
    'Events of a network device go to its own namespace. They are text: action@path, then names and values, each ended by a NUL.',
});

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
      error: error ?? 0,
    };
  },
  predict: {
    question: 'Is there a socket_diag for AF_UNIX?',
    choices: ['yes', 'no'],
    answer: ({ answers }) => (answers > 0 ? 'yes' : 'no'),
  },
  expect: { answers: 1, error: 0 },
  mutants: [{ change: 'for a family without one', parameters: { family: c.AF_KEY } }],
  explain:
    'SOCK_DIAG_BY_FAMILY (20) is handed to the module of the family: inet_diag, unix_diag, packet_diag, netlink_diag.',
  seeAlso: ['TIP-02'],
});

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
    return { error: error | 0, table: tableOut, prefixLength, type };
  },
  predict: {
    question: 'For a neighbour on 10.9.1.0/24: how long is the prefix that the table answers with?',
    choices: ['0', '24', '32'],
    answer: ({ prefixLength }) => String(prefixLength),
  },
  expect: { error: 0, table: 254, prefixLength: 24 },
  details: { type: 1 },
  mutants: [{ change: 'for an address that no route leads to', parameters: { address: 0x08080808 } }],
  explain:
    'struct fib_result_nl goes in with the question and comes back with the answer. RTM_GETROUTE has replaced it.',
  seeAlso: ['NL-05'],
});

export const nl24 = experiment({
  id: 'NL-24',
  claim: 'NETLINK_XFRM is for IPsec and NETLINK_AUDIT for the audit log.',
  texts: ['S3'],
  topology: alone,
  needs: [protocolNeed('NETLINK_XFRM', c.NETLINK_XFRM)],
  parameters: { type: 18 },
  async run({ h1 }, { type }) {
    const xfrm = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_XFRM);
    xfrm.send(plainMessage(type, messageFlags.NLM_F_DUMP, 0), { to: toKernel });
    const { bytes } = await xfrm.next();
    return {
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
  expect: { associations: 'none, and the end of the list' },
  mutants: [{ change: 'with a type that there is not', parameters: { type: 200 } }],
  explain: 'XFRM_MSG_GETSA (18) dumps the associations; NLMSG_DONE ends every dump, an empty one too.',
});
