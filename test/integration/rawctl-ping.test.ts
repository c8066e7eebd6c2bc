import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { line } from '../support/hosts.js';
import { mayBecomeNobody } from '../support/privileges.js';
import { hasProgram } from '../support/programs.js';
import { quietNetwork } from '../support/quiet-network.js';
import { asNobody, enter, launcher, rawctl, run } from './rawctl-support.js';

/** Numbers that differ from run to run, as N. */
const normal = (text: string) =>
  text
    .replace(/time=[\d.]+/g, 'time=N')
    .replace(/time \d+ms/g, 'time Nms')
    .replace(/= [\d./]+ ms/g, '= N ms')
    .replace(/ipg\/ewma [\d./]+ ms/g, 'ipg/ewma N ms')
    .replace(/^\[\d+\.\d{6}\]/gm, '[N]')
    .replace(/\t-?\d+( absolute)?$/gm, '\tN$1');

describe('rawctl ping', () => {
  it('prints what ping prints', async ctx => {
    if (!hasProgram('ping')) return ctx.skip('needs ping(8), of the package iputils-ping');
    await using net = await line(ctx);
    net.r2.ip('link set e3 mtu 1300');
    net.r1.ip('route add blackhole 192.0.2.0/24');
    for (const args of [
      '-c 2 -i .2 10.9.3.2',
      '-c 2 -i .2 fd09:3::2',
      '-c 1 -t 1 10.9.3.2',
      '-c 1 -t 2 fd09:3::2',
      '-c 1 -I e1 10.9.3.2',
      '-c 1 -I 10.9.1.1 10.9.3.2',
      '-c 1 -p ff00 -s 100 10.9.3.2',
      '-c 2 -i .2 -R 10.9.3.2',
      '-c 2 -i 0 10.9.3.2',
      '-c 2 -i .2 -W 1 192.0.2.1',
      '-c 1 -T tsonly 10.9.3.2',
      '-c 3 -i .2 -D 10.9.3.2',
      '-c 3 -q -A 10.9.3.2',
      '-c 4 -l 4 -q 10.9.3.2',
      '-c 1 -M do -s 1400 10.9.3.2',
      '-c 1 -M do -s 1400 fd09:3::2',
      '-c 1 -W 1 192.0.2.1',
      '-w 5 -c 2 -i .3 -n 10.9.3.2',
    ]) {
      // The first to meet a narrow place tells the host's kernel, and the next hears it from there.
      const forget = () => {
        for (const family of ['-4', '-6']) net.h1.ip(`${family} route flush cache`);
      };
      forget();
      const theirs = run(net.h1, 'ping', args.split(' '));
      forget();
      const ours = rawctl(net.h1, `ping ${args}`);
      expect([args, ours.status, normal(ours.stdout)]).toEqual([args, theirs.status, normal(theirs.stdout)]);
    }
    return undefined;
  });

  it('ends with the codes of ping, and a line that says why', async ctx => {
    await using net = await line(ctx);
    const cases: [string, number, RegExp][] = [
      [
        'ping -c 1 nowhere.invalid',
        2,
        /^rawctl: nowhere\.invalid: (name or service not known|temporary failure)/,
      ],
      [
        'ping -c 1 10.9.1.255',
        2,
        /a broadcast address, which takes SO_BROADCAST.* \(-b allows a broadcast address\)$/m,
      ],
      [
        'trace 10.9.1.255',
        1,
        /SO_BROADCAST, or a route that prohibits it: see ip route get \(10\.9\.1\.255\)$/m,
      ],
      ['ping -c 1 -I nope 10.9.3.2', 2, /no such interface.* \(nope\)$/m],
      ['ping -c 1 fe80::1%nope', 2, /no such interface.* \(nope\)$/m],
      ['ping -c 1 fe80::1', 2, /^rawctl: fe80::1: a link-local address: say on which interface/],
      ['ping -c 1 -I 192.0.2.9 10.9.3.2', 2, /EADDRNOTAVAIL/],
      ['ping -c 1 ::ffff:10.9.3.2', 2, /IPv4-mapped/],
      ['ping -c 1 -6 10.9.3.2', 2, /not an IPv6 address/],
      ['ping -c 1 -M do -s 4000 10.9.3.2', 1, /local error: message too long, mtu=1500/],
      ['ping -c 1 --netns /nowhere 10.9.3.2', 2, /ENOENT/],
      ['ping --alive 10.9.3.0/3', 2, /more than 1048576/],
    ];
    for (const [args, status, message] of cases) {
      const ended = rawctl(net.h1, args);
      expect([args, ended.status]).toEqual([args, status]);
      expect(ended.stderr, args).toMatch(message);
      expect(ended.stderr.trim().split('\n'), args).toHaveLength(1);
    }
    net.h1.ip('route del default');
    expect(rawctl(net.h1, 'ping -c 1 192.0.2.1')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no route leads there/),
    });
  });

  it('pings many hosts, in JSON, and says which are alive', async ctx => {
    await using net = await line(ctx);
    const { stdout, status } = rawctl(net.h1, 'ping --json -c 2 -i .1 -W 5 --kernel-rtt 10.9.3.2 fd09:2::2');
    expect(status).toBe(0);
    const objects = stdout
      .trim()
      .split('\n')
      .map(text => JSON.parse(text));
    expect(objects.filter(({ event }) => event === 'start').map(({ socket }) => socket)).toEqual([
      'raw',
      'raw',
    ]);
    expect(objects.filter(({ event, host }) => event === 'reply' && host === '10.9.3.2')).toHaveLength(2);
    expect(objects.at(-1)).toMatchObject({
      event: 'statistics',
      host: 'fd09:2::2',
      transmitted: 2,
      received: 2,
    });
    const alive = rawctl(net.h1, 'ping --alive -W 1 10.9.3.0/30 10.9.2.2 10.9.3.77');
    expect(alive.status).toBe(1);
    expect(alive.stdout.replace(/\([\d.]+ ms\)/g, '(N ms)')).toBe(
      '10.9.3.1 is alive (N ms)\n10.9.3.2 is alive (N ms)\n10.9.2.2 is alive (N ms)\n10.9.3.77 is unreachable\n' +
        '3 of 4 hosts answered\n',
    );
  });

  it('is the lecture’s on request', async ctx => {
    await using net = await line(ctx);
    const { stdout } = rawctl(net.h1, 'ping --classic -c 2 -i .1 10.9.3.2');
    expect(
      stdout
        .replace(/rtt=[\d.]+/g, 'rtt=N')
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      'PING 10.9.3.2 (10.9.3.2): 56 data bytes',
      '64 bytes from 10.9.3.2: seq=0, ttl=62, rtt=N ms',
      '64 bytes from 10.9.3.2: seq=1, ttl=62, rtt=N ms',
    ]);
  });

  it('sums up when it is interrupted, and on SIGQUIT', async ctx => {
    await using net = quietNetwork(ctx);
    const args = [enter(net), process.execPath, launcher, 'ping', '127.0.0.1', '-i', '.1'];
    const child = spawn('nsenter', args);
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', chunk => {
      stderr += chunk;
      if (stderr.includes('packets')) child.kill('SIGINT');
    });
    child.stdout.on('data', chunk => {
      stdout += chunk;
      if (/icmp_seq=3 /.test(stdout) && stderr === '') child.kill('SIGQUIT');
    });
    const status = await new Promise(resolve => child.on('close', resolve));
    expect(status).toBe(0);
    expect(stderr).toMatch(/\d+\/\d+ packets, 0% loss, min\/avg\/ewma\/max = /);
    expect(stdout).toMatch(/--- 127\.0\.0\.1 ping statistics ---\n\d+ packets transmitted, \d+ received/);
  });

  it('sends with a flow label, also where ping has leased one for itself', async ctx => {
    if (!hasProgram('ping')) return ctx.skip('needs ping(8), of the package iputils-ping');
    await using net = await line(ctx);
    const theirs = run(net.h1, 'ping', ['-c', '1', '-F', '0x12345', 'fd09:3::2']);
    const ours = rawctl(net.h1, 'ping -c 1 -F 0x54321 fd09:3::2');
    expect(normal(ours.stdout)).toBe(normal(theirs.stdout).replace('0x12345', '0x54321'));
    expect(ours.status).toBe(0);
    expect(rawctl(net.h1, 'ping -c 1 -F 0x54321 fd09:3::2').status).toBe(0);
    expect(rawctl(net.h1, 'ping -c 1 -F 0x12345 fd09:3::2')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another program has the flow label 0x12345 for itself'),
    });
    return undefined;
  });

  it('tells of a broadcast address where there is one', async ctx => {
    await using net = await line(ctx);
    const none = rawctl(net.h1, 'ping -b -c 1 10.9.1.2');
    expect(none).toMatchObject({ status: 0, stderr: '' });
    const one = rawctl(net.h1, 'ping -b -c 1 -W .2 10.9.1.255');
    expect(one.stderr).toBe('rawctl: pinging a broadcast address\n');
  });

  it('outlives, with a deadline too, that there is no route for a while', async ctx => {
    await using net = await line(ctx);
    const args = [enter(net.h1), process.execPath, launcher, 'ping', '-i', '.2', '-w', '60', '10.9.3.2'];
    const child = spawn('nsenter', args);
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', chunk => {
      if (stderr === '') net.h1.ip('route add default via 10.9.1.2');
      stderr += chunk;
    });
    child.stdout.on('data', chunk => {
      if (stdout !== '' && stderr === '') net.h1.run('sh', ['-c', 'ip route del default 2>/dev/null; true']);
      stdout += chunk;
      if (stderr !== '' && String(chunk).includes('bytes from')) child.kill('SIGINT');
    });
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0);
    expect(stderr).toMatch(/^rawctl: 10\.9\.3\.2: Network is unreachable\n/);
    expect(stdout).toMatch(/received, \+\d+ errors/);
  });

  it('works without root through a datagram socket, and says what is missing', async ctx => {
    if (!mayBecomeNobody() || !hasProgram('setpriv'))
      return ctx.skip('needs to become user 65534 by setpriv(1)');
    await using net = await line(ctx);
    const refused = rawctl(net.h1, 'ping -c 1 10.9.3.2', { as: asNobody });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/no CAP_NET_RAW.*ping_group_range.*run as root, or with --sandbox/);
    net.h1.run('sh', ['-c', 'echo "0 2147483647" > /proc/sys/net/ipv4/ping_group_range']);
    const allowed = rawctl(net.h1, 'ping -c 1 10.9.3.2', { as: asNobody });
    expect(allowed).toMatchObject({
      status: 0,
      stderr: 'rawctl: no CAP_NET_RAW: through a datagram socket\n',
    });
    expect(allowed.stdout).toContain('1 packets transmitted, 1 received');
    const raw = rawctl(net.h1, 'ping --socket raw -c 1 10.9.3.2', { as: asNobody });
    expect(raw).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/raw sockets need CAP_NET_RAW: run as root, or with --sandbox/),
    });
    return undefined;
  });
});
