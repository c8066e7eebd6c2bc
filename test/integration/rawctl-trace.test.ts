import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diamond, line } from '../support/hosts.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { hasProgram } from '../support/programs.js';
import { asNobody, rawctl, run } from './rawctl-support.js';

describe('rawctl trace', () => {
  const times = (text: string) => text.replace(/ {2}[\d.]+ ms/g, '  N ms');

  it('prints what traceroute prints', async ctx => {
    if (!hasProgram('traceroute')) return ctx.skip('needs traceroute(8)');
    await using net = await line(ctx);
    for (const args of ['-n 10.9.3.2', '-n fd09:3::2', '-n -I 10.9.3.2', '-n -q 1 -f 2 10.9.3.2']) {
      const theirs = run(net.h1, 'traceroute', args.split(' '));
      const ours = rawctl(net.h1, `trace ${args}`);
      expect([args, times(ours.stdout), ours.status]).toEqual([args, times(theirs.stdout), theirs.status]);
    }
    return undefined;
  });

  it('is the lecture’s on request, with the header too', async ctx => {
    await using net = await line(ctx);
    for (const args of ['trace --classic -n 10.9.3.2', 'trace --classic --header -n 10.9.3.2']) {
      expect(times(rawctl(net.h1, args).stdout)).toBe(
        'traceroute to 10.9.3.2 (10.9.3.2): 30 hops max, 24 data bytes\n' +
          ' 1  10.9.1.2  N ms  N ms  N ms\n 2  10.9.2.2  N ms  N ms  N ms\n 3  10.9.3.2  N ms  N ms  N ms\n',
      );
    }
  });

  it('draws all paths, and finds the MTU', async ctx => {
    await using net = await diamond(ctx);
    const directory = mkdtempSync(join(tmpdir(), 'afkit-rawctl-'));
    try {
      const file = join(directory, 'paths.svg');
      const { stdout } = rawctl(net.h1, `trace --draw --svg ${file} -n 10.9.3.2`);
      for (const address of ['10.9.1.2', '10.9.10.2', '10.9.11.2', '10.9.12.2', '10.9.20.2', '10.9.3.2']) {
        expect(stdout).toContain(address);
        expect(readFileSync(file, 'utf8')).toContain(`>${address}<`);
      }
      expect(stdout).toMatch(/┌[─┴┬┼]+┐/);
      const [object] = rawctl(net.h1, 'trace --paths --json -n 10.9.3.2')
        .stdout.trim()
        .split('\n')
        .map(text => JSON.parse(text));
      expect(object).toMatchObject({ event: 'paths', complete: true, source: '10.9.1.1' });
      expect(object.nodes).toHaveLength(6);
    } finally {
      rmSync(directory, { recursive: true });
    }
    net.r2.ip('link set e3 mtu 1400');
    expect(times(rawctl(net.h1, 'trace --mtu -n -q 1 10.9.3.2').stdout)).toMatch(
      /F=1500 10\.9\.1\.2[\s\S]*F=1400 10\.9\.3\.2[\s\S]*path MTU 1400\n$/,
    );
  });

  it('ends with the codes of traceroute', async ctx => {
    await using net = await line(ctx);
    expect(rawctl(net.h1, 'trace nowhere.invalid')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^rawctl: nowhere\.invalid: /),
    });
    expect(rawctl(net.h1, "trace ''")).toMatchObject({
      status: 2,
      stderr: "rawctl: '': a host has a name or an address\n",
    });
    expect(rawctl(net.h1, "ping ''")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('say which host to ping'),
    });
    expect(rawctl(net.h1, 'trace -n -w .2 -q 1 -m 4 10.9.3.77').status).toBe(0);
    // The first hop was not asked: nothing is said of it but why.
    const large = rawctl(net.h1, 'trace -n -F --size 2000 10.9.3.2');
    expect(large).toMatchObject({ status: 1, stderr: expect.stringContaining('EMSGSIZE') });
    expect(large.stdout).toMatch(/^traceroute to [^\n]*\n$/);
    net.h1.ip('route del default');
    expect(rawctl(net.h1, 'trace 192.0.2.1')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no route leads there/),
    });
  });

  it('works without root through error queues, and says what is missing', async ctx => {
    if (!mayBecomeNobody() || !hasProgram('setpriv'))
      return ctx.skip('needs to become user 65534 by setpriv(1)');
    await using net = await line(ctx);
    const traced = rawctl(net.h1, 'trace -n 10.9.3.2', { as: asNobody });
    expect(traced.status).toBe(0);
    expect(traced.stdout).toMatch(/1 {2}10\.9\.1\.2 .*\n 2 {2}10\.9\.2\.2 .*\n 3 {2}10\.9\.3\.2 /);
    expect(rawctl(net.h1, 'trace --header 10.9.3.2', { as: asNobody })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/CAP_NET_RAW/),
    });
    return undefined;
  });
});
