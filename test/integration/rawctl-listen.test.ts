import { describe, expect, it } from 'vitest';
import { twoHosts } from '../support/hosts.js';
import { launcher, rawctl, started } from './rawctl-support.js';

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
