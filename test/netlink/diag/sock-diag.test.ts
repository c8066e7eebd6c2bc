import { fstatSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SockDiag, socketTypes } from '../../../src/netlink/diag/index.js';
import { constants, NetworkNamespace, Socket, SocketError } from '../../../src/socket/index.js';
import { expectNoLeak } from '../../support/descriptors.js';

const { AF_UNIX, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET } = constants;

const inodeOf = ({ fd }: Socket) => fstatSync(fd).ino;

/** struct sockaddr_un of an abstract name. */
function abstract(name: string): Uint8Array {
  const bytes = new TextEncoder().encode(`\0\0\0${name}`);
  bytes.set(new Uint8Array(new Uint16Array([AF_UNIX]).buffer));
  return bytes;
}

const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

describe('SockDiag', () => {
  test.each([
    ['stream', SOCK_STREAM],
    ['dgram', SOCK_DGRAM],
    ['seqpacket', SOCK_SEQPACKET],
  ] as const)('tells of a pair of type %s', async (type, number) => {
    await expectNoLeak(async () => {
      await using diag = SockDiag.open();
      const [a, b] = Socket.pair(AF_UNIX, number);
      const sockets = await diag.unix().toArray();
      const [one, other] = [a, b].map(end => sockets.find(({ ino }) => ino === inodeOf(end)));
      expect(one).toMatchObject({
        family: 'unix',
        type,
        state: 'established',
        peer: inodeOf(b),
        rqlen: { rqueue: 0, wqueue: 0 },
        shutdown: [],
        uid: process.geteuid!(),
      });
      expect(one!.meminfo!.rcvbuf).toBe(a.getIntOption(constants.SOL_SOCKET, constants.SO_RCVBUF));
      expect(other).toMatchObject({ type, peer: inodeOf(a) });
      a.close();
      b.close();
    });
  });

  test('tells of listeners, names and who waits', async () => {
    const name = `afkit-diag-${process.pid}`;
    await using diag = SockDiag.open();
    using listener = Socket.open({ domain: AF_UNIX, type: SOCK_STREAM });
    listener.bind(abstract(name));
    listener.listen(5);
    using client = Socket.open({ domain: AF_UNIX, type: SOCK_STREAM });
    client.connect(abstract(name));
    const told = await diag.unixSocket(inodeOf(listener));
    expect(told).toMatchObject({
      state: 'listen',
      icons: [inodeOf(client)],
      rqlen: { rqueue: 1, wqueue: 5 },
    });
    expect(text(told!.name)).toBe(`\0${name}`);
    expect(told!.peer).toBeUndefined();
    expect(await diag.unixSocket(inodeOf(client))).toMatchObject({ state: 'established', peer: 0 });

    const accepted = listener.accept()!.socket;
    expect(await diag.unixSocket(inodeOf(client))).toMatchObject({ peer: inodeOf(accepted) });
    expect(text((await diag.unixSocket(inodeOf(accepted)))!.name)).toBe(`\0${name}`);
    accepted.close();
  });

  test('chooses by state, and tells only what it is asked for', async () => {
    await using diag = SockDiag.open();
    using idle = Socket.open({ domain: AF_UNIX, type: SOCK_DGRAM });
    const [a, b] = Socket.pair(AF_UNIX, SOCK_STREAM);
    const inodes = async (...states: ('established' | 'close')[]) =>
      (await diag.unix({ states, show: [] }).toArray()).map(({ ino }) => ino);
    expect(await inodes('close')).toContain(inodeOf(idle));
    expect(await inodes('close')).not.toContain(inodeOf(a));
    expect(await inodes('established')).toContain(inodeOf(a));
    expect(await inodes('established')).not.toContain(inodeOf(idle));

    const bare = await diag.unixSocket(inodeOf(a), []);
    expect(Object.keys(bare!)).toEqual([
      'family',
      'type',
      'state',
      'ino',
      'cookieLow',
      'cookieHigh',
      'shutdown',
    ]);
    expect(await diag.unixSocket(inodeOf(a), ['peer'])).toMatchObject({ peer: inodeOf(b) });
    a.close();
    b.close();
  });

  test('knows nothing of a socket that is not there', async () => {
    await using diag = SockDiag.open();
    expect(await diag.unixSocket(0xffff_fff0)).toBeUndefined();
  });

  test('lists another network namespace', async ctx => {
    let namespace: NetworkNamespace;
    try {
      namespace = NetworkNamespace.create();
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'EPERM')) throw error;
      return ctx.skip(`needs CAP_SYS_ADMIN: run as root or under 'unshare -Urnm' (${error.message})`);
    }
    await using diag = SockDiag.open({ namespace });
    expect(await diag.unix().toArray()).toEqual([]);
    using socket = Socket.open({ domain: AF_UNIX, type: SOCK_DGRAM, namespace });
    expect((await diag.unix().toArray()).map(({ ino }) => ino)).toEqual([inodeOf(socket)]);
    namespace.close();
  });

  test('refuses work once it is closed, and may be closed twice', async () => {
    const diag = SockDiag.open();
    const pending = diag.unixSocket(1);
    diag.close();
    diag.close();
    // Asked before: the kernel answers within the send.
    expect(await pending).toBeUndefined();
    await expect(diag.unixSocket(1)).rejects.toMatchObject({ code: 'EBADF' });
    await expect(diag.unix().toArray()).rejects.toMatchObject({ code: 'EBADF' });
  });

  test('its types have the numbers of the system', () => {
    expect([SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET]).toEqual(
      (['stream', 'dgram', 'seqpacket'] as const).map(name => socketTypes.numbers[name]),
    );
  });
});
