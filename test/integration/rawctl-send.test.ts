import { describe, expect, it } from 'vitest';
import { twoHosts } from '../support/hosts.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { quietNetwork } from '../support/quiet-network.js';
import { asNobody, lines, rawctl, started } from './rawctl-support.js';

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
    await using host = quietNetwork(ctx);
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
    await using host = quietNetwork(ctx);
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
    ['send ip/udp dst=127.255.255.255', 1, '(--broadcast allows a broadcast address)'],
    ['sr ip/udp dst=127.255.255.255', 1, '(--broadcast allows a broadcast address)'],
    ['syn 127.255.255.255 9', 1, 'or a route that prohibits it: see ip route get (127.255.255.255)\n'],
    ['send ip/udp dst=192.0.2.1', 1, 'ENETUNREACH'],
    ['send ip/udp/payload dst=127.0.0.1 ipv4.totalLength=0 udp.length=0 size=65508', 1, 'EMSGSIZE'],
    ['listen 0', 1, 'a raw socket is for one protocol and 0 is none'],
    ['listen icmmp', 2, "there is no IP protocol 'icmmp'; did you mean 'icmp'?"],
    ['record-route no.such.host.invalid', 1, 'no.such.host.invalid: '],
  ] as const)('%s: exit %i', async ([line, status, message], ctx) => {
    await using host = quietNetwork(ctx);
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
    await using host = quietNetwork(ctx);
    for (const line of [
      'send ip/udp dst=127.0.0.1',
      'listen icmp',
      'fields',
      'spoof',
      'record-route 127.0.0.1',
    ]) {
      const { status, stderr } = rawctl(host, line, { as: asNobody });
      expect(stderr).toContain('need CAP_NET_RAW: run as root, or with --sandbox');
      expect(status).toBe(1);
    }
    const shown = rawctl(host, 'send -n ip/udp dst=127.0.0.1', { as: asNobody });
    expect(shown).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('28 bytes, not sent'),
    });
    const frame = rawctl(host, 'send -n eth/arp targetProtocol=127.0.0.2 -I lo', { as: asNobody });
    expect(frame).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('42 bytes, not sent'),
    });
  });
});
