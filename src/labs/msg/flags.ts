import { setTimeout as pause } from 'node:timers/promises';
import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { ipv4Text } from '../../wire/index.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { Sniffer } from '../sniffer.js';
import { tcpPair } from '../tcp.js';
import { alone, pair, routed } from '../topology.js';
import { udpPair, udpServer } from '../udp.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export const msg01 = experiment({
  id: 'MSG-01',
  claim: 'MSG_OOB sends and receives urgent data; only TCP has them.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_OOB },
  async run({ h1 }, { flag }) {
    const [one, other] = await tcpPair(h1);
    one.send('abX', { flags: flag });
    const ordinary = text((await other.next()).bytes);
    let urgent = '';
    const read = outcome(() => {
      urgent = text(other.receive({ flags: c.MSG_OOB }).bytes);
    });
    const [inlineOne, inlineOther] = await tcpPair(h1);
    inlineOther.setOption(c.SOL_SOCKET, c.SO_OOBINLINE, 1);
    inlineOne.send('abX', { flags: flag });
    const inline = [text((await inlineOther.next()).bytes), text((await inlineOther.next()).bytes)];
    const [udp] = udpPair(h1);
    return {
      ordinary,
      urgent: read === 'ok' ? urgent : read,
      inline,
      udp: outcome(() => udp.send('x', { flags: c.MSG_OOB })),
    };
  },
  predict: {
    question: 'TCP sends "abX" with MSG_OOB. What does an ordinary receive get?',
    choices: ['abX', 'ab', 'X'],
    answer: ({ ordinary }) => ordinary,
  },
  expect: { ordinary: 'ab', urgent: 'X', udp: 'EOPNOTSUPP' },
  details: { inline: ['ab', 'X'] },
  mutants: [{ change: 'without MSG_OOB', parameters: { flag: 0 } }],
  explain:
    'TCP has an urgent pointer, not a second channel: the kernel takes the last byte of the send out of the stream, and ' +
    'with SO_OOBINLINE leaves it there, a read stopping before it.',
  seeAlso: ['UNIX-02'],
});

export const msg02 = experiment({
  id: 'MSG-02',
  claim: 'MSG_PEEK returns data without taking them out of the queue.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_PEEK },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    client.send('once');
    return {
      first: text((await server.next({ flags: flag })).bytes),
      second: outcome(() => server.receive()),
      third: outcome(() => server.receive()),
    };
  },
  predict: {
    question: 'A datagram was read with MSG_PEEK. What does the next receive get?',
    choices: ['the same datagram', 'EAGAIN'],
    answer: ({ second }) => (second === 'ok' ? 'the same datagram' : second),
  },
  expect: { first: 'once', second: 'ok', third: 'EAGAIN' },
  mutants: [{ change: 'without MSG_PEEK', parameters: { flag: 0 } }],
  explain:
    'The message is copied and stays at the head of the queue. SO_PEEK_OFF lets a peek go on behind the last one.',
});

export const msg03 = experiment({
  id: 'MSG-03',
  claim: 'MSG_WAITALL waits until all that was asked for is there.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_WAITALL },
  async run({ h1 }, { flag }) {
    // A receive that waits would stop all hosts, which are in this process; python3 waits in one of its own.
    const program = [
      'import socket, sys, threading, time',
      'a, b = socket.socketpair()',
      'def late():',
      '    a.send(b"one"); time.sleep(0.1); a.send(b"two")',
      'threading.Thread(target=late).start()',
      'print(len(b.recv(6, int(sys.argv[1]))))',
    ].join('\n');
    const stream = Number(await h1.output('python3', ['-c', program, String(flag)]));
    const [client, server] = udpPair(h1);
    client.send('three');
    return { stream, datagram: (await server.next({ flags: flag, size: 96 })).length };
  },
  predict: {
    question:
      'Six bytes are asked for, three are there and three come later. How many does recv(MSG_WAITALL) return?',
    choices: ['3', '6'],
    answer: ({ stream }) => String(stream),
  },
  expect: { stream: 6 },
  details: { datagram: 5 },
  needs: [program('python3', 'python3')],
  mutants: [{ change: 'without MSG_WAITALL', parameters: { flag: 0 } }],
  explain:
    'The receive of a stream loops until the buffer is full, the end, an error or a signal. For datagrams it means nothing: ' +
    'a message is all there is.',
});

export const msg04 = experiment({
  id: 'MSG-04',
  claim: 'MSG_DONTWAIT makes a single call non-blocking: EAGAIN where it would wait.',
  texts: ['S3'],
  topology: alone,
  parameters: { send: false },
  run({ h1 }, { send }) {
    const [client, server] = udpPair(h1);
    if (send) client.send('x');
    return { empty: outcome(() => server.receive({ flags: c.MSG_DONTWAIT })) };
  },
  predict: {
    question: 'Nothing is there. What does recv(MSG_DONTWAIT) give?',
    choices: ['0', 'EAGAIN', 'EINTR'],
    answer: ({ empty }) => (empty === 'ok' ? '0' : empty),
  },
  expect: { empty: 'EAGAIN' },
  mutants: [{ change: 'with a datagram in the queue', parameters: { send: true } }],
  explain: 'It is O_NONBLOCK for one call. EAGAIN and EWOULDBLOCK are the same number on Linux.',
});

export const msg05 = experiment({
  id: 'MSG-05',
  claim: 'MSG_DONTROUTE (MSG_TRYHARD, 4) sends only to what is on a link, not through a gateway.',
  texts: ['S3', 'S4'],
  topology: routed,
  parameters: { flag: c.MSG_DONTROUTE },
  run({ h1 }, { flag }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const send = (address: string) =>
      outcome(() => udp.send('x', { to: encodeEndpoint({ address, port: 9 }), flags: flag }));
    return { onLink: send('10.9.1.2'), behindAGateway: send('10.9.3.2') };
  },
  predict: {
    question: 'The destination is behind a gateway. What does the send give?',
    choices: ['it is sent', 'ENETUNREACH', 'EHOSTUNREACH'],
    answer: ({ behindAGateway }) => (behindAGateway === 'ok' ? 'it is sent' : behindAGateway),
  },
  expect: { onLink: 'ok', behindAGateway: 'ENETUNREACH' },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'The flag sets the scope of the look-up to link: routes with a gateway do not match. SO_DONTROUTE does so for all sends.',
  seeAlso: ['RAW-40'],
});

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

export const msg08 = experiment({
  id: 'MSG-08',
  claim: 'MSG_PROBE (0x10) sends nothing: it only looks at the path.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_PROXY },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    const returned = client.send('probe', { flags: flag });
    const arrived = (await server.maybe()) !== undefined;
    const [one, other] = await tcpPair(h1);
    one.send('probe', { flags: flag });
    return { returned, arrived, tcpArrived: (await other.awaited()) !== undefined };
  },
  predict: {
    question: 'What does send("probe", MSG_PROBE) on UDP return, and what arrives?',
    choices: ['0, nothing', '5, nothing', '5, the datagram'],
    answer: ({ returned, arrived }) => `${returned}, ${arrived ? 'the datagram' : 'nothing'}`,
  },
  expect: { returned: 5, arrived: false },
  details: { tcpArrived: true },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'ip_append_data() and the send of raw sockets return early when it is set, after the route was found. TCP does not ' +
    'look at it. glibc calls the number MSG_PROXY.',
});

export const msg09 = experiment({
  id: 'MSG-09',
  claim: 'MSG_EOR ends a record: the receiver gets it back in its flags.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_EOR },
  async run({ h1 }, { flag }) {
    const [one, other] = h1.socketPair(c.SOCK_SEQPACKET);
    const [client, server] = udpPair(h1);
    const [stream, end] = h1.socketPair(c.SOCK_STREAM);
    const sent = [one, client, stream].map(socket => outcome(() => socket.send('record', { flags: flag })));
    const flags = [other.receive().flags, (await server.next()).flags, end.receive().flags];
    return { sent, reported: flags.map(it => (it & c.MSG_EOR) !== 0), flag };
  },
  predict: {
    question: 'A seqpacket message was sent with MSG_EOR. Does the receiver see MSG_EOR?',
    choices: ['yes', 'no'],
    answer: ({ reported }) => (reported[0] ? 'yes' : 'no'),
  },
  expect: { sent: ['ok', 'ok', 'ok'], reported: [true, false, false] },
  known: [
    {
      observe: { sent: ['ok', 'ok', 'ok'], reported: [false, false, false], flag: 0x80 },
      because: 'AF_UNIX seqpackets keep boundaries by themselves and never set MSG_EOR; SCTP does',
    },
  ],
  mutants: [{ change: 'with MSG_OOB', parameters: { flag: c.MSG_OOB } }],
  explain:
    'The flag is accepted everywhere and means something only to protocols with records longer than a message.',
});

export const msg10 = experiment({
  id: 'MSG-10',
  claim: 'MSG_FIN, MSG_SYN and MSG_RST are flags of the kernel: set by a program, they do nothing.',
  texts: ['S3'],
  topology: alone,
  parameters: { flags: [c.MSG_FIN, c.MSG_SYN, c.MSG_RST] },
  async run({ h1 }, { flags }) {
    const arrives = async (flag: number) => {
      const [client, server] = udpPair(h1);
      const [one, other] = await tcpPair(h1);
      return [
        outcome(() => client.send('x', { flags: flag })),
        outcome(() => one.send('x', { flags: flag })),
        text((await server.next()).bytes),
        text((await other.next()).bytes),
      ].join(' ');
    };
    const seen = [];
    for (const flag of flags) seen.push(await arrives(flag));
    return { seen: [...new Set(seen)], values: flags };
  },
  predict: {
    question: 'What does send("x", MSG_RST) on TCP do?',
    choices: ['resets the connection', 'sends the byte', 'EINVAL'],
    answer: ({ seen }) => (seen.every(it => it === 'ok ok x x') ? 'sends the byte' : undefined),
  },
  expect: { seen: ['ok ok x x'], values: [0x200, 0x400, 0x1000] },
  mutants: [{ change: 'with MSG_OOB among them', parameters: { flags: [c.MSG_OOB] } }],
  explain:
    'include/linux/socket.h lists them beside the others, and no protocol looks at them on the way from user space.',
});

export const msg12 = experiment({
  id: 'MSG-12',
  claim: 'MSG_ERRQUEUE reads the queue of errors; EAGAIN when it is empty.',
  texts: ['S3'],
  topology: alone,
  parameters: { recverr: 1 },
  async run({ h1 }, { recverr }, lab) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
    const empty = outcome(() => udp.receive({ flags: c.MSG_ERRQUEUE }));
    const closed = udpServer(h1);
    closed.socket.close();
    udp.send('first', { to: closed.address });
    let payload = 'none';
    await lab.until(
      () =>
        outcome(() => {
          payload = text(udp.receive({ flags: c.MSG_ERRQUEUE }).bytes);
        }) === 'ok',
      200,
    );
    return { empty, payload, flag: c.MSG_ERRQUEUE };
  },
  predict: {
    question: 'A datagram came back as "port unreachable". What is the payload of the error message?',
    choices: ['none', 'what was sent', 'the ICMP message'],
    answer: ({ payload }) => (payload === 'first' ? 'what was sent' : 'none'),
  },
  expect: { empty: 'EAGAIN', payload: 'first', flag: 0x2000 },
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain:
    'With IP_RECVERR errors wait in a queue of their own, with what was sent, and struct sock_extended_err beside it.',
  seeAlso: ['RAW-72', 'OPT-06'],
});

export const msg14 = experiment({
  id: 'MSG-14',
  claim: 'MSG_MORE says that more is to come: UDP puts it all into one datagram.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_MORE },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    client.send('one ', { flags: flag });
    client.send('two');
    return { datagrams: (await server.all({}, 1)).map(({ bytes }) => text(bytes)) };
  },
  predict: {
    question: 'send("one ", MSG_MORE) and send("two"): what arrives?',
    choices: ['one datagram', 'two datagrams'],
    answer: ({ datagrams }) => (datagrams.length === 1 ? 'one datagram' : 'two datagrams'),
  },
  expect: { datagrams: ['one two'] },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'The datagram grows in the send queue until a send without the flag. UDP_CORK does the same as an option.',
  seeAlso: ['OPT-03'],
});

export const msg13 = experiment({
  id: 'MSG-13',
  claim: 'MSG_NOSIGNAL keeps a send from raising SIGPIPE.',
  texts: ['S3'],
  topology: alone,
  parameters: { option: 'MSG_NOSIGNAL' },
  async run({ h1 }, { option }) {
    const attempt = async (flag: string) => {
      const script = [
        'import socket, signal',
        'signal.signal(signal.SIGPIPE, signal.SIG_DFL)',
        'a, b = socket.socketpair(); b.close()',
        'try:',
        `    a.send(b"x", ${flag})`,
        'except OSError as error:',
        '    print(error.errno)',
      ].join('\n');
      const { stdout, code } = await h1.run('python3', ['-c', script]);
      return code === 0 ? `error ${stdout.trim()}` : 'killed';
    };
    return { with: await attempt(`socket.${option}`), without: await attempt('0') };
  },
  predict: {
    question: 'A process with default signals sends to a closed end without the flag. What becomes of it?',
    choices: ['it gets EPIPE', 'it is killed'],
    answer: ({ without }) => (without === 'killed' ? 'it is killed' : 'it gets EPIPE'),
  },
  expect: { with: 'error 32', without: 'killed' },
  needs: [program('python3', 'python3')],
  mutants: [{ change: 'with MSG_DONTWAIT in its place', parameters: { option: 'MSG_DONTWAIT' } }],
  explain:
    'The default action of SIGPIPE ends the process; the flag leaves EPIPE (32) alone. afkit sends with it always.',
  seeAlso: ['UNIX-16'],
});

export const msg11 = experiment({
  id: 'MSG-11',
  claim: 'MSG_CONFIRM tells the kernel that the neighbour answers, so that it need not ask.',
  texts: ['S3'],
  topology: pair,
  parameters: { flag: c.MSG_CONFIRM },
  async run({ h1, h2 }, { flag }, lab) {
    // A second instead of five until the kernel asks.
    h1.setSysctl('net.ipv4.neigh.to-h2.delay_first_probe_time', 1);
    await h2.rtnetlink.addrs.add({ dev: 'to-h1', address: '10.9.1.3/24' });
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const entry = async (address: string) =>
      (await h1.rtnetlink.neighs.list({ family: 'inet' }).toArray()).find(({ dst }) => dst === address);
    const send = (address: string, flags: number) =>
      udp.send('x', { to: encodeEndpoint({ address, port: 9 }), flags });
    const stale = async (address: string, flags: number) => {
      send(address, 0);
      await lab.until(async () => (await entry(address))?.lladdr !== undefined);
      const lladdr = String((await entry(address))?.lladdr);
      await h1.rtnetlink.neighs.replace({ dst: address, dev: 'to-h2', lladdr, state: ['stale'] });
      send(address, flags);
    };
    await stale('10.9.1.2', 0);
    await stale('10.9.1.3', flag);
    const wire = new Sniffer(h1);
    // What is told in the second in which the kernel waits for a confirmation counts.
    await pause(300);
    send('10.9.1.2', 0);
    send('10.9.1.3', flag);
    const reachable = async (address: string) =>
      lab.until(async () => (await entry(address))?.state?.includes('reachable') === true);
    const plain = await reachable('10.9.1.2');
    const confirmed = await reachable('10.9.1.3');
    const asked = await wire.all(({ protocol, sent }) => protocol === c.ETH_P_ARP && sent);
    const about = (address: string) => asked.filter(({ bytes }) => ipv4Text(bytes, 24) === address).length;
    return { plain, confirmed, askedWithout: about('10.9.1.2'), askedWith: about('10.9.1.3'), flag };
  },
  predict: {
    question: 'A stale entry is used. How many ARP requests follow, without and with MSG_CONFIRM?',
    choices: ['none, none', '1, none', '1, 1'],
    answer: ({ askedWithout, askedWith }) => `${askedWithout || 'none'}, ${askedWith || 'none'}`,
  },
  expect: { plain: true, confirmed: true, askedWithout: 1, askedWith: 0, flag: 0x800 },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'A stale entry that is used goes to delay, and some seconds later a probe is sent. A program that has just heard from ' +
    'the neighbour can say so: the entry becomes reachable without a request.',
  seeAlso: ['NL-06'],
});
