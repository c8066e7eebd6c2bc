import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { constants as c, MessageBatch, NetworkNamespace, Socket } from '../../src/socket/index.js';
import {
  compileSocketLayer,
  dumpRequest,
  expectNoLeak,
  isRoot,
  netlinkAddress,
  runProgram,
} from './support.js';

const ownInode = () => statSync('/proc/self/ns/net').ino;

function needRoot(ctx: TestContext) {
  if (!isRoot) ctx.skip('making network namespaces needs root');
}

const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;

/** How many interfaces a dump through this socket shows, and whether any is not `lo`. */
async function interfaces(socket: Socket): Promise<number[]> {
  using batch = new MessageBatch({ slots: 1, payloadSize: 65536, nameSize: 16 });
  batch.write(0, dumpRequest(RTM_GETLINK), netlinkAddress(0, 0));
  socket.send(batch, 0, 1);
  const indexes: number[] = [];
  for (;;) {
    await socket.waitReadable({ timeout: 5000 });
    if (socket.receive(batch) === 0) continue;
    const view = new DataView(batch.payload.buffer, batch.payload.byteOffset);
    for (let offset = 0; offset < batch.length(0); ) {
      const length = view.getUint32(offset, true);
      if (view.getUint16(offset + 4, true) !== RTM_NEWLINK) return indexes;
      indexes.push(view.getInt32(offset + 16 + 4, true));
      offset += (length + 3) & ~3;
    }
  }
}

describe('create()', () => {
  test('makes a namespace with lo alone, and the process stays where it is', async ctx => {
    needRoot(ctx);
    await expectNoLeak(async () => {
      const before = ownInode();
      using namespace = NetworkNamespace.create();
      expect(namespace.inode).not.toBe(before);
      using socket = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW, namespace });
      expect(await interfaces(socket)).toEqual([1]);
      expect(ownInode()).toBe(before);
      expect(statSync('/proc/thread-self/ns/net').ino).toBe(before);
    });
  });

  test('two are different', ctx => {
    needRoot(ctx);
    using one = NetworkNamespace.create();
    using two = NetworkNamespace.create();
    expect(one.inode).not.toBe(two.inode);
  });

  test('a socket outlives the object', async ctx => {
    needRoot(ctx);
    const namespace = NetworkNamespace.create();
    using socket = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW, namespace });
    namespace.close();
    expect(await interfaces(socket)).toEqual([1]);
  });

  test('a wrong kind of socket is reported as such', ctx => {
    needRoot(ctx);
    using namespace = NetworkNamespace.create();
    expect(() => Socket.open({ domain: 9999, type: c.SOCK_RAW, namespace })).toThrow(/socket EAFNOSUPPORT/);
  });
});

describe('open()', () => {
  test('takes a path', () => {
    using namespace = NetworkNamespace.open('/proc/self/ns/net');
    expect(namespace.inode).toBe(ownInode());
  });

  test('takes a process number', async ctx => {
    using own = NetworkNamespace.open(process.pid);
    expect(own.inode).toBe(ownInode());
    needRoot(ctx);
    const child = spawn('unshare', ['-n', 'sh', '-c', 'echo ready; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await new Promise(ready => child.stdout.once('data', ready));
      using other = NetworkNamespace.open(child.pid!);
      expect(other.inode).not.toBe(ownInode());
    } finally {
      child.kill();
    }
  });

  test('takes a name of ip netns', ctx => {
    needRoot(ctx);
    const name = `afkit-test-${process.pid}`;
    try {
      execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' });
    } catch {
      ctx.skip('`ip netns add` does not work here');
    }
    try {
      using namespace = NetworkNamespace.open(name);
      expect(namespace.inode).not.toBe(ownInode());
      expect(() => NetworkNamespace.open('no-such-one')).toThrow(
        new RegExp(`open ENOENT: there is no network namespace no-such-one; there are: .*${name}`),
      );
    } finally {
      execFileSync('ip', ['netns', 'delete', name]);
    }
  });

  test('says what does not exist', () =>
    expectNoLeak(() => {
      expect(() => NetworkNamespace.open('no-such-one')).toThrow(/there is no network namespace no-such-one/);
      expect(() => NetworkNamespace.open('/no/such')).toThrow(/open ENOENT: .*\(\/no\/such\)/);
      expect(() => NetworkNamespace.open(0x7fffffff)).toThrow(/open ESRCH: there is no process 2147483647/);
    }));

  test('refuses files that are no network namespaces', () =>
    expectNoLeak(() => {
      const directory = mkdtempSync(join(tmpdir(), 'afkit-'));
      writeFileSync(join(directory, 'file'), '');
      for (const path of [join(directory, 'file'), '/proc/self/ns/uts', '/dev/null']) {
        expect(() => NetworkNamespace.open(path)).toThrow(/open EINVAL: this is not a network namespace/);
      }
      rmSync(directory, { recursive: true });
    }));

  test('refuses what is no name', () => {
    for (const name of ['', '.', '..', 0, -1, 1.5])
      expect(() => NetworkNamespace.open(name)).toThrow(RangeError);
    expect(() => NetworkNamespace.open('a\0b')).toThrow(TypeError);
    expect(() => NetworkNamespace.open(undefined as unknown as string)).toThrow(TypeError);
  });
});

test('a closed namespace opens nothing, and may be closed again', () => {
  const namespace = NetworkNamespace.open('/proc/self/ns/net');
  namespace.close();
  namespace.close();
  namespace[Symbol.dispose]();
  expect(namespace).toMatchObject({ closed: true, fd: -1 });
  expect(() => namespace.inode).toThrow(/EBADF: the network namespace is closed/);
  expect(() => Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM, namespace })).toThrow(
    /setns EBADF: the network namespace is closed/,
  );
});

describe('without privileges', () => {
  let compiled: ReturnType<typeof compileSocketLayer>;
  beforeAll(() => {
    compiled = compileSocketLayer();
  });
  afterAll(() => compiled.remove());

  test('errors say what is missing', async ctx => {
    needRoot(ctx);
    if (spawnSync('true', { uid: 65534 }).error) ctx.skip('there is no other user to run as here');
    const { stdout, stderr } = await runProgram(
      `import { NetworkNamespace, Socket, constants as c } from ${JSON.stringify(compiled.index)};
       const attempt = call => { try { call(); } catch (error) { console.log(error.message); } };
       attempt(() => NetworkNamespace.create());
       attempt(() => NetworkNamespace.open(1));
       attempt(() => Socket.open({
         domain: c.AF_UNIX, type: c.SOCK_DGRAM, namespace: NetworkNamespace.open(process.pid) }));`,
      { uid: 65534 },
    );
    expect(stderr).toBe('');
    const [create, open, enter] = stdout.split('\n');
    expect(create).toMatch(/^unshare EPERM: .*CAP_SYS_ADMIN.*--sandbox/);
    expect(open).toMatch(/^open EACCES: .*CAP_SYS_PTRACE.*\(\/proc\/1\/ns\/net\)/);
    expect(enter).toMatch(/^setns EPERM: .*CAP_SYS_ADMIN/);
  });
});

describe('readFile() and writeFile()', () => {
  test('reach the files of the namespace, and change nothing here', ctx => {
    needRoot(ctx);
    const forwarding = '/proc/sys/net/ipv4/ip_forward';
    const here = readFileSync(forwarding, 'utf8');
    using namespace = NetworkNamespace.create();
    for (const value of ['1', '0', '1']) {
      namespace.writeFile(forwarding, value);
      expect(namespace.readFile(forwarding)).toBe(`${value}\n`);
    }
    expect(readFileSync(forwarding, 'utf8')).toBe(here);
    using listener = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM, namespace });
    listener.bind(new TextEncoder().encode('\x01\0\0of this namespace'));
    expect(namespace.readFile('/proc/net/unix')).toContain('@of this namespace');
    expect(readFileSync('/proc/net/unix', 'utf8')).not.toContain('@of this namespace');
  });

  test('leak nothing, whatever fails', async ctx => {
    needRoot(ctx);
    await expectNoLeak(() => {
      const namespace = NetworkNamespace.create();
      expect(() => namespace.readFile('/proc/net/no-such-file')).toThrow('open ENOENT');
      expect(() => namespace.writeFile('/proc/sys/net/ipv4/ip_forward', 'maybe')).toThrow('EINVAL');
      expect(() => namespace.readFile('/proc/net/\0')).toThrow(TypeError);
      namespace.close();
      expect(() => namespace.readFile('/proc/net/dev')).toThrow('setns EBADF');
    });
  });
});
