import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { line, twoHosts } from '../support/hosts.js';
import { hasProgram } from '../support/programs.js';
import { enter, launcher, lines, rawctl, started } from './rawctl-support.js';

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

  it('finds a loopback interface that works in its sandbox', () => {
    const args = [launcher, 'sr', '--sandbox', 'ip/icmp', 'dst=127.0.0.1', 'id=7', '-W', '15'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toMatch(/^rawctl: in a user and network namespace of its own [^\n]*\n$/);
    expect(stdout).toContain('1 sent, 1 answered, 0 ICMP errors');
    expect(status).toBe(0);
  });

  it('exits with 1 when nothing answers', async ctx => {
    await using net = await twoHosts(ctx);
    net.b.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all']);
    const { status, stdout } = rawctl(net.a, 'sr ip/icmp dst=10.9.1.2 id=7 -W 0.3');
    expect(stdout).toContain('1 sent, 0 answered, 0 ICMP errors');
    expect(status).toBe(1);
  });

  it('sends a packet for each combination, and lists what is silent', async ctx => {
    if (!hasProgram('nft')) return ctx.skip('needs nft(8), of the package nftables');
    await using net = await twoHosts(ctx);
    net.b.run('nft', [
      'add table f; add chain f i { type filter hook input priority 0; }; add rule f i tcp dport { 21, 23-25 } drop',
    ]);
    const words = 'sr ip/tcp dst=10.9.1.1,10.9.1.2,192.0.2.1 dstPort=20-26';
    const { status, stdout } = rawctl(net.a, `${words} --retry 1 -W 1`);
    const kinds = (kind: string) => stdout.split('\n').filter(line => line.startsWith(`${kind}:`));
    expect(kinds('answer')).toHaveLength(10);
    expect(kinds('answer')[0]).toMatch(
      /^answer: dst=10\.9\.1\.1 dstPort=20: IP .*Flags \[R\.\].* time=[\d.]+ ms$/,
    );
    expect(kinds('failed')).toHaveLength(7);
    expect(kinds('unanswered')).toEqual(['unanswered: dst=10.9.1.2 dstPort=21,23-25']);
    expect(stdout).toMatch(/18 sent, 10 answered, 0 ICMP errors, 4 unanswered, 7 could not be sent\n$/);
    expect(status).toBe(0);
    const objects = lines(rawctl(net.a, 'sr ip/udp dst=10.9.1.2 dstPort=7-9 --json -W 15').stdout);
    const errors = objects.filter(({ event }) => event === 'error');
    expect(errors.map(({ index, set }) => [index, set])).toEqual([
      [0, { dstPort: '7' }],
      [1, { dstPort: '8' }],
      [2, { dstPort: '9' }],
    ]);
    return undefined;
  });

  it('tells by the identification that is quoted which packet an ICMP error is about', async ctx => {
    await using net = await line(ctx);
    const words = 'sr ip/udp dst=10.9.3.2 srcPort=5000 dstPort=9 ttl=1-3 --json -W 15';
    const errors = lines(rawctl(net.h1, words).stdout).filter(({ event }) => event === 'error');
    const from = Object.fromEntries(errors.map(({ set, layers }) => [set.ttl, layers[0].src]));
    expect(from).toEqual({ 1: '10.9.1.2', 2: '10.9.2.2', 3: '10.9.3.2' });
  });

  it('asks all hosts of a network by ARP, as arping would one by one', async ctx => {
    await using net = await twoHosts(ctx);
    net.b.ip('addr add 10.9.1.9/24 dev vb');
    const { stdout } = rawctl(net.a, 'sr arp targetProtocol=10.9.1.0/28 -I va -W 1');
    const found = [...stdout.matchAll(/^answer: targetProtocol=(\S+): ARP, Reply/gm)].map(([, host]) => host);
    expect(found).toEqual(['10.9.1.2', '10.9.1.9']);
    expect(stdout).toContain('unanswered: targetProtocol=10.9.1.1,10.9.1.3-10.9.1.8,10.9.1.10-10.9.1.14\n');
  });

  it('asks a DNS server as the help says', async ctx => {
    await using net = await twoHosts(ctx);
    const server = `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('10.9.1.2', 53))
print('ready', flush=True)
data, peer = s.recvfrom(512)
s.sendto(data[:2] + b'\\x80\\x03' + data[4:], peer)
`;
    const dns = await started(net.b, 'python3', ['-c', server], 'ready');
    const query = 'records={"questions":[{"type":"A","name":"example.org"}]}';
    expect(rawctl(net.a, `sr ip/udp/dns dst=10.9.1.2 '${query}' -W 15`).stdout).toContain(
      'answer: IP 10.9.1.2.53',
    );
    await dns.end();
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
