/** Why the kernel refuses: its extended acknowledgements, as they come. */
import { describe, expect, test } from 'vitest';
import { attributes, Connection, link, message, NetlinkError } from '../../src/netlink/index.js';
import { struct, text, u8, u16, u32 } from '../../src/wire/index.js';
import { Sandbox } from '../support/sandbox.js';

/** What a request is refused with. */
async function refusal(work: Promise<unknown>): Promise<any> {
  const error = await work.then(
    () => undefined,
    error => error,
  );
  expect(error).toBeInstanceOf(NetlinkError);
  return error;
}

/** A namespace with a veth pair that is up, 10.0.0.1/24 at its end v0. */
function network(ctx: Parameters<typeof Sandbox.create>[0]) {
  const sandbox = Sandbox.create(ctx);
  sandbox.ipBatch([
    'link set lo up',
    'link add v0 type veth peer name v1',
    'link set v0 up',
    'link set v1 up',
    'addr add 10.0.0.1/24 dev v0',
  ]);
  return sandbox;
}

describe('a refused request', () => {
  test('has the kernel’s words', async ctx => {
    await using sandbox = network(ctx);
    const { links, routes } = sandbox.rtnetlink;
    expect(await refusal(links.add({ ifname: 'x', kind: 'nonsense' }))).toMatchObject({
      code: 'EOPNOTSUPP',
      syscall: 'RTM_NEWLINK',
      kernelMessage: 'Unknown device type',
    });
    expect(await refusal(routes.add({ dst: '10.1.0.0/16', gateway: '192.0.2.1' }))).toMatchObject({
      code: 'ENETUNREACH',
      message: 'RTM_NEWROUTE ENETUNREACH: Network is unreachable: Nexthop has invalid gateway',
    });
    expect(await refusal(links.set({ dev: 'v0', mtu: 1_000_000_000 }))).toMatchObject({
      kernelMessage: 'mtu greater than device maximum',
    });
  });

  test('points at the attribute, in nests too', async ctx => {
    await using sandbox = network(ctx);
    const { routes, nexthops } = sandbox.rtnetlink;
    const dst = '10.1.0.0/16';
    const gateway = '10.0.0.2';
    const short = new Uint8Array(2);
    expect(await refusal(routes.add({ dst, gateway, metrics: { mtu: 1400, '#3': short } }))).toMatchObject({
      attribute: 'metrics.window',
      kernelMessage: 'Invalid attribute in metrics',
    });
    expect(await refusal(nexthops.add({ id: 1, dev: 'v0', '#14': new Uint8Array(4) }))).toMatchObject({
      attribute: 'opFlags',
    });
    // IFLA_BR_FORWARD_DELAY as a single byte.
    const data = new Uint8Array([5, 0, 1, 0, 1, 0, 0, 0]);
    const refused = await refusal(
      sandbox.rtnetlink.connection.request({
        schema: link,
        type: 'RTM_NEWLINK',
        value: { ifname: 'br', linkinfo: { kind: 'bridge', '#2': data } },
        flags: 0x600,
      }),
    );
    expect(refused.attribute).toMatch(/^linkinfo\.data/);
  });

  test('tells the policy that an attribute broke', async ctx => {
    await using sandbox = network(ctx);
    const { links, rules } = sandbox.rtnetlink;
    const long = await refusal(links.add({ ifname: 'a-name-that-is-too-long', kind: 'veth' }));
    expect(long).toMatchObject({ code: 'ERANGE', attribute: 'ifname', policy: { maxLength: 15 } });
    expect(long.message).toMatch(/\(at ifname\) \(takes \w+ of at most 15 bytes\)/);
    const refused = await refusal(rules.add({ dscp: 77 }));
    expect(refused).toMatchObject({ attribute: 'dscp', policy: { type: 'u8', minValueU: 0, maxValueU: 63 } });
  });

  test('names the attribute that is missing', async () => {
    // What rtnetlink only words, generic netlink numbers: NETDEV_CMD_DEV_GET without NETDEV_A_DEV_IFINDEX.
    const header = struct({ command: u8, version: u8, reserved: u16 });
    const control = message({
      name: 'control',
      types: { CTRL_CMD_GET: 16 },
      header,
      attributes: attributes('CTRL_ATTR', { familyId: [1, u16], familyName: [2, text] }),
    });
    await using connection = Connection.open({ protocol: 16 });
    const [family] = await connection.request({
      schema: control,
      type: 'CTRL_CMD_GET',
      value: { command: 3, version: 2, familyName: 'netdev' },
    });
    const netdev = message({
      name: 'netdev',
      types: { NETDEV_CMD_GET: family!.familyId! },
      header,
      attributes: attributes('NETDEV_A_DEV', { ifindex: [1, u32] }),
    });
    const request = { schema: netdev, type: 'NETDEV_CMD_GET' as const, value: { command: 1, version: 1 } };
    expect(await refusal(connection.request(request))).toMatchObject({ code: 'EINVAL', missing: 'ifindex' });
  });

  test('without words is told by its errno', async ctx => {
    await using sandbox = network(ctx);
    expect(await refusal(sandbox.rtnetlink.links.get({ dev: 4711 }))).toMatchObject({
      code: 'ENODEV',
      message: 'RTM_GETLINK ENODEV: No such device',
    });
  });
});

describe('strict checking', () => {
  test('a dump is filtered by the kernel', async ctx => {
    await using sandbox = network(ctx);
    const { routes, addrs, neighs } = sandbox.rtnetlink;
    sandbox.ipBatch([
      'route add 10.2.0.0/16 via 10.0.0.2 table 1000',
      'addr add 127.0.0.9/8 dev lo',
      'neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev v0',
      'neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev v1',
    ]);
    const table = await routes.list({ family: 'inet', table: 1000 }).toArray();
    expect(table).toMatchObject([{ dst: '10.2.0.0', table: 1000 }]);
    const index = sandbox.rtnetlink.connection.interfaceIndex('v0');
    const own = await addrs.list({ family: 'inet', index }).toArray();
    expect(own).toMatchObject([{ local: '10.0.0.1' }]);
    const near = await neighs
      .list({ family: 'inet', '#8': new Uint8Array(Uint32Array.of(index).buffer) })
      .toArray();
    expect(near).toMatchObject([{ dst: '10.0.0.7' }]);
  });

  test('what a dump cannot be filtered by is refused, not ignored', async ctx => {
    await using sandbox = network(ctx);
    const { routes, links, addrs } = sandbox.rtnetlink;
    expect(await refusal(routes.list({ family: 'inet', tos: 8 }).toArray())).toMatchObject({
      code: 'EINVAL',
      syscall: 'RTM_GETROUTE',
      kernelMessage: 'Invalid values in header for FIB dump request',
    });
    expect(await refusal(links.list({ ifname: 'v0' }).toArray())).toMatchObject({
      kernelMessage: 'Unsupported attribute in link dump request',
    });
    expect(await refusal(addrs.list({ family: 'inet', prefixlen: 8 }).toArray())).toMatchObject({
      code: 'EINVAL',
    });
  });

  test('a table that there is not ends the dump with NLMSG_DONE and ENOENT', async ctx => {
    await using sandbox = network(ctx);
    const { routes } = sandbox.rtnetlink;
    expect(await refusal(routes.list({ family: 'inet', table: 4711 }).toArray())).toMatchObject({
      code: 'ENOENT',
      kernelMessage: 'ipv4: FIB table does not exist',
    });
  });
});
