import { describe, expect, it } from 'vitest';
import { twoHosts } from '../support/hosts.js';
import { rawctl, started } from './rawctl-support.js';

describe('rawctl udpsum', () => {
  it.for([
    ['10.9.1.2', 'with checksums', [1, 11, 0], 'on: '],
    [
      '10.9.1.2',
      'without (SO_NO_CHECK)',
      [1, 11, 1],
      'off: the checksum is 0, which says that there is none',
    ],
    ['fd09:1::2', 'with checksums', [17, 101, 0], 'on: '],
    [
      'fd09:1::2',
      'without (UDP_NO_CHECK6_TX)',
      [17, 101, 1],
      'off: the checksum is 0, which over IPv6 is for',
    ],
  ] as const)('a server at %s %s', async ([address, , [level, option, value], verdict], ctx) => {
    await using net = await twoHosts(ctx);
    const server = `
import socket
s = socket.socket(socket.AF_INET6 if ':' in '${address}' else socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(${level}, ${option}, ${value})
s.bind(('${address}', 53))
print('ready', flush=True)
data, peer = s.recvfrom(512)
s.sendto(data[:2] + b'\\x80\\x00' + data[4:], peer)
`;
    const dns = await started(net.b, 'python3', ['-c', server], 'ready');
    const { status, stdout } = rawctl(net.a, `udpsum ${address}`);
    expect(stdout).toMatch(new RegExp(`^IP6? ${address}.53 > `));
    expect(stdout).toContain(`UDP checksums of ${address} are ${verdict}`);
    expect(status).toBe(0);
    await dns.end();
    const closed = rawctl(net.a, `udpsum ${address}`);
    expect(closed.stderr).toContain('ECONNREFUSED');
    expect(closed.status).toBe(1);
  });

  it('takes a link-local server with its zone, and one family', async ctx => {
    await using net = await twoHosts(ctx);
    const [{ addr_info: addresses }] = net.b.ipJson('addr show dev vb');
    const { local } = addresses.find(({ scope }: { scope: string }) => scope === 'link');
    expect(rawctl(net.a, `udpsum ${local}%va`).stderr).toContain('ECONNREFUSED');
    expect(rawctl(net.a, 'udpsum -4 fd09:1::2')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('not an IPv4 address'),
    });
    expect(rawctl(net.a, 'udpsum -4 -6 fd09:1::2').status).toBe(2);
  });
});
