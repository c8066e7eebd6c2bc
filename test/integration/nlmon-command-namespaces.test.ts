/** nlmon among several network namespaces, and where it may not do what it is asked to. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayBecomeNobody } from '../support/privileges.js';
import { launcher, nlmonSockets, Running, root, subscribedSockets, until } from './nlmon-command-support.js';

const prefix = `afkit-command-${process.pid}`;
const [here, left, right] = ['here', 'left', 'right'].map(name => `${prefix}-${name}`) as [
  string,
  string,
  string,
];
const mayName = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'add', here]).status === 0;

const ip = (words: string): string => execFileSync('ip', words.split(' '), { encoding: 'utf8' });
const inside = (name: string, words: string): string => ip(`-n ${name} ${words}`);

/** The netlink sockets of `here`. */
const sockets = (): string =>
  execFileSync('ip', ['netns', 'exec', here, 'cat', '/proc/net/netlink'], { encoding: 'utf8' });

/** Starts a program in `here` and waits until it listens. */
async function listen(program: string, args: string[], count = subscribedSockets): Promise<Running> {
  const before = count(sockets());
  const running = new Running('ip', ['netns', 'exec', here, program, ...args]);
  await running.says(() => count(sockets()) > before);
  return running;
}

const nlmon = (...args: string[]) => listen(process.execPath, [launcher, ...args], nlmonSockets);

describe.skipIf(!mayName)('--all-nsid (skipped without root: namespaces must be named)', () => {
  beforeAll(() => {
    ip(`netns add ${left}`);
    ip(`netns add ${right}`);
    inside(here, `netns set ${left} 11`);
    inside(here, `netns set ${right} 22`);
    for (const name of [here, left, right]) inside(name, 'link set lo up');
    // The same number is another interface in each.
    for (const name of [here, left, right]) {
      const letter = name.at(prefix.length + 1)!;
      inside(name, `link add ${letter}0 index 400 type veth peer name ${letter}1 index 401`);
      inside(name, `link set ${letter}1 up`);
      inside(name, `link set ${letter}0 up`);
    }
  });

  afterAll(() => {
    for (const name of [here, left, right]) spawnSync('ip', ['netns', 'delete', name]);
  });

  it('says where each event is from, with the names that interfaces have there', async () => {
    const text = await nlmon('routes', '--all-nsid', '-4');
    const json = await nlmon('routes', '--all-nsid', '-4', '--json');
    inside(left, 'route add 192.0.2.1 dev l0');
    inside(right, 'route add 192.0.2.2 dev r0');
    inside(here, 'route add 192.0.2.3 dev h0');
    await until(() => text.lines.length === 3 && json.lines.length === 3);
    inside(left, 'link set l0 name renamed0');
    inside(left, 'route add 192.0.2.4 dev renamed0');
    inside(left, 'link set renamed0 name l0');
    await until(() => text.lines.length === 4 && json.lines.length === 4);
    // Sent away, the interface takes its number along, and its name where it arrives is its name there.
    inside(right, `link add m0 index 500 type veth peer name m1 index 501`);
    inside(right, `link set m0 netns ${here}`);
    inside(here, 'link set m0 name moved0');
    inside(right, 'link set m1 up');
    inside(here, 'link set moved0 up');
    inside(here, 'route add 192.0.2.5 dev moved0');
    await until(() => text.stdout.includes('192.0.2.5') && json.stdout.includes('192.0.2.5'));
    await Promise.all([text.stop(), json.stop()]);
    const added = text.lines
      .filter(line => /\]192\.0\.2\.\d /.test(line))
      .map(line => line.replace(' linkdown', ''));
    expect(added).toEqual([
      '[nsid 11]192.0.2.1 dev l0 scope link ',
      '[nsid 22]192.0.2.2 dev r0 scope link ',
      '[nsid current]192.0.2.3 dev h0 scope link ',
      '[nsid 11]192.0.2.4 dev renamed0 scope link ',
      '[nsid current]192.0.2.5 dev moved0 scope link ',
    ]);
    const objects = json.objects.filter(({ event, dst }) => event === 'new' && dst.startsWith('192.0.2.'));
    expect(objects.map(({ nsid, dev }) => [nsid, dev])).toEqual([
      [11, 'l0'],
      [22, 'r0'],
      [undefined, 'h0'],
      [11, 'renamed0'],
      [undefined, 'moved0'],
    ]);
    expect([text.stderr, json.stderr]).toEqual(['', '']);
  });

  it('prints the lines of ip monitor all-nsid where names do not matter', async () => {
    const ours = await nlmon('rules', 'nexthops', 'netconf', 'nsids', '--all-nsid', '--label');
    const theirs = await listen('ip', ['monitor', 'rule', 'nexthop', 'netconf', 'nsid', 'label', 'all-nsid']);
    for (const [i, name] of [left, here, right].entries()) {
      inside(name, `rule add pref ${100 + i} from 192.0.2.${i} lookup 100`);
      inside(name, `nexthop add id ${10 + i} blackhole`);
      inside(name, `rule del pref ${100 + i}`);
    }
    ip(`netns add ${prefix}-last`);
    inside(here, `netns set ${prefix}-last 33`);
    ip(`netns delete ${prefix}-last`);
    await until(() => [ours, theirs].every(({ stdout }) => /Deleted nsid 33/.test(stdout)));
    await Promise.all([ours.stop(), theirs.stop()]);
    expect(ours.lines).toEqual(theirs.lines);
    expect(ours.lines).toContain('[nsid 22][RULE]102:\tfrom 192.0.2.2 lookup 100');
    expect(ours.lines.length).toBeGreaterThanOrEqual(11);
  });

  it('--netns takes a name', async () => {
    const run = (...args: string[]) => new Running(process.execPath, [launcher, ...args]).ended;
    const { code, stdout, stderr } = await run('links', '--once', '--netns', left);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(inside(left, 'link'));
    const missing = await run('links', '--once', '--netns', `${prefix}-none`);
    expect(missing.code).toBe(1);
    // The names that there are help.
    expect(missing.stderr).toMatch(new RegExp(`^nlmon: open ENOENT: .*there are: .*${here}, .*\\n$`));
  });

  it('--netns listens in a namespace', async () => {
    const before = nlmonSockets(sockets());
    const running = new Running(process.execPath, [launcher, 'routes', '--netns', here, '-n', '1']);
    await running.says(() => nlmonSockets(sockets()) > before);
    inside(here, 'route add 192.0.2.77 dev h0');
    expect(await running.ended).toMatchObject({
      code: 0,
      stdout: '192.0.2.77 dev h0 scope link \n',
      stderr: '',
    });
  });
});

/** Whether this user is somebody without privileges anyway. */
const unprivilegedAlready = process.getuid?.() !== 0;

describe.skipIf(!unprivilegedAlready && !(mayBecomeNobody() && readableForAll()))(
  'without privileges (skipped where no other user can be had, or may read this folder)',
  () => {
    /** As a user without capabilities, and without a way to have any. */
    const unprivileged = (...args: string[]) => {
      const user = [
        '--reuid=65534',
        '--regid=65534',
        '--clear-groups',
        '--inh-caps=-all',
        '--bounding-set=-all',
      ];
      const command = [process.execPath, launcher, ...args];
      if (unprivilegedAlready) return new Running(command[0]!, command.slice(1)).ended;
      return new Running('setpriv', [...user, ...command]).ended;
    };

    it('reads', async () => {
      const { code, stdout, stderr } = await unprivileged('links', '--once');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('lo: <');
    });

    it.each([
      [['links', '--all-nsid'], /^nlmon: .*EPERM.*needs CAP_NET_BROADCAST: run as root\n$/],
      [
        ['links', '--netns', '/proc/self/ns/net'],
        /^nlmon: .*EPERM.*needs CAP_SYS_ADMIN.*run as root[^\n]*\n$/,
      ],
      [['links', '--netns', '1'], /^nlmon: open EACCES: .*run as root[^\n]*\n$/],
    ])('%j: says what is missing and what to do', async (args, message) => {
      const { code, stdout, stderr } = await unprivileged(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(message);
    });

    it('takes as large a buffer as it may have', async () => {
      const ended = await unprivileged('links', '--rcvbuf', '2000000000', '--timeout', '0.05');
      expect(ended).toMatchObject({ code: 0, stderr: '' });
    });
  },
);

/** Whether another user may read what nlmon consists of. */
function readableForAll(): boolean {
  try {
    for (let path = root.replace(/\/$/, ''); path !== '/'; path = dirname(path)) {
      const mode = spawnSync('stat', ['-c', '%a', path], { encoding: 'utf8' }).stdout.trim();
      if ((Number(mode.at(-1)) & 5) !== 5) return false;
    }
    accessSync(launcher, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
