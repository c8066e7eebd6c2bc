/** Events as the command nlmon prints them: which, in what form, how many, and what it says when some were lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Network, possible } from './nlmon-command-support.js';

const routesOf = (verb: 'add' | 'del', count: number) =>
  Array.from({ length: count }, (_, i) => `route ${verb} 10.0.${i >> 8}.${i & 255} dev d0`);

describe.skipIf(!possible)('nlmon events (skipped where user namespaces or ip are missing)', () => {
  let network: Network;

  beforeAll(async () => {
    network = await Network.create();
    network.ip('link set lo up');
    network.ip('link add d0 type veth peer name d1');
    network.ip('link set d1 up');
    network.ip('link set d0 up');
    // Its IPv6 address and what comes of it: nothing of that may happen in between.
    network.ip('link set d0 addrgenmode none');
  });

  beforeEach(() => {
    network.ipBatch(['route flush table main', 'route flush table 100', 'neigh flush dev d0 nud permanent']);
  });

  afterAll(() => network[Symbol.asyncDispose]());

  /** What nlmon prints with these arguments, which end it, while ip does this. */
  async function printed(args: string, ...changes: string[]): Promise<string[]> {
    const running = await network.listen(args);
    network.ipBatch(changes);
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return running.lines;
  }

  describe('which', () => {
    it('-4, -6', async () => {
      const changes = ['route add 2001:db8:1::/48 dev lo', 'route add 192.0.2.1 dev d0'];
      const undo = ['route del 2001:db8:1::/48 dev lo', 'route del 192.0.2.1 dev d0'];
      expect(await printed('routes -4 --count 1', ...changes)).toEqual(['192.0.2.1 dev d0 scope link ']);
      expect(await printed('routes -6 --count 1', ...undo)).toEqual([
        expect.stringMatching(/^Deleted 2001:db8:1::\/48 dev lo /),
      ]);
    });

    it('--table, by number and by name', async () => {
      const changes = ['route add 192.0.2.1 dev d0 table 100', 'route add 192.0.2.2 dev d0'];
      expect(await printed('routes --table 100 --count 1', ...changes)).toEqual([
        '192.0.2.1 dev d0 table 100 scope link ',
      ]);
      const undo = ['route del 192.0.2.1 dev d0 table 100', 'route del 192.0.2.2 dev d0'];
      expect(await printed('routes --table main --count 1', ...undo)).toEqual([
        'Deleted 192.0.2.2 dev d0 scope link ',
      ]);
    });

    it('--dev: an interface that appears later, and is renamed', async () => {
      const running = await network.listen('links neighs --dev late0 --json');
      network.ipBatch([
        'link add early0 type veth peer name early1',
        'neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev early0',
        'link set early0 name late0',
        'neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev late0',
        'link set late0 name gone0',
        'neigh add 192.0.2.3 lladdr 02:00:00:00:00:03 dev gone0',
        'link set gone0 name late0',
        'neigh add 192.0.2.4 lladdr 02:00:00:00:00:04 dev late0',
        'link del late0',
      ]);
      await running.says(({ objects }) =>
        objects.some(({ event, object }) => event === 'del' && object === 'link'),
      );
      const { code } = await running.stop();
      expect(code).toBeNull();
      const added = running.objects.filter(({ event, object }) => event === 'new' && object === 'neigh');
      expect(added.map(({ dst }) => dst)).toEqual(['192.0.2.2', '192.0.2.4']);
      // As ip does, it leaves out the name that was asked for.
      for (const object of added) expect(object).not.toHaveProperty('dev');
      const names = running.objects.filter(({ object }) => object === 'link').map(({ ifname }) => ifname);
      expect(new Set(names)).toEqual(new Set(['late0']));
    });
  });

  describe('how', () => {
    const add = 'route add 192.0.2.1 dev d0';
    const line = '192.0.2.1 dev d0 scope link ';
    const minute = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}`;

    it.each([
      ['routes -n 1', `^${line}$`],
      ['routes --label -n 1', `^\\[ROUTE\\]${line}$`],
      ['routes links --no-label -n 1', `^${line}$`],
      ['routes --ts -n 1', `^\\[${minute}\\] ${line}$`],
      [
        'routes -t -n 1',
        `^Timestamp: \\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4} \\d+ usec\n${line}$`,
      ],
      ['routes --ts --label --timeout 100 --count 1', `^\\[${minute}\\] \\[ROUTE\\]${line}$`],
      ['all --table 254 -4 -n 1', `^\\[ROUTE\\]${line}$`],
    ])('%s', async (args, form) => {
      expect((await printed(args, add)).join('\n')).toMatch(new RegExp(form));
    });

    it('--json: what the documentation says', async () => {
      const start = Date.now() / 1000;
      const lines = await printed(
        'routes neighs --json --count 5',
        add,
        'route replace 192.0.2.1 dev d0 mtu 1400',
        'route append 192.0.2.1 dev d0 proto 99',
        'neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev d0',
        'route del 192.0.2.1 dev d0 proto 99',
      );
      const objects = lines.map(text => JSON.parse(text));
      expect(objects).toMatchObject([
        { event: 'new', object: 'route', family: 'inet', dst: '192.0.2.1', dev: 'd0' },
        { event: 'replace', object: 'route', metrics: [{ mtu: 1400 }] },
        { event: 'append', object: 'route' },
        { event: 'new', object: 'neigh', dst: '192.0.2.9', lladdr: '02:00:00:00:00:09', dev: 'd0' },
        { event: 'del', object: 'route' },
      ]);
      for (const [i, object] of objects.entries()) {
        expect(Object.keys(object).slice(0, 3)).toEqual(['event', 'object', 'time']);
        expect(object.time).toBeGreaterThan(start - 1);
        expect(object.time).toBeGreaterThanOrEqual(objects[i - 1]?.time ?? 0);
        expect(object).not.toHaveProperty('nsid');
      }
    });
  });

  describe('until', () => {
    it('--count: so many events, and not more of those that came with them', async () => {
      const lines = await printed('routes --count 3', ...routesOf('add', 100));
      expect(lines).toEqual([0, 1, 2].map(i => `10.0.0.${i} dev d0 scope link `));
    });

    it('--timeout: also when nothing happens, and while what is there is read', async () => {
      expect(await printed('routes --timeout 0.1')).toEqual([]);
      network.ipBatch(routesOf('add', 20_000));
      // Far less than reading them takes.
      const { code, stderr } = await network.nlmon('routes --snapshot --timeout 0.001');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    });
  });

  it('--snapshot: what is there, marked, then events; --count is about events', async () => {
    network.ipBatch(['route add 192.0.2.1 dev d0', 'route add 192.0.2.2 dev d0 table 100']);
    const running = await network.listen('routes --snapshot --json --table main -4 --count 1');
    await running.says(({ lines }) => lines.length === 1);
    network.ip('route add 192.0.2.3 dev d0');
    expect((await running.ended).code).toBe(0);
    expect(running.objects).toMatchObject([
      { event: 'new', snapshot: true, dst: '192.0.2.1' },
      { event: 'new', dst: '192.0.2.3' },
    ]);
    expect(running.objects[1]).not.toHaveProperty('snapshot');
  });

  it('--snapshot in text: the lines of events', async () => {
    network.ip('route add 192.0.2.1 dev d0');
    const running = await network.listen('routes --snapshot --table main --label --count 1 -4');
    await running.says(({ lines }) => lines.length === 1);
    network.ip('route del 192.0.2.1 dev d0');
    await running.ended;
    expect(running.lines).toEqual([
      '[ROUTE]192.0.2.1 dev d0 scope link ',
      '[ROUTE]Deleted 192.0.2.1 dev d0 scope link ',
    ]);
  });

  describe('events that are lost', () => {
    it.each([
      ['text', 'routes --rcvbuf 4096'],
      ['JSON', 'routes --rcvbuf 4096 --json'],
    ])('are told, and the stream goes on: %s', async (form, args) => {
      const running = await network.listen(args);
      // It sleeps through the burst, as a reader does that is too slow.
      running.child.kill('SIGSTOP');
      network.ipBatch(routesOf('add', 500));
      running.child.kill('SIGCONT');
      const told = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
        form === 'JSON' ? stdout.includes('"gap"') : stderr.endsWith('\n');
      await running.says(told);
      network.ip('route add 192.0.2.77 dev d0');
      await running.says(({ stdout }) => stdout.includes('192.0.2.77'));
      const { stderr } = await running.stop();
      const { lines } = running;
      expect(lines.length).toBeLessThan(500);
      if (form === 'JSON') {
        expect(stderr).toBe('');
        const { objects } = running;
        const gap = objects.findIndex(({ event }) => event === 'gap');
        expect(objects[gap]).toEqual({ event: 'gap', reason: 'overrun', time: expect.any(Number) });
        // It stands where they were lost: what the buffer held came before.
        expect(objects.slice(0, gap).map(({ dst }) => dst)).toEqual(
          Array.from({ length: gap }, (_, i) => `10.0.0.${i}`),
        );
        expect(gap).toBeGreaterThan(0);
      } else {
        expect(lines.at(-1)).toBe('192.0.2.77 dev d0 scope link ');
        for (const text of stderr.trim().split('\n')) {
          expect(text).toMatch(/^nlmon: events were lost here: the receive buffer was full .*--rcvbuf\)$/);
        }
      }
    });

    it('are not counted', async () => {
      const running = await network.listen('routes --rcvbuf 4096 --json --count 12');
      running.child.kill('SIGSTOP');
      network.ipBatch(routesOf('add', 500));
      running.child.kill('SIGCONT');
      await running.says(({ stdout }) => stdout.includes('"gap"'));
      network.ipBatch(routesOf('del', 500));
      expect((await running.ended).code).toBe(0);
      expect(running.objects.filter(({ event }) => event !== 'gap')).toHaveLength(12);
    });

    it('are no more than with ip monitor beside it: 20,000 routes added and deleted', async () => {
      const count = 20_000;
      const beside = await network.ipMonitor('monitor route');
      const running = await network.listen('routes');
      network.ipBatch(routesOf('add', count));
      network.ipBatch(routesOf('del', count));
      // The last deletion ends both; where it was lost, another is made until it is seen.
      let i = 0;
      for (const reader of [running, beside]) {
        for (; !reader.stdout.includes('198.51.100.'); i++) {
          network.ip(`route add 198.51.100.${i} dev d0`);
          await new Promise(resolve => setTimeout(resolve, 20));
        }
      }
      await Promise.all([running.stop(), beside.stop()]);
      const seen = (lines: string[]) => lines.filter(text => /^(Deleted )?10\.0\./.test(text)).length;
      expect(seen(running.lines)).toBeGreaterThanOrEqual(seen(beside.lines));
      if (running.stderr === '') expect(seen(running.lines)).toBe(2 * count);
    });
  });
});
