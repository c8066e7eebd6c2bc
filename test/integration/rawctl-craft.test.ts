import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  arp,
  buildPacket,
  decodePacket,
  ethernet,
  IpSocket,
  icmp,
  ipv4,
  type Packet,
  PacketSocket,
  type Piece,
} from '../../src/raw/index.js';
import { pcapHeader, pcapRecord, toHex } from '../../src/wire/index.js';
import { line, twoHosts } from '../support/hosts.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { hasProgram } from '../support/programs.js';
import { Sandbox } from '../support/sandbox.js';
import { type PdmlField, pdml } from './raw/pdml.js';

const launcher = new URL('../../bin/rawctl.js', import.meta.url).pathname;

const enter = (host: Sandbox): string => `--net=/proc/${process.pid}/fd/${host.namespace.fd}`;

/** Runs rawctl in a host; words that stand in quotes stay together. */
function rawctl(host: Sandbox, line: string, { as = [] as string[], input = '' } = {}) {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  const args = [enter(host), ...as, process.execPath, launcher, ...words];
  const { status, stdout, stderr } = spawnSync('nsenter', args, { encoding: 'utf8', timeout: 30_000, input });
  return { status, stdout, stderr };
}

const lines = (text: string): any[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

/** Starts a program in a host and resolves when it has printed `ready`; its output comes with `end`. */
async function started(host: Sandbox, program: string, args: readonly string[], ready: string) {
  const child = spawn('nsenter', [enter(host), program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const exit = new Promise<void>(resolve => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      output += chunk;
      if (output.includes(ready)) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => reject(new Error(`${program} ended: ${output}`)));
  });
  return {
    async end(signal?: NodeJS.Signals): Promise<string> {
      if (signal !== undefined) child.kill(signal);
      await exit;
      return output;
    },
  };
}

/** A packet's fields, as tshark has them. */
function readBack(bytes: Uint8Array): PdmlField[] {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-'));
  try {
    const path = join(directory, 'one.pcap');

    writeFileSync(path, Buffer.concat([pcapHeader(101), pcapRecord({ seconds: 0, nanoseconds: 0, bytes })]));
    const checks = ['ip', 'udp', 'tcp'].flatMap(name => ['-o', `${name}.check_checksum:TRUE`]);
    return pdml(path, checks)[0]!;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function loopback(ctx: Parameters<typeof Sandbox.create>[0]): Sandbox {
  const host = Sandbox.create(ctx);
  host.ip('link set lo up');
  return host;
}

describe('rawctl send', () => {
  it('sends what the words say, as the receiver sees it', async ctx => {
    await using net = await twoHosts(ctx);
    const program = `
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
s.bind(('vb', 0x0800))
print('ready', flush=True)
print(s.recv(2000).hex(), flush=True)
`;
    const receiver = await started(net.b, 'python3', ['-c', program], 'ready');
    const words = 'send ip dst=10.9.1.2 ttl=3 id=7 / udp srcPort=1000 dstPort=9 / payload hex=0102';
    const { status, stdout } = rawctl(net.a, words);
    expect(stdout).toMatch(
      /^IP 10\.9\.1\.1\.1000 > 10\.9\.1\.2\.9: UDP, length 2\nsent 1 packet of 30 bytes in /,
    );
    expect(status).toBe(0);
    const [, hex] = (await receiver.end()).trim().split('\n');
    expect(hex).toMatch(/^4500001e000700000311[0-9a-f]{4}0a0901010a09010203e80009000a[0-9a-f]{4}0102$/);
  });

  it('shows what every byte would be, and takes JSON', async ctx => {
    await using host = loopback(ctx);
    const dry = rawctl(
      host,
      'send -n -x ip/tcp dst=127.0.0.1 flags=syn,ack options=mss:1460,nop,timestamp:5:0',
    );
    expect(dry.stdout).toContain('tcp.options.mss: 1460');
    expect(dry.stdout).toContain('56 bytes, not sent');
    const json = rawctl(host, 'send -n --json ip/icmp dst=127.0.0.1 id=7');
    const [object] = lines(json.stdout);
    const again = rawctl(host, 'send -n --json -', { input: JSON.stringify({ layers: object.layers }) });
    expect(lines(again.stdout)[0].bytes).toBe(object.bytes);
  });

  it('sends at a rate, and counts', async ctx => {
    await using host = loopback(ctx);
    const { stdout } = rawctl(host, 'send ip/udp dst=127.0.0.1 dstPort=9 -c 200 -r 2000 --json');
    expect(lines(stdout)[0]).toMatchObject({ event: 'sent', packets: 200, bytes: expect.any(String) });
    expect(host.run('cat', ['/proc/net/snmp'])).toMatch(/Udp: \d+ 200 /);
  });

  it.for([
    ['send ip/udp dst=127.0.0.1 dstport=9', 2, "ipv4/udp has no field 'dstport'; did you mean 'dstPort'?"],
    ['send ip/udq dst=127.0.0.1', 2, "there is no layer 'udq'; did you mean 'udp'?"],
    ['send ip/udp dst=127.0.0.1 dstPort=70000', 2, '70000 is not a whole number from 0 to 65535'],
    ['send ip dst=nowhere', 2, "'nowhere' is not an IPv4 address"],
    ['send ip/tcp dst=127.0.0.1 flags=ackk', 2, "tcp.flags: 'ackk' is no TCP_ name: did you mean 'ack'?"],
    ['send udp dstPort=9', 2, 'needs an IP layer in front of it, or where it goes (to)'],
    ['send eth/arp', 2, 'say which (interface)'],
    ['send dst=1.2.3.4', 2, "'dst=' stands before any layer"],
    ["send '[{]'", 2, 'the layers are no JSON'],
    ['send eth -I nope0', 1, 'ENODEV'],
    ['send ip/udp dst=127.255.255.255', 1, 'a broadcast address needs the option broadcast'],
    ['send ip/udp dst=192.0.2.1', 1, 'ENETUNREACH'],
    ['send ip/udp/payload dst=127.0.0.1 ipv4.totalLength=0 udp.length=0 size=65508', 1, 'EMSGSIZE'],
    ['listen 0', 1, 'a raw socket is for one protocol and 0 is none'],
    ['listen icmmp', 2, "there is no IP protocol 'icmmp'; did you mean 'icmp'?"],
    ['record-route no.such.host.invalid', 1, 'no.such.host.invalid: '],
  ] as const)('%s: exit %i', async ([line, status, message], ctx) => {
    await using host = loopback(ctx);
    const result = rawctl(host, line);
    expect(result.stderr).toContain(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
  });

  it('says over the MTU that nothing is fragmented with the header included', async ctx => {
    await using net = await twoHosts(ctx);
    const { status, stderr } = rawctl(net.a, 'send ip/udp/payload dst=10.9.1.2 size=1473');
    expect(stderr).toContain('EMSGSIZE: larger than the MTU: with hdrincl');
    expect(status).toBe(1);
    expect(rawctl(net.a, 'send ip/udp/payload dst=10.9.1.2 size=1472').status).toBe(0);
  });

  it('says without CAP_NET_RAW what is missing', async ctx => {
    if (!mayBecomeNobody()) return ctx.skip('needs root, to become nobody');
    await using host = loopback(ctx);
    const as = ['setpriv', '--reuid=65534', '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'];
    for (const line of [
      'send ip/udp dst=127.0.0.1',
      'listen icmp',
      'fields',
      'spoof',
      'record-route 127.0.0.1',
    ]) {
      const { status, stderr } = rawctl(host, line, { as });
      expect(stderr).toContain('need CAP_NET_RAW: run as root, or with --sandbox');
      expect(status).toBe(1);
    }
  });
});

describe('rawctl sr', () => {
  it.for([
    ['ip/icmp dst=10.9.1.2 id=7 seq=9', 'answer', 'ICMP echo reply, id 7, seq 9'],
    ['ip/udp dst=10.9.1.2 srcPort=5 dstPort=9', 'error', 'ICMP 10.9.1.2 udp port 9 unreachable'],
    ['ip/tcp dst=10.9.1.2 srcPort=5 dstPort=9', 'answer', 'Flags [R.]'],
    ['ip6/icmp6 dst=fd09:1::2 id=7 seq=9', 'answer', 'ICMP6, echo reply, id 7, seq 9'],
    ['ip6/udp dst=fd09:1::2 srcPort=5 dstPort=9', 'error', 'unreachable port'],
    ['arp targetProtocol=10.9.1.2 -I va', 'answer', 'ARP, Reply 10.9.1.2 is-at '],
  ] as const)('%s: %s', async ([words, kind, text], ctx) => {
    await using net = await twoHosts(ctx);
    const { status, stdout } = rawctl(net.a, `sr ${words} -W 15`);
    expect(stdout).toMatch(new RegExp(`^${kind}: .*${text.replace(/[[\]().]/g, '\\$&')}`, 'm'));
    expect(status).toBe(0);
  });

  it('exits with 1 when nothing answers', async ctx => {
    await using net = await twoHosts(ctx);
    net.b.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all']);
    const { status, stdout } = rawctl(net.a, 'sr ip/icmp dst=10.9.1.2 id=7 -W 0.3');
    expect(stdout).toContain('1 sent, 0 answered, 0 ICMP errors');
    expect(status).toBe(1);
  });

  it('is answered by scapy, and answers scapy', async ctx => {
    if (!hasProgram('scapy')) return ctx.skip('needs scapy, of the package python3-scapy');
    await using net = await twoHosts(ctx);
    const answering = `
import socket
from scapy.all import *
hold = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); hold.bind(('10.9.1.2', 7777))
sniffer = conf.L2socket(iface='vb')
print('ready', flush=True)
while True:
    p = sniffer.recv()
    if p is not None and UDP in p and p[UDP].dport == 7777:
        break
send(IP(dst=p[IP].src) / UDP(sport=7777, dport=p[UDP].sport) / (b'scapy got ' + bytes(p[UDP].payload)), verbose=0)
`;
    const scapy = await started(net.b, '/usr/bin/python3', ['-c', answering], 'ready');
    const { stdout } = rawctl(
      net.a,
      'sr ip/udp dst=10.9.1.2 srcPort=5000 dstPort=7777 payload=hello --json -W 15',
    );
    const answer = lines(stdout).find(({ event }) => event === 'answer');
    expect(Buffer.from(answer.layers.at(-1).bytes, 'hex').toString()).toBe('scapy got hello');
    await scapy.end();

    const asking = `
from scapy.all import *
reply = sr1(IP(dst='10.9.1.1') / ICMP(type=13, id=9, seq=8, ts_ori=5), timeout=15, verbose=0)
print(reply.summary() if reply else None)
`;
    const { stdout: heard } = spawnSync('nsenter', [enter(net.b), '/usr/bin/python3', '-c', asking], {
      encoding: 'utf8',
    });
    expect(heard).toMatch(/timestamp-reply/);
  });
});

describe('a program of afkit', () => {
  it('answers the sr1 of scapy, ARP and ICMP echo, for a host that is not there', async ctx => {
    if (!hasProgram('scapy')) return ctx.skip('needs scapy, of the package python3-scapy');
    await using net = await twoHosts(ctx);
    const stop = new AbortController();
    using socket = PacketSocket.open({ interface: 'va', promiscuous: true, namespace: net.a.namespace });
    const answering = (async () => {
      for await (const event of socket.events({ signal: stop.signal })) {
        const reply = event.event === 'message' ? replyTo(decodePacket(event.data, 'ethernet')) : undefined;
        if (reply !== undefined) await socket.send(buildPacket(reply));
      }
    })().catch(error => {
      if (!stop.signal.aborted) throw error;
    });
    const asking = `
from scapy.all import *
reply = sr1(IP(dst='10.9.1.77') / ICMP(id=7, seq=9) / b'hello', timeout=20, verbose=0)
print('reply', reply.sprintf('%IP.src% %ICMP.type% %ICMP.id% %ICMP.seq%') if reply else None, reply[Raw].load)
again = reply.copy()
del again[IP].chksum, again[ICMP].chksum
print('checksums', bytes(again) == bytes(reply), conf.netcache.arp_cache.get('10.9.1.77'))
`;
    const scapy = await started(net.b, '/usr/bin/python3', ['-c', asking], 'checksums');
    expect(await scapy.end()).toContain(
      "reply 10.9.1.77 echo-reply 0x7 0x9 b'hello'\nchecksums True 02:00:00:00:00:77\n",
    );
    stop.abort();
    await answering;
  });
});

/** What the host 10.9.1.77 would answer, had it one of the questions of this test. */
function replyTo(packet: Packet): Piece[] | undefined {
  const mac = '02:00:00:00:00:77';
  const address = '10.9.1.77';
  const frame = ethernet({ src: mac, dst: packet.find('ethernet')!.src });
  const asked = packet.find('arp');
  if (asked?.operation === 'request' && asked.targetProtocol === address) {
    const { senderHardware, senderProtocol } = asked;
    return [
      frame,
      arp({
        operation: 'reply',
        senderHardware: mac,
        senderProtocol: address,
        targetHardware: senderHardware,
        targetProtocol: senderProtocol,
      }),
    ];
  }
  const [ip, echo] = [packet.find('ipv4'), packet.find('icmp')];
  if (ip?.dst !== address || echo?.type !== 'echo') return undefined;
  const data = packet.layers.find(({ layer }) => layer === 'payload') as unknown as { bytes: Uint8Array };
  return [
    frame,
    ipv4({ src: address, dst: ip.src }),
    icmp({ type: 'echoreply', id: echo.id!, seq: echo.seq! }),
    data.bytes,
  ];
}

describe('rawctl listen', () => {
  it('shows what a raw socket is given', async ctx => {
    await using net = await twoHosts(ctx);
    const text = await started(
      net.b,
      process.execPath,
      [launcher, 'listen', 'icmp', '-c', '1'],
      'raw socket of protocol 1',
    );
    rawctl(net.a, 'send ip/icmp dst=10.9.1.2 id=5 seq=6');
    expect(await text.end()).toContain('IP 10.9.1.1 > 10.9.1.2: ICMP echo request, id 5, seq 6, length 8\n');
    const six = await started(
      net.b,
      process.execPath,
      [launcher, 'listen', '-6', '253', '-c', '1'],
      'raw socket of protocol 253',
    );
    rawctl(net.a, 'send ip6 dst=fd09:1::2 nextHeader=253 payload=hello');
    expect(await six.end()).toContain('IP6 fd09:1::1 > fd09:1::2: 5 bytes');
  });
});

describe("rawctl: the lectures' experiments", () => {
  it('fields: what Linux does with each field', async ctx => {
    await using host = loopback(ctx);
    const rows = lines(rawctl(host, 'fields --json').stdout);
    const fate = (field: string, given: string, family = 'inet') =>
      rows.find(row => row.family === family && row.field === field && row.given.startsWith(given))?.fate;
    expect(fate('totalLength', '9999')).toBe('overwritten');
    expect(fate('checksum', '57005')).toBe('overwritten');
    expect(fate('id', '0, may')).toBe('filled in');
    expect(fate('id', "0, don't")).toBe('kept');
    expect(fate('src', '0.0.0.0')).toBe('filled in');
    expect(fate('src', '10.7.7.7')).toBe('kept');
    expect(fate('version', '6')).toBe('kept');
    expect(fate('ttl', '0')).toBe('kept');
    expect(fate('dst', '127.0.0.2')).toBe('kept');
    expect(fate('ihl', '15')).toBe('refused');
    expect(fate('length', '65,536')).toBe('refused');
    expect(fate('src', '::', 'inet6')).toBe('kept');
    expect(rows.map(row => row.fate)).not.toContain('not seen');
  });

  it('spoof: 60 bytes, of which the receiver gets 2, from somebody else', async ctx => {
    await using host = loopback(ctx);
    const { status, stdout } = rawctl(host, 'spoof');
    expect(stdout).toBe(
      'sent:     IP 192.168.0.199.45512 > 127.0.0.1.999: UDP, length 2\n' +
        '          60 bytes, by a raw socket with the header included\n' +
        'received: "ab" from 192.168.0.199 port 45512: that is what a UDP socket is told\n',
    );
    expect(status).toBe(0);
  });

  it('syn: SYN, SYN/ACK and our own RST', async ctx => {
    await using host = loopback(ctx);
    const open = rawctl(host, 'syn --json');
    expect(open.status).toBe(0);
    const steps = lines(open.stdout);
    expect(steps.map(({ step, state }) => step ?? state)).toEqual(['syn', 'answer', 'reset', 'open']);
    for (const { layers, bytes } of steps.slice(0, 3))
      expect(toHex(buildPacket(layers))).toBe(bytes.replaceAll(' ', ''));
    const shown = rawctl(host, 'syn --hex --explain').stdout;
    expect(shown.match(/^45[ 0-9a-f]{76,}$/gm)).toHaveLength(3);
    expect(shown).toContain('tcp.options.mss: 1460');
    expect(shown.match(/tcp\.srcPort, tcp\.dstPort|tcp\.srcPort: /g)?.length).toBe(3);
    const closed = rawctl(host, 'syn 127.0.0.1 9');
    expect(closed.stdout).toContain('port 9 of 127.0.0.1 is closed');
    expect(closed.status).toBe(1);
  });

  it.for(['spoof 10.9.1.2', 'syn 10.9.1.2 9'])(
    '%s: refused unless the network is the own',
    async (line, ctx) => {
      await using net = await twoHosts(ctx);
      const refused = rawctl(net.a, line);
      expect(refused.stderr).toContain('if that network is yours, say so (--i-own-this-network)');
      expect(refused.status).toBe(1);
      expect(rawctl(net.a, `${line} --i-own-this-network`).stdout).toMatch(/sent: |is closed/);
      net.a.ip('route add default via 10.9.1.2');
      const beyond = rawctl(net.a, `${line.replace('10.9.1.2', '198.51.100.1')} --i-own-this-network`);
      expect(beyond.stderr).toContain('beyond a router');
      expect(beyond.status).toBe(1);
    },
  );

  it('record-route: the addresses on the way', async ctx => {
    await using net = await twoHosts(ctx);
    const { stdout, status } = rawctl(net.a, 'record-route 10.9.1.2 --json -W 15');
    expect(lines(stdout)[0]).toMatchObject({
      answered: true,
      from: '10.9.1.2',
      addresses: ['10.9.1.1', '10.9.1.2', '10.9.1.2', '10.9.1.1'],
    });
    expect(status).toBe(0);
    expect(rawctl(net.a, 'record-route 10.9.1.77 -W 0.2')).toMatchObject({ status: 1 });
  });

  it('record-route --udp: as the receiver has it, and as an ICMP error quotes it', async ctx => {
    await using net = await line(ctx);
    const listening = ['record-route', '--listen', '-c', '1'];
    const receiver = await started(net.h2, process.execPath, [launcher, ...listening], 'on UDP port 999');
    const { stdout, status } = rawctl(net.h1, 'record-route --udp 10.9.3.2 -W 0.2');
    expect(stdout).toContain('sent 10 bytes to 10.9.3.2 port 999, with 40 bytes of IP options\n');
    expect(status).toBe(0);
    const there = ['10.9.1.1', '10.9.2.1', '10.9.3.1', '10.9.3.2'];
    expect(await receiver.end()).toMatch(
      new RegExp(
        `"message 1:" from 10.9.1.1 port \\d+\n${there.map((hop, i) => ` ${i + 1}  ${hop}\n`).join('')}$`,
      ),
    );
    const quoted = rawctl(net.h1, 'record-route --udp --port 998 --routes 2 10.9.3.2 -W 10 --json');
    expect(lines(quoted.stdout)[0]).toMatchObject({
      bytes: 10,
      optionBytes: 12,
      port: 998,
      quoted: {
        from: '10.9.3.2',
        text: 'Destination Port Unreachable',
        addresses: there.slice(0, 2),
        full: true,
      },
    });
  });

  it.for([
    ['record-route', 'say which host, or --listen'],
    ['record-route --listen 10.9.1.2', 'takes neither a host nor --udp'],
    ['record-route 10.9.1.2 --port 9', '--port goes with --udp and --listen'],
  ] as const)('%s: exit 2', async ([words, message], ctx) => {
    await using host = loopback(ctx);
    expect(rawctl(host, words)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });

  it('igmp: the groups that ip maddr shows, and the report of a join', async ctx => {
    await using net = await twoHosts(ctx);
    const groups = lines(rawctl(net.a, 'igmp --json -I va').stdout).map(({ group }) => group);
    const shown = net.a.ip('maddr show dev va');
    for (const group of groups) expect(shown).toContain(group);
    expect(groups).toContain('224.0.0.1');
    const watched = rawctl(net.a, 'igmp --watch --join 239.1.2.3 -I va -c 1 --json');
    const [message] = lines(watched.stdout);
    expect(message).toMatchObject({ interface: 'va', direction: 'out' });
    expect(JSON.stringify(message.layers)).toContain('"group":"239.1.2.3"');
  });

  it.for([
    ['', { dst: '224.0.0.1', 'igmp.version': '3', 'igmp.max_resp': '100', 'igmp.maddr': '0.0.0.0' }],
    [
      '--query-version 2',
      { dst: '224.0.0.1', 'igmp.version': '2', 'igmp.max_resp': '100', 'igmp.maddr': '0.0.0.0' },
    ],
    ['239.1.2.3 --query-version 2', { dst: '239.1.2.3', 'igmp.max_resp': '10', 'igmp.maddr': '239.1.2.3' }],
    [
      '239.1.2.3 --source 10.9.1.1 --source 10.9.1.2 --max-response 20',
      { dst: '239.1.2.3', 'igmp.max_resp': '200', 'igmp.num_src': '2', 'igmp.qqic': '125' },
    ],
    ['-6', { dst: 'ff02::1', 'icmpv6.mld.maximum_response_code': '10000', 'icmpv6.mld.nb_sources': '0' }],
    ['ff05::77', { dst: 'ff05::77', 'icmpv6.mld.multicast_address': 'ff05::77', 'icmpv6.mld.flag.qrv': '2' }],
    ['-6 --query-version 1', { dst: 'ff02::1', 'icmpv6.type': '130', 'icmpv6.length': '24' }],
  ] as const)('igmp --query %s: as tshark reads it', async ([words, expected], ctx) => {
    if (!hasProgram('tshark')) return ctx.skip('needs tshark');
    await using net = await twoHosts(ctx);
    const sent = rawctl(net.a, `igmp --query ${words} -I va --json --i-own-this-network`);
    const [{ bytes }] = lines(sent.stdout);
    const fields = readBack(Buffer.from(bytes, 'hex'));
    const has = (name: string) => fields.filter(field => field.name === name).map(({ show }) => show);
    const six = words.includes('-6') || words.includes('ff05');
    const { dst, 'icmpv6.length': length, ...others } = expected as Record<string, string>;
    expect(has(six ? 'ipv6.dst' : 'ip.dst')).toEqual([dst]);
    expect(has(six ? 'ipv6.src' : 'ip.src')[0]).toMatch(six ? /^fe80:/ : /^10\.9\.1\.1$/);
    expect(has(six ? 'ipv6.hlim' : 'ip.ttl')).toEqual(['1']);
    expect(has(six ? 'ipv6.opt.router_alert' : 'ip.opt.ra')).toEqual(['0']);
    expect(has(six ? 'icmpv6.checksum.status' : 'igmp.checksum.status')).toEqual(['1']);
    for (const [name, value] of Object.entries(others)) expect(has(name), name).toEqual([value]);
    if (length !== undefined) expect(Buffer.from(bytes, 'hex').length).toBe(40 + 8 + Number(length));
    return undefined;
  });

  it('igmp --query --watch: members answer, in the version that they are asked in', async ctx => {
    await using net = await twoHosts(ctx);
    using member = IpSocket.open({ family: 'inet', protocol: 253, namespace: net.b.namespace });
    member.multicast('join', '239.1.2.3', 'vb');
    const ask = 'igmp --query 239.1.2.3 --query-version 2 --watch -I va --i-own-this-network';
    const watching = await started(
      net.a,
      process.execPath,
      [launcher, ...ask.split(' ')],
      'igmp v2 report 239.1.2.3',
    );
    const text = await watching.end('SIGINT');
    expect(text).toMatch(/^va out IP 10\.9\.1\.1 > 239\.1\.2\.3: igmp query v2 \[gaddr 239\.1\.2\.3\]$/m);
    expect(text).toMatch(/^va in {2}IP 10\.9\.1\.2 > 239\.1\.2\.3: igmp v2 report 239\.1\.2\.3$/m);
  });

  it.for([
    ['igmp --query -I va', 1, 'if that network is yours, say so (--i-own-this-network)'],
    ['igmp --query', 2, '--query needs --interface'],
    ['igmp --query 10.9.1.2 -I va', 2, '"10.9.1.2" is not a multicast group'],
    ['igmp --query 239.1.2.3 -6 -I va', 2, '239.1.2.3 is not of the family'],
    ['igmp --query --query-version 1 -I va', 2, 'IGMP has queries of version 2 and 3, not 1'],
    ['igmp --query --source 10.9.1.1 -I va', 2, 'sources go with a group'],
    ['igmp --query --max-response 4000 -I va', 2, 'do not fit'],
    ['igmp --query 239.1.2.3 --source fd09:1::1 -I va', 2, 'is not an IPv4 address'],
    ['igmp 239.1.2.3', 2, 'to ask for 239.1.2.3, say --query'],
    ['igmp --source 10.9.1.1', 2, '--source goes with --query'],
    ['igmp --query -I nope0 --i-own-this-network', 1, 'ENODEV'],
  ] as const)('%s: exit %i', async ([words, status, message], ctx) => {
    await using net = await twoHosts(ctx);
    const result = rawctl(net.a, words);
    expect(result.stderr).toContain(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
  });

  it.for([
    ['with checksums', 0, 'on'],
    ['without (SO_NO_CHECK)', 1, 'off'],
  ] as const)('udpsum: a server %s', async ([, noCheck, verdict], ctx) => {
    await using net = await twoHosts(ctx);
    const server = `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, 11, ${noCheck})
s.bind(('10.9.1.2', 53))
print('ready', flush=True)
data, peer = s.recvfrom(512)
s.sendto(data[:2] + b'\\x80\\x00' + data[4:], peer)
`;
    const dns = await started(net.b, 'python3', ['-c', server], 'ready');
    const { status, stdout } = rawctl(net.a, 'udpsum 10.9.1.2');
    expect(stdout).toContain(`UDP checksums of 10.9.1.2 are ${verdict}: `);
    expect(status).toBe(0);
    await dns.end();
    const closed = rawctl(net.a, 'udpsum 10.9.1.2');
    expect(closed.stderr).toContain('ECONNREFUSED');
    expect(closed.status).toBe(1);
  });
});
