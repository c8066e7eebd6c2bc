import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const directory = join(root, 'examples');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const sandbox = ['-Urnm', '--kill-child'];
const possible = spawnSync('unshare', [...sandbox, 'ip', 'link']).status === 0;
const hasTbf =
  spawnSync('unshare', [
    ...sandbox,
    'tc',
    ...'qdisc add dev lo root tbf rate 1mbit burst 9k limit 9k'.split(' '),
  ]).status === 0;

/** Waits for a socket that belongs to a multicast group. */
const subscribed = `until awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | grep -q .; do sleep 0.1; done`;

/** Runs an example in a network of its own, after `prepare` and beside `meanwhile`. */
function run(name: string, prepare: string, meanwhile = ':'): string {
  const script = `${prepare}; (${meanwhile}) & exec ${process.execPath} examples/${name}.js`;
  return execFileSync('unshare', [...sandbox, 'sh', '-c', `PATH=/usr/sbin:/sbin:$PATH; ${script}`], {
    cwd: root,
    encoding: 'utf8',
  });
}

describe('the examples', () => {
  it.each(readdirSync(directory).filter(name => name.endsWith('.js')))(
    '%s stands in the README as it is, in about ten lines',
    name => {
      const [, ...lines] = readFileSync(join(directory, name), 'utf8').trimEnd().split('\n');
      expect(readme).toContain(lines.join('\n'));
      expect(lines.length).toBeLessThanOrEqual(14);
    },
  );

  describe.skipIf(!possible)('run (skipped where user namespaces or ip are missing)', () => {
    it('lists routes', () => {
      const prepare = 'ip link add d0 type ifb; ip link set d0 up; ip route add 192.0.2.0/24 dev d0';
      expect(run('list-routes', prepare)).toBe('192.0.2.0/24 via nobody over interface 2\n');
    });

    it('follows neighbours', () => {
      const prepare = 'ip link add d0 type veth peer name d1; ip link set d0 up';
      const changes = [1, 2, 3].map(n => `ip neigh add 192.0.2.${n} lladdr 02:00:00:00:00:0${n} dev d0`);
      const meanwhile = [subscribed, ...changes].join('; ');
      expect(run('follow-neighbours', prepare, meanwhile).split('\n')[0]).toBe(
        "new 192.0.2.1 [ 'permanent' ] 02:00:00:00:00:01",
      );
    });

    it('pings hosts', () => {
      const lines = run('ping-hosts', 'ip link set lo up').trim().split('\n');
      expect(lines.slice(-2)).toEqual(['127.0.0.1: 2 of 2 answered', '::1: 2 of 2 answered']);
      expect(lines).toHaveLength(6);
    });

    it('hears why a datagram did not arrive', () => {
      const said = run('hear-refusal', 'ip link set lo up');
      expect(said).toBe('127.0.0.1: Destination Port Unreachable (ECONNREFUSED)\n');
    });

    it.skipIf(!hasTbf)('limits the rate (skipped where the kernel has no tbf)', () => {
      expect(run('limit-rate', 'ip link set lo up')).toBe('tbf 125000 bytes a second, 0 packets dropped\n');
    });

    it('adds a route and reads the complaint', () => {
      const complaint = 'RTM_NEWROUTE ENETUNREACH: Network is unreachable: Nexthop has invalid gateway\n';
      expect(run('add-route', 'ip link set lo up')).toBe(complaint);
    });
  });

  it('decodes bytes', () => {
    const output = execFileSync(process.execPath, ['examples/decode-bytes.js'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output).toContain("10.10.10.11 is at 02:00:00:00:00:11 [ 'permanent' ]");
  });

  it('passes a file', () => {
    const output = execFileSync(process.execPath, ['examples/pass-file.js'], { cwd: root, encoding: 'utf8' });
    expect(output).toMatch(/^take this from process \d+: a file that says /);
  });

  it('serves HTTP over AF_UNIX', () => {
    const output = execFileSync(process.execPath, ['examples/http-over-unix.js'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output).toBe(`You are user ${process.getuid!()}\n`);
  });

  it('builds a packet', () => {
    const output = execFileSync(process.execPath, ['examples/build-packet.js'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output).toContain('IP 192.0.2.1.5000 > 192.0.2.2.9: UDP, length 5');
    expect(output).toContain("13 [ 'good', 'good' ]");
    expect(output).toContain('udp.dstPort: 9');
  });
});
