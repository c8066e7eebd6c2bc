/** Entries of multicast databases as Rtnetlink makes them, and as bridge(8) does. */
import { describe, expect, test } from 'vitest';
import { type MdbOptions, NetlinkError } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const setup = [
  'link add v0 type veth peer name v1',
  'link add b0 type bridge mcast_snooping 1 mcast_igmp_version 3',
  'link set v0 master b0',
  'link set b0 up',
  'link set v0 up',
  'link set v1 up',
];

/** Without IPv6, whose groups the bridge and its port would be in. */
function prepare(sandbox: Sandbox): void {
  sandbox.run('sh', ['-c', 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6']);
  sandbox.ipBatch(setup);
}

const shown = (sandbox: Sandbox): string => sandbox.run('bridge', ['-d', 'mdb', 'show']);

const cases: [MdbOptions, string][] = [
  [{ dev: 'b0', port: 'v0', group: '239.1.1.1' }, 'dev b0 port v0 grp 239.1.1.1'],
  [{ dev: 'b0', port: 'v0', group: '239.1.1.2', permanent: true }, 'dev b0 port v0 grp 239.1.1.2 permanent'],
  [{ dev: 'b0', port: 'v0', group: 'ff0e::1', permanent: true }, 'dev b0 port v0 grp ff0e::1 permanent'],
  [{ dev: 'b0', group: '239.1.1.3' }, 'dev b0 port b0 grp 239.1.1.3'],
  [
    { dev: 'b0', port: 'v0', group: '239.1.1.4', source: '10.0.0.7', permanent: true },
    'dev b0 port v0 grp 239.1.1.4 src 10.0.0.7 permanent',
  ],
  [
    { dev: 'b0', port: 'v0', group: '01:00:5e:7f:00:07', permanent: true },
    'dev b0 port v0 grp 01:00:5e:7f:00:07 permanent',
  ],
];

describe('entries of a bridge', () => {
  test('are what bridge makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx);
    prepare(twins.ours);
    prepare(twins.theirs);
    const { mdb } = twins.rtnetlink;
    for (const [options, words] of cases) {
      await mdb.add(options);
      twins.theirs.run('bridge', ['mdb', 'add', ...words.split(' ')]);
      expect(shown(twins.ours), words).toBe(shown(twins.theirs));
    }
    expect(
      shown(twins.ours)
        .split('\n')
        .filter(line => line.includes('grp')),
    ).toHaveLength(cases.length);
    const [database] = await mdb.list().toArray();
    const groups = database!.mdb!.entry!.flatMap(({ info = [] }) => info.map(({ addr }) => addr.u));
    expect([...groups].sort()).toEqual(cases.map(([{ group }]) => group).sort());
    for (const [{ permanent, ...options }] of cases) await mdb.delete(options);
    expect(shown(twins.ours)).toBe('');
  });

  test('have sources, are asked for, and are refused', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    prepare(sandbox);
    const { mdb } = sandbox.rtnetlink;
    const entry: MdbOptions = { dev: 'b0', port: 'v0', group: '239.2.2.2', permanent: true };
    await mdb.add({ ...entry, sources: ['10.0.0.8', '10.0.0.9'], groupMode: 'include', rtprot: 'zebra' });
    await expect(mdb.add(entry)).rejects.toMatchObject({ code: 'EEXIST' });
    const { mdb: found } = await mdb.get({ dev: 'b0', group: '239.2.2.2' });
    expect(found!.entry![0]!.info![0]).toMatchObject({
      state: 'permanent',
      addr: { u: '239.2.2.2', proto: 'ip' },
      groupMode: 'include',
      rtprot: 'zebra',
      // The one that was given last comes first.
      srcList: { entry: [{ address: '10.0.0.9' }, { address: '10.0.0.8' }] },
    });
    const short = { ...entry, group: '239.2.2.3', source: Uint8Array.of(10, 0, 0) };
    const refused = await mdb.add(short).catch(error => error);
    expect(refused).toBeInstanceOf(NetlinkError);
    expect(refused).toMatchObject({ attribute: 'entryAttrs.source' });
    await expect(mdb.add({ ...entry, gruop: 'x' } as never)).rejects.toThrow("did you mean 'group'?");
  });
});
