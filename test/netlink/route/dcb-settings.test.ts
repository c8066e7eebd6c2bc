import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/netlink/connection.js';
import { NetlinkError, Rtnetlink } from '../../../src/netlink/index.js';
import { DcbSettings } from '../../../src/netlink/route/dcb-settings.js';
import { SocketError } from '../../../src/socket/index.js';
import { Sandbox } from '../../support/sandbox.js';

describe('of an interface without it', () => {
  test('is refused by this kernel', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ip('link add v0 type veth peer name v1');
    const { dcb, connection } = sandbox.rtnetlink;
    const refused = { name: 'NetlinkError', code: 'EOPNOTSUPP' };
    for (const dev of ['v0', connection.interfaceIndex('v0')]) {
      await expect(dcb.get({ dev })).rejects.toMatchObject({ ...refused, syscall: 'RTM_GETDCB' });
      await expect(dcb.set({ dev, ieee: { appTable: [] } })).rejects.toMatchObject({
        ...refused,
        syscall: 'RTM_SETDCB',
      });
    }
    await expect(dcb.get({ dev: 'v0', cmd: 'gdcbx' })).rejects.toMatchObject(refused);
    await expect(dcb.get({ dev: 'none' })).rejects.toMatchObject({ code: 'ENODEV' });
    await expect(dcb.set({ dev: 99, ieee: {} })).rejects.toThrow('there is no interface 99');
  });

  test('unknown names are refused before anything is asked, and a closed connection says so', async () => {
    const rtnetlink = Rtnetlink.open();
    await expect(rtnetlink.dcb.get({ dev: 'lo', ieeee: {} } as any)).rejects.toThrow("did you mean 'ieee'?");
    rtnetlink.close();
    await expect(rtnetlink.dcb.get({ dev: 'lo' })).rejects.toMatchObject({ code: 'EBADF' });
    await expect(rtnetlink.dcb.set({ dev: 'lo' })).rejects.toMatchObject({ code: 'EBADF' });
  });
});

describe('of a driver that has it', () => {
  const asked: any[] = [];
  const answering = (answer: object) =>
    new DcbSettings({
      request: async (request: unknown) => {
        asked.push(request);
        return [{ family: 'unspec', ifname: 'dcb0', ...answer }];
      },
      interfaceAt: (index: number) => (index === 7 ? { name: 'dcb0', up: true } : undefined),
    } as unknown as Connection);

  test('is asked by name, and answers', async () => {
    const ieee = { maxrate: {} };
    expect(await answering({ cmd: 'ieeeGet', ieee }).get({ dev: 7 })).toMatchObject({ ieee });
    expect(asked.pop()).toMatchObject({
      type: 'RTM_GETDCB',
      value: { family: 'unspec', cmd: 'ieeeGet', ifname: 'dcb0' },
    });
    await answering({ ieee: 0 }).set({ dev: 'dcb0', cmd: 'ieeeDel', ieee: { appTable: [] } });
    expect(asked.pop()).toMatchObject({ type: 'RTM_SETDCB', value: { cmd: 'ieeeDel', ifname: 'dcb0' } });
  });

  test('refuses in the place of the attribute', async () => {
    const refusal = answering({ ieee: 0x100 - 95 }).set({ dev: 'dcb0', ieee: {} });
    await expect(refusal).rejects.toBeInstanceOf(NetlinkError);
    await expect(refusal).rejects.toMatchObject({ code: 'EOPNOTSUPP', attribute: 'ieee' });
    await expect(answering({ dcbx: ['host'] }).set({ dev: 'dcb0', cmd: 'sdcbx' })).rejects.toMatchObject({
      code: 'EIO',
      attribute: 'dcbx',
    });
    await answering({ dcbx: [] }).set({ dev: 'dcb0', cmd: 'sdcbx', dcbx: ['host', 'verIeee'] });
  });

  test('says of setAll what it did', async () => {
    expect(await answering({ setAll: 2 }).set({ dev: 'dcb0', cmd: 'setAll', setAll: 1 })).toMatchObject({
      setAll: 2,
    });
  });

  test('has a name', async () => {
    await expect(answering({}).get({ dev: 8 })).rejects.toBeInstanceOf(SocketError);
  });
});
