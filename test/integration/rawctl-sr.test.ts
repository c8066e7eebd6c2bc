import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { twoHosts } from '../support/hosts.js';
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
