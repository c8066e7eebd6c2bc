/** socklab as its users meet it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';

const launcher = new URL('../../bin/socklab.js', import.meta.url).pathname;

function socklab(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { stdout, stderr, status };
}

function needNamespaces(ctx: TestContext): void {
  const { status, stderr } = spawnSync('unshare', ['-Urnm', 'true'], { encoding: 'utf8' });
  if (status !== 0) ctx.skip(`needs user namespaces: ${stderr.trim()}`);
}

describe('list, show, programs, doctor', () => {
  it('list has every topic, and one alone', () => {
    const all = socklab('list');
    expect(all.status).toBe(0);
    for (const topic of ['RAW', 'UNIX', 'NL', 'TRACE'])
      expect(all.stdout).toMatch(new RegExp(`^${topic} `, 'm'));
    expect(socklab('list', 'tip').stdout).not.toContain('RAW-01');
    const lines = socklab('list', 'TIP', '--json')
      .stdout.trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ id }) => id)).toEqual(['TIP-01', 'TIP-02', 'TIP-03', 'TIP-04']);
  });

  it('show tells what is expected, what is known, and what must turn the verdict', () => {
    const { stdout } = socklab('show', 'raw-01');
    for (const word of ['texts', 'question', 'lecture', 'always', 'mutant', 'why'])
      expect(stdout).toContain(`  ${word}`);
  });

  it('programs has all 38', () => {
    expect(socklab('programs').stdout.trim().split('\n').length).toBe(38);
  });

  it('doctor finds out what there is', () => {
    const findings = socklab('doctor', '--json')
      .stdout.trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(findings.find(({ what }) => what === 'kernel').state).toBe('yes');
    for (const { state } of findings) expect(['yes', 'no', 'partly']).toContain(state);
  });
});

describe('wrong usage', () => {
  it.each([
    [[], /say what to do/],
    [['run'], /Not enough/],
    [['run', 'NL-99'], /no experiment and no topic 'NL-99'. Did you mean NL-/],
    [['run', 'LINK-01'], /still to come/],
    [['run', 'TIP', '--json', '--tap'], /exclude each other/],
    [['run', 'TIP', '--jobs', '0'], /--jobs takes a whole number/],
    [['list', 'NOPE'], /no topic 'NOPE'/],
    [['sho', 'NL-01'], /Did you mean 'show'/],
  ])('%j exits with 2 and a line', (args, message) => {
    const { status, stderr, stdout } = socklab(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(stdout).toBe('');
  });
});

describe('run', () => {
  it('one experiment shows calls, packets, verdict and reason', ctx => {
    needNamespaces(ctx);
    const { stdout, status } = socklab('run', 'RAW-60');
    expect(status).toBe(0);
    expect(stdout).toMatch(/h1 +\d+: send\(20 bytes, 10\.9\.1\.2\) = 20/);
    expect(stdout).toMatch(/h1 +> to-h2 {2}IP 10\.9\.1\.1\.40000 > .*Flags \[R\]/);
    expect(stdout).toMatch(/^holds on Linux \d/m);
    expect(stdout).toContain('  why ');
  });

  it.for(['--tap', '--junit'])('%s is what its readers take', (format, ctx) => {
    needNamespaces(ctx);
    const { stdout, status } = socklab('run', 'TIP', 'NL-02', format);
    expect(status).toBe(0);
    if (format === '--tap') {
      expect(stdout.split('\n').slice(0, 3)).toEqual([
        'TAP version 14',
        '1..5',
        expect.stringMatching(/^ok 1 - TIP-01 /),
      ]);
    } else {
      expect(stdout).toMatch(/^<\?xml .*\n<testsuite name="socklab" tests="5" failures="0" skipped="\d">\n/);
      execFileSync(
        'python3',
        ['-c', 'import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.read())'],
        { input: stdout },
      );
    }
  });

  it('says the same twice', ctx => {
    needNamespaces(ctx);
    const observations = () =>
      socklab('run', 'UNIX', 'OPT', '--json')
        .stdout.trim()
        .split('\n')
        .map(line => {
          const { id, verdict, observed } = JSON.parse(line);
          return { id, verdict, observed };
        });
    expect(observations()).toEqual(observations());
  });

  it('without any namespace says what it could not run, and exits with 2', ctx => {
    if (spawnSync('setpriv', ['--version']).status !== 0) ctx.skip('needs setpriv(1)');
    // As in a container: no capability, and no user namespace to be had.
    const limit =
      'echo 0 > /proc/sys/user/max_user_namespaces 2>/dev/null; exec setpriv --bounding-set=-all --inh-caps=-all "$@"';
    const inside = [
      '-Urm',
      'sh',
      '-c',
      limit,
      'sh',
      process.execPath,
      launcher,
      'run',
      'NL-02',
      'UNIX-01',
      '--json',
    ];
    const { stdout, stderr, status } = spawnSync('unshare', inside, { encoding: 'utf8', timeout: 60_000 });
    if (stdout === '') ctx.skip(`needs a user namespace to be poor in: ${stderr.trim()}`);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ verdict }) => verdict)).toEqual(['cannot run here', 'cannot run here']);
    expect(stderr).toContain('or run as root with --here, or use');
    expect(lines[0].because).toMatch(/CAP_SYS_ADMIN/);
    expect(stderr).toMatch(/without a sandbox/);
    expect(status).toBe(2);
  });

  it.for([0, 500, 1500])(
    'killed %i ms after it began it leaves no process, no namespace and no file',
    async (delay, ctx) => {
      needNamespaces(ctx);
      const files = () => readdirSync(tmpdir()).filter(name => name.startsWith('socklab-'));
      const before = files();
      const child = spawn(process.execPath, [launcher, 'run', 'all', '--jobs', '2', '--json'], {
        stdio: 'ignore',
      });
      for (let i = 0; i < 400 && descendants(child).length < 4; i++) await pause(50);
      await pause(delay);
      const family = descendants(child);
      expect(family.length).toBeGreaterThan(3);
      child.kill('SIGKILL');
      for (let i = 0; i < 100 && family.some(isAlive); i++) await pause(50);
      expect(family.filter(isAlive)).toEqual([]);
      expect(files()).toEqual(before);
    },
  );
});

/** Whether a process is there and more than a memory of one. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** A process and all that it started, and they. */
function descendants({ pid }: ChildProcess): number[] {
  const found = [pid!];
  for (const parent of found) {
    const path = `/proc/${parent}/task/${parent}/children`;
    if (existsSync(path))
      found.push(...readFileSync(path, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number));
  }
  return found;
}

describe('topology', () => {
  it('brings hosts up for a command, and passes its exit code on', ctx => {
    needNamespaces(ctx);
    const folder = mkdtempSync(join(tmpdir(), 'topology-'));
    try {
      const file = join(folder, 'lab.yaml');
      writeFileSync(file, 'hosts: { a: {}, b: {} }\nlinks:\n  - { a: [10.1.0.1/24], b: [10.1.0.2/24] }\n');
      const { stdout, stderr, status } = socklab(
        'topology',
        file,
        '--host',
        'b',
        '--',
        'sh',
        '-c',
        'ip -br addr show to-a; exit 7',
      );
      expect(stdout).toContain('10.1.0.2/24');
      expect(stderr).toContain('│ a ├');
      expect(status).toBe(7);
      // In a sandbox without anybody else rawctl spoof gives lo the destination's address; a lab's host keeps its own.
      const rawctl = join(launcher, '../rawctl.js');
      const words = '"$0" "$1" spoof 10.1.0.2 && "$0" "$1" syn 10.1.0.2 9; ip -br addr show lo';
      const forged = socklab('topology', file, '--', 'sh', '-c', words, process.execPath, rawctl);
      expect(forged.stdout).toContain('port 9 of 10.1.0.2 is closed');
      expect(forged.stdout).toMatch(/^lo +UNKNOWN +127\.0\.0\.1\/8 ::1\/128 *$/m);
      expect(socklab('topology', file, '--draw').stderr).toContain('┤ b │');
      expect(socklab('topology', file, '--host', 'c')).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("no host 'c'"),
      });
      writeFileSync(file, 'hosts: { a: { forwardin: true } }');
      expect(socklab('topology', file).stderr).toContain("did you mean 'forwarding'");
      const hosts = 'links: [{ a: [10.1.0.1/24], b: [10.1.0.2/24] }]\nhosts: { b: {}, a: ';
      for (const [declaration, place] of [
        ['{ routes: [10.2.0.0/24 via 10.1.0.2, 10.3.0.0/24 via 10.77.0.1] }', 'hosts.a.routes[1] (10.3'],
        ['{ sysctls: { net.ipv4.no_such: 1 } }', 'hosts.a.sysctls (net.ipv4.no_such: 1)'],
      ]) {
        writeFileSync(file, `${hosts}${declaration} }`);
        expect(socklab('topology', file, '--', 'true')).toMatchObject({
          status: 1,
          stderr: expect.stringContaining(place!),
        });
      }
      expect(socklab('topology', join(folder, 'none')).stderr).toContain('ENOENT');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
