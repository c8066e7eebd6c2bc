/** The command nlmon as its users meet it: what it prints where, and how it ends. */
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childrenOf, isAlive, launcher, Network, possible, Running, until } from './nlmon-command-support.js';

const routes = 20_000;

describe.skipIf(!possible)('nlmon (skipped where user namespaces or ip are missing)', () => {
  let network: Network;

  beforeAll(async () => {
    network = await Network.create();
    network.ip('link set lo up');
    network.ip('link add d0 type veth peer name d1');
    network.ip('link set d0 up');
    network.ipBatch(Array.from({ length: routes }, (_, i) => `route add 10.0.${i >> 8}.${i & 255} dev d0`));
  });

  afterAll(() => network[Symbol.asyncDispose]());

  describe('what is there', () => {
    it.each([
      ['link', 'links --once', 'links'],
      ['l', 'l --once', 'links'],
      ['route show table all', 'route --once --table all', 'routes'],
      ['-4 route show table local', 'r --once -4 --table local', 'routes of table local'],
      ['route show table 255', 'routes --once --table=255', 'routes of table 255'],
      ['-6 neigh', 'neighbor --once -6', 'neighbours'],
      ['rule', 'ru --once', 'rules'],
    ])('%s: nlmon %s', async (ip, nlmon) => {
      const { code, stdout, stderr } = await network.nlmon(nlmon);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(network.ip(ip));
    });

    it('of an interface, in JSON', async () => {
      const { code, stdout, stderr } = await network.nlmon('links --once --json --dev d0');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect([JSON.parse(stdout)]).toEqual(JSON.parse(network.ip('-j link show dev d0')));
    });

    it('of another network, by process and by path', async () => {
      const mine = network.ip('link');
      const pid = network.holder.pid!;
      // Both networks are of the same user namespace only when it is entered first.
      for (const which of [pid, `/proc/${pid}/ns/net`]) {
        expect((await network.nlmon(`links --once --netns ${which}`)).stdout).toBe(mine);
      }
    });
  });

  describe('fails in one line: 1', () => {
    it.each([
      ['links --once --dev nix', "nlmon: ioctl ENODEV: there is no interface 'nix'"],
      [
        'links --once --netns no-such-name',
        /^nlmon: open ENOENT: there is no network namespace no-such-name; there are/,
      ],
      [
        'links --netns 2147483646',
        'nlmon: open ESRCH: there is no process 2147483646 (/proc/2147483646/ns/net)',
      ],
      ['links --netns /dev/null', 'nlmon: open EINVAL: this is not a network namespace (/dev/null)'],
      ['links --netns ./nowhere', /^nlmon: open ENOENT: /],
    ])('%s', async (args, message) => {
      const { code, stdout, stderr } = await network.nlmon(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.split('\n')).toEqual([
        typeof message === 'string' ? message : expect.stringMatching(message),
        '',
      ]);
    });
  });

  it('is not understood: 2, on standard error alone', async () => {
    const { code, stdout, stderr } = await network.nlmon('rutes --once');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^nlmon: there is no object 'rutes'\. Did you mean 'routes'\?.*\(see nlmon --help\)\n$/,
    );
  });

  describe('a reader that closed the pipe ends it silently: 0', () => {
    it.each(['routes --once', 'routes --once --json', '--help', 'completion'])('%s', async args => {
      const { stdout, stderr } = await network.shell(`nlmon ${args} | head -1; echo "\${PIPESTATUS[0]}"`);
      const [first, code] = stdout.trim().split('\n');
      expect({ code, stderr }).toEqual({ code: '0', stderr: '' });
      expect(first).not.toBe('');
    });

    it('in the midst of events', async () => {
      const running = await network.listen('routes');
      network.ip('route add 192.0.2.1 dev d0');
      await running.says(({ lines }) => lines.length === 1);
      running.child.stdout!.destroy();
      network.ip('route del 192.0.2.1 dev d0');
      expect(await running.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    });
  });

  describe('a full disk: 1, and a line that says so', () => {
    const full = () => ({ stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const });

    it.each(['links --once', 'routes --once --json', '--help', '--version', 'completion'])(
      '%s',
      async args => {
        const { code, stderr } = await network.nlmon(args, { stdio: [...full().stdio] });
        expect(code).toBe(1);
        expect(stderr).toMatch(/^nlmon: ENOSPC: no space left on device[^\n]*\n$/);
      },
    );

    it('in the midst of events', async () => {
      const running = await network.listen('routes', { stdio: [...full().stdio] });
      network.ip('route add 192.0.2.1 dev d0');
      network.ip('route del 192.0.2.1 dev d0');
      const { code, stderr } = await running.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^nlmon: ENOSPC: [^\n]*\n$/);
    });
  });

  describe('signals', () => {
    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it as it ends ip monitor', async signal => {
      const running = await network.listen('links');
      expect(await running.stop(signal)).toMatchObject({ code: null, signal, stdout: '', stderr: '' });
    });

    it('Ctrl-C is 130 in a shell', async () => {
      // The file that bash opens to wait on is what tells that it listens.
      const script = `set -m; nlmon links & until awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | grep -q .
        do sleep 0.05; done; kill -INT -$!; wait $!; echo $?`;
      const { stdout } = await network.shell(script);
      expect(stdout).toBe('130\n');
    });

    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends demo, and leaves no process', async signal => {
      const running = new Running(process.execPath, [launcher, 'demo']);
      await running.says(({ stdout }) => stdout.includes('link add demo0'));
      const [child] = childrenOf(running.pid);
      expect(isAlive(child!)).toBe(true);
      const { code, signal: end } = await running.stop(signal);
      expect({ code, end }).toEqual({ code: null, end: signal });
      await until(() => !isAlive(child!));
    });

    it.each(['SIGINT', 'SIGTERM'] as const)('%s ends --sandbox, and leaves no process', async signal => {
      const running = new Running(process.execPath, [launcher, 'links', '--sandbox']);
      await until(() => childrenOf(running.pid).some(pid => isListening(pid)));
      const [child] = childrenOf(running.pid);
      const { code, signal: end, stderr } = await running.stop(signal);
      expect({ code, end }).toEqual({ code: null, end: signal });
      expect(stderr).toBe(sandboxed);
      await until(() => !isAlive(child!));
    });
  });

  describe('--sandbox', () => {
    it('is a network of its own, and says so', async () => {
      const ended = await new Running(process.execPath, [launcher, 'links', '--sandbox', '--once']).ended;
      expect(ended).toMatchObject({ code: 0, signal: null, stderr: sandboxed });
      expect(ended.stdout).toMatch(/^1: lo: <LOOPBACK> .*\n {4}link\/loopback .*\n$/);
    });

    it('passes on the exit code, and is not entered for what is not understood', async () => {
      const failed = await network.nlmon('links --sandbox --once --dev nix');
      expect(failed.code).toBe(1);
      expect(failed.stderr).toBe(`${sandboxed}nlmon: ioctl ENODEV: there is no interface 'nix'\n`);
      const misunderstood = await network.nlmon('links --sandbox --nix');
      expect(misunderstood).toMatchObject({
        code: 2,
        stderr: 'nlmon: Unknown argument: nix (see nlmon --help)\n',
      });
    });

    it('says what may forbid it', async () => {
      const none = { env: { PATH: '/nonexistent' } };
      const ended = await new Running(process.execPath, [launcher, 'links', '--sandbox'], none).ended;
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(
        /^nlmon: a user namespace needs unshare\(1\), of the package util-linux[^\n]*\n$/,
      );
    });
  });

  it('demo: prints each action beside its events, without colour, and leaves nothing behind', async () => {
    const links = readdirSync('/sys/class/net');
    const demo = new Running(process.execPath, [launcher, 'demo'], { env: { FORCE_COLOR: '1' } });
    const { code, stdout, stderr } = await demo.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: sandboxed });
    const [, ...steps] = stdout.split('\n# ');
    const events = [
      [/ip link add demo0/, /\[LINK\]\d+: demo0@demo1: /, /\[LINK\]\d+: demo1@/],
      [/ip link set demo1 up; ip link set demo0 up/, /\[LINK\]\d+: demo0@demo1: <[^>]*LOWER_UP/],
      [
        /ip address add 10\.10\.10\.1\/24/,
        /\[ADDR\]\d+: demo0 {4}inet 10\.10\.10\.1\/24/,
        /\[ROUTE\]10\.10\.10\.0\/24/,
      ],
      [
        /ip neighbour add 10\.10\.10\.11/,
        /\[NEIGH\]10\.10\.10\.11 dev demo0 lladdr 02:00:00:00:00:11 PERMANENT/,
      ],
      [/ip route add 10\.0\.0\.10 via 10\.10\.10\.11/, /\[ROUTE\]10\.0\.0\.10 via 10\.10\.10\.11 dev demo0/],
      [
        /ip route replace 10\.0\.0\.10 via 10\.10\.10\.12/,
        /\[ROUTE\]10\.0\.0\.10 via 10\.10\.10\.12 dev demo0/,
      ],
      [/ip route delete 10\.0\.0\.10/, /\[ROUTE\]Deleted 10\.0\.0\.10 via 10\.10\.10\.12 dev demo0/],
      [/ip link set demo0 down/, /\[LINK\]\d+: demo0@demo1: .*state DOWN/, /\[NEIGH\]Deleted 10\.10\.10\.11/],
    ];
    expect(steps).toHaveLength(events.length);
    for (const [i, patterns] of events.entries())
      for (const pattern of patterns) expect(steps[i]).toMatch(pattern);
    expect(stdout).not.toContain('\x1b');
    expect(readdirSync('/sys/class/net')).toEqual(links);
  });

  describe('demo on a terminal', () => {
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      new Running('script', ['-qec', `${process.execPath} ${launcher} demo`, '/dev/null'], { env }).ended;

    it.each([
      ['has colour', { TERM: 'xterm-256color', NO_COLOR: undefined }, true],
      ['has none with NO_COLOR', { TERM: 'xterm-256color', NO_COLOR: '1' }, false],
      ['has none on one that is dumb', { TERM: 'dumb', NO_COLOR: undefined }, false],
    ])('%s', async (_, env, coloured) => {
      const { code, stdout } = await onTerminal({
        FORCE_COLOR: undefined,
        COLORTERM: undefined,
        CI: undefined,
        ...env,
      });
      expect(code).toBe(0);
      expect(stdout).toContain('# ip link add demo0');
      expect(stdout.includes('\x1b[1m')).toBe(coloured);
    });
  });
});

const sandboxed =
  'nlmon: in a user and network namespace of its own (unshare --user --map-root-user --net --mount)\n';

/** Whether a process is nlmon, past its start, in a network where nobody else listens. */
function isListening(pid: number): boolean {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(launcher)) return false;
    return / 0 +-?\d+ +(?!00000000)[0-9a-f]{8} /.test(readFileSync(`/proc/${pid}/net/netlink`, 'utf8'));
  } catch {
    return false;
  }
}
