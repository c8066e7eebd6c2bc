import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket as NetSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { constants as c, OwnedFd, Socket } from '../../src/socket/index.js';
import {
  type Adopted,
  adopt,
  describeDescriptor,
  UnixDatagram,
  UnixListener,
  UnixSeqpacket,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

/** Passes a descriptor to another process's end, which happens to be this one's. */
async function passed(fd: number | OwnedFd): Promise<OwnedFd> {
  const [a, b] = UnixSeqpacket.pair();
  await a.send('', { fds: [fd] });
  const [received] = (await b.receive())!.fds;
  a.close();
  b.close();
  return received!;
}

async function as<K extends Adopted['kind']>(kind: K, fd: OwnedFd, options = {}) {
  const adopted = await adopt(fd, options);
  expect(adopted.kind).toBe(kind);
  expect(fd.closed || adopted.kind === 'other' || adopted.kind === 'file').toBe(true);
  return adopted.value as Extract<Adopted, { kind: K }>['value'];
}

const handle = (object: unknown): number => (object as { _handle: { fd: number } })._handle.fd;

describe('a passed descriptor becomes what fits', () => {
  it('of AF_UNIX', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      const stream = await as('unix stream', await passed(a.fd));
      await stream.send('x');
      expect((await b.receive())!.data.toString()).toBe('x');
      for (const end of [a, b, stream]) end.destroy();

      using listener = UnixListener.listen(freshName(), { type: 'seqpacket' });
      using adopted = await as('unix listener', await passed(listener.fd));
      expect(adopted.type).toBe('seqpacket');

      const [d, e] = UnixDatagram.pair();
      const [s, t] = UnixSeqpacket.pair();
      (await as('unix datagram', await passed(d.fd))).close();
      (await as('unix seqpacket', await passed(s.fd))).close();
      for (const end of [d, e, s, t]) end.close();
    }));

  it('of node:net, where that is preferred', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const listener = UnixListener.listen(path);
      const server = await as('server', await passed(listener.fd), { prefer: 'node' });
      const client = await UnixStream.connect(path);
      const [accepted] = (await once(server, 'connection')) as [NetSocket];
      const own = await as('stream', await passed(client.fd), { prefer: 'node' });
      accepted.write('through node:net');
      expect((await once(own, 'data'))[0].toString()).toBe('through node:net');
      for (const end of [accepted, own, client]) end.destroy();
      server.close();
      listener.close({ keepFile: true });
    }));

  it('of TCP and UDP', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const adopted = await as('server', await passed(handle(server)));
    server.close();
    const { port } = adopted.address() as { port: number };
    const client = connect(port, '127.0.0.1');
    const [connection] = (await once(adopted, 'connection')) as [NetSocket];
    const again = await as('stream', await passed(handle(connection)));
    again.end('tcp');
    expect((await once(client, 'data'))[0].toString()).toBe('tcp');
    const closed = [client, connection, again, adopted].map(end => once(end, 'close'));
    for (const end of [client, connection, again]) end.destroy();
    adopted.close();
    await Promise.all(closed);

    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const twin = await as('udp', await passed(udpDescriptor(udp)));
    expect(twin.address()).toEqual(udp.address());
    await Promise.all([udp, twin].map(end => once(end.close(), 'close')));
  });

  it('of a file: the open file itself, position and all', () =>
    expectNoLeak(async () => {
      const path = temporaryPath('file');
      writeFileSync(path, '0123456789');
      const fd = openSync(path, 'r+');
      const file = await as('file', await passed(fd));
      expect((await file.read(4)).toString()).toBe('0123');
      expect((await file.readFile()).toString()).toBe('456789');
      expect((await file.read(3, 2)).toString()).toBe('234');
      await file.write('ab', 0);
      await file.truncate(5);
      expect([readFileSync(path, 'utf8'), (await file.stat()).size]).toEqual(['ab234', 5]);
      file.close();
      file.close();
      await expect(file.read(1)).rejects.toThrow(/EBADF: the file is closed/);
      expect(() => file.createReadStream()).toThrow(/EBADF/);

      const streamed = await as('file', await passed(openedAgain(path)));
      let text = '';
      for await (const chunk of streamed.createReadStream()) text += chunk;
      expect(text).toBe('ab234');
      for (const other of [fd, ...opened.splice(0)]) closeSync(other);
    }));

  it('of a raw descriptor: a socket of this library, or the descriptor with what it is', () =>
    expectNoLeak(async () => {
      const netlink = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW });
      (await as('socket', await passed(netlink.fd))).close();
      netlink.close();

      const directory = OwnedFd.duplicate(openedAgain('/etc'));
      const adopted = await adopt(directory);
      expect(adopted).toMatchObject({ kind: 'other', info: { type: 'directory', link: '/etc' } });
      (adopted.value as OwnedFd).close();
      const device = await adopt(await passed(openedAgain('/dev/null')));
      expect(device).toMatchObject({ kind: 'other', info: { type: 'character device', link: '/dev/null' } });
      (device.value as OwnedFd).close();
      for (const fd of opened.splice(0)) closeSync(fd);
    }));

  it('of nothing: EBADF', async () => {
    await expect(adopt(0x7ffffff)).rejects.toThrow(/fstat EBADF/);
    expect(() => describeDescriptor(0x7ffffff)).toThrow(/EBADF/);
  });
});

describe('a description', () => {
  it('tells what a file was opened for', () => {
    const path = temporaryPath('file');
    writeFileSync(path, 'content', { mode: 0o640 });
    const fd = openSync(path, 'a');
    expect(describeDescriptor(fd)).toMatchObject({
      type: 'file',
      link: path,
      access: 'write',
      flags: expect.arrayContaining(['O_APPEND', 'O_CLOEXEC']),
      mode: 0o640,
      uid: process.getuid!(),
      size: 7,
    });
    closeSync(fd);
  });

  it('tells which socket it is, and whose pidfd', () => {
    using listener = UnixListener.listen(freshName());
    expect(describeDescriptor(listener.fd)).toMatchObject({
      type: 'socket',
      link: expect.stringMatching(/^socket:\[\d+\]$/),
      socket: { domain: c.AF_UNIX, type: c.SOCK_STREAM, listening: true },
    });
    using memory = OwnedFd.memoryFile();
    expect(describeDescriptor(memory)).toMatchObject({ type: 'file', link: '/memfd:afkit (deleted)' });
  });
});

const opened: number[] = [];

function openedAgain(path: string): number {
  const fd = openSync(path, 'r');
  opened.push(fd);
  return fd;
}

/** The descriptor of a socket of node:dgram, which does not tell. */
function udpDescriptor(udp: ReturnType<typeof createSocket>): number {
  const symbol = Object.getOwnPropertySymbols(udp).find(({ description }) => description === 'state symbol')!;
  return (udp as unknown as Record<symbol, { handle: { fd: number } }>)[symbol]!.handle.fd;
}
