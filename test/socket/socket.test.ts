import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { constants as c, MessageBatch, OwnedFd, Socket } from '../../src/socket/index.js';
import { expectNoLeak, freshUnixAddress, loopback, netlinkAddress, portOf, unixAddress } from './support.js';

const dgram = () => Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM });
const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;

function fileFlags(fd: number): number {
  const flags = /flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
  return Number.parseInt(flags!, 8);
}

describe('opening', () => {
  test('never blocks and is closed on exec', () =>
    expectNoLeak(() => {
      const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
      for (const socket of [a, b, dgram()]) {
        expect(fileFlags(socket.fd) & (O_CLOEXEC | O_NONBLOCK)).toBe(O_CLOEXEC | O_NONBLOCK);
        socket.close();
      }
    }));

  test('reports what there is not', () =>
    expectNoLeak(() => {
      expect(() => Socket.open({ domain: 9999, type: c.SOCK_DGRAM })).toThrow(/^socket EAFNOSUPPORT: /);
      expect(() => Socket.pair(c.AF_INET, c.SOCK_DGRAM)).toThrow(/^socketpair EOPNOTSUPP: /);
      expect(() => Socket.open({ domain: c.AF_UNIX, type: 'x' as unknown as number })).toThrow(TypeError);
    }));
});

describe('adopt()', () => {
  test('takes over a number or an OwnedFd', () =>
    expectNoLeak(() => {
      const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
      const batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
      const data = new Uint8Array(new Int32Array([a.fd]).buffer);
      for (const how of ['owner', 'number'] as const) {
        batch.write(0, new Uint8Array(1), undefined, [{ level: c.SOL_SOCKET, type: c.SCM_RIGHTS, data }]);
        a.send(batch, 0, 1);
        b.receive(batch);
        const [fd] = batch.claim(0);
        const adopted = Socket.adopt(how === 'owner' ? fd! : fd!.release());
        expect(fd!.closed).toBe(true);
        expect(adopted.getIntOption(c.SOL_SOCKET, c.SO_DOMAIN)).toBe(c.AF_UNIX);
        expect(fileFlags(adopted.fd) & (O_CLOEXEC | O_NONBLOCK)).toBe(O_CLOEXEC | O_NONBLOCK);
        adopted.close();
      }
      for (const closable of [a, b, batch]) closable.close();
    }));

  test('leaves alone what is no socket', () =>
    expectNoLeak(() => {
      const number = openSync('/dev/null', 'r');
      expect(() => Socket.adopt(number)).toThrow(/ENOTSOCK/);
      const fd = new OwnedFd(number);
      expect(() => Socket.adopt(fd)).toThrow(/ENOTSOCK/);
      expect(fd.closed).toBe(false);
      fd.release();
      expect(() => Socket.adopt(fd)).toThrow(/EBADF/);
      closeSync(number);
      expect(() => Socket.adopt(Number.NaN)).toThrow(RangeError);
      expect(() => Socket.adopt('1' as unknown as number)).toThrow(TypeError);
    }));
});

describe('addresses', () => {
  test('bind and localAddress', () =>
    expectNoLeak(() => {
      using socket = dgram();
      const address = freshUnixAddress();
      socket.bind(address);
      expect(socket.localAddress()).toEqual(address);
      using netlink = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW });
      netlink.bind(netlinkAddress(0, 0));
      expect(netlink.localAddress()).toHaveLength(12);
      using inet = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      inet.bind(loopback(0));
      expect(portOf(inet.localAddress())).toBeGreaterThan(0);
    }));

  test('errors carry the address as text', () => {
    using socket = dgram();
    const path = '/no/such/directory/x';
    expect(() => socket.bind(unixAddress(path), path)).toThrow(
      expect.objectContaining({
        code: 'ENOENT',
        errno: -2,
        syscall: 'bind',
        address: path,
        message: `bind ENOENT: No such file or directory (${path})`,
      }),
    );
    expect(() => socket.connect(unixAddress(path), path)).toThrow(/^connect ENOENT: .*\(.*x\)$/);
    expect(() => socket.remoteAddress()).toThrow(/^getpeername ENOTCONN: /);
  });

  test('accept() gives a connection and its address, then undefined', () =>
    expectNoLeak(() => {
      using listener = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_SEQPACKET });
      using client = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_SEQPACKET });
      const [server, own] = [freshUnixAddress(), freshUnixAddress()];
      listener.bind(server);
      listener.listen();
      client.bind(own);
      expect(client.connect(server)).toBe(true);
      const accepted = listener.accept()!;
      expect(accepted.address).toEqual(own);
      expect(fileFlags(accepted.socket.fd) & (O_CLOEXEC | O_NONBLOCK)).toBe(O_CLOEXEC | O_NONBLOCK);
      expect(accepted.socket.remoteAddress()).toEqual(own);
      expect(listener.accept()).toBeUndefined();
      expect(() => client.accept()).toThrow(/^accept EINVAL: /);
      accepted.socket.close();
    }));
});

describe('options', () => {
  test('ints go both ways', () => {
    using socket = dgram();
    expect(socket.getIntOption(c.SOL_SOCKET, c.SO_TYPE)).toBe(c.SOCK_DGRAM);
    socket.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1);
    expect(socket.getIntOption(c.SOL_SOCKET, c.SO_PASSCRED)).toBe(1);
  });

  test('bytes go both ways', () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
    const credentials = new Int32Array(a.getOption(c.SOL_SOCKET, c.SO_PEERCRED).slice().buffer);
    expect([...credentials]).toEqual([process.pid, process.getuid?.(), process.getgid?.()]);
    const timeout = new Uint8Array(16);
    timeout[0] = 3;
    a.setOption(c.SOL_SOCKET, c.SO_RCVTIMEO, timeout);
    expect(a.getOption(c.SOL_SOCKET, c.SO_RCVTIMEO)).toEqual(timeout);
    a.close();
    b.close();
  });

  test('a value longer than expected is asked for again', () => {
    using socket = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW, protocol: c.NETLINK_ROUTE });
    socket.setOption(c.SOL_NETLINK, c.NETLINK_ADD_MEMBERSHIP, 1);
    const groups = socket.getOption(c.SOL_NETLINK, c.NETLINK_LIST_MEMBERSHIPS, 1);
    expect(groups.length).toBeGreaterThanOrEqual(4);
    expect(groups[0]! & 1).toBe(1);
  });

  test('errors name the call', () => {
    using socket = dgram();
    expect(() => socket.getIntOption(9999, 1)).toThrow(/^getsockopt EOPNOTSUPP: /);
    expect(() => socket.setOption(c.SOL_SOCKET, 9999, 1)).toThrow(/^setsockopt ENOPROTOOPT: /);
    expect(() => socket.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1.5)).toThrow(RangeError);
  });
});

describe('ioctl()', () => {
  test('reads and writes a structure in place', () => {
    using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
    const ifreq = new Uint8Array(40);
    ifreq.set(Buffer.from('lo'));
    expect(socket.ioctl(c.SIOCGIFINDEX, ifreq)).toBe(0);
    expect(new Int32Array(ifreq.buffer)[4]).toBe(1);
    expect(() => socket.ioctl(c.SIOCGIFINDEX, Buffer.from('no such\0'))).toThrow(/^ioctl ENODEV: /);
  });

  test('a structure that is too short is not written beyond', () => {
    using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
    const memory = new Uint8Array(64);
    memory.set(Buffer.from('lo'));
    expect(socket.ioctl(c.SIOCGIFINDEX, memory.subarray(0, 3))).toBe(0);
    expect(memory.subarray(3)).toEqual(new Uint8Array(61));
  });

  test('SIOCINQ counts the bytes that wait', () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
    using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    batch.write(0, new Uint8Array(5));
    a.send(batch, 0, 1);
    const count = new Uint8Array(4);
    b.ioctl(c.SIOCINQ, count);
    expect([...count]).toEqual([5, 0, 0, 0]);
    a.close();
    b.close();
  });
});

describe('attachFilter()', () => {
  /** BPF_RET | BPF_K: lets `length` bytes of every message through. */
  const program = (length: number) => {
    const bytes = new Uint8Array(8);
    new Uint16Array(bytes.buffer)[0] = 0x06;
    new Uint32Array(bytes.buffer)[1] = length;
    return bytes;
  };

  test('decides what arrives', () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
    using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    const arrives = () => {
      batch.write(0, new Uint8Array(8));
      a.send(batch, 0, 1);
      return b.receive(batch) === 1 ? batch.length(0) : undefined;
    };
    b.attachFilter(program(5));
    expect(arrives()).toBe(5);
    b.attachFilter(program(0));
    expect(arrives()).toBeUndefined();
    b.setOption(c.SOL_SOCKET, c.SO_DETACH_FILTER, 0);
    expect(arrives()).toBe(8);
    a.close();
    b.close();
  });

  test('refuses what is no program', () => {
    using socket = dgram();
    expect(() => socket.attachFilter(new Uint8Array(7))).toThrow(TypeError);
    expect(() => socket.attachFilter(new Uint8Array(8 * 4097))).toThrow(TypeError);
    expect(() => socket.attachFilter(new Uint8Array(8).fill(0xff))).toThrow(/^setsockopt EINVAL: /);
    expect(() => socket.attachFilter(new Uint8Array(0))).toThrow(/^setsockopt EINVAL: /);
  });
});

describe('errors of messages', () => {
  test('receive() gives 0 for nothing and throws for the rest', () => {
    using socket = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_STREAM });
    using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    expect(() => socket.receive(batch)).toThrow(/^recvmmsg EINVAL: /);
    using other = dgram();
    expect(other.receive(batch)).toBe(0);
  });

  test('send() gives 0 for no room, throws for the rest, and raises no SIGPIPE', () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
    using batch = new MessageBatch({ slots: 1, payloadSize: 65536 });
    do batch.setLength(0, 65536);
    while (a.send(batch, 0, 1) === 1);
    b.close();
    expect(() => a.send(batch, 0, 1)).toThrow(/^sendmmsg (EPIPE|ECONNRESET): /);
    a.close();
  });
});

describe('a closed socket', () => {
  const batch = new MessageBatch({ slots: 1, payloadSize: 16 });
  const calls: Record<string, (socket: Socket) => unknown> = {
    bind: s => s.bind(freshUnixAddress()),
    connect: s => s.connect(freshUnixAddress()),
    listen: s => s.listen(1),
    accept: s => s.accept(),
    shutdown: s => s.shutdown(c.SHUT_RD),
    localAddress: s => s.localAddress(),
    remoteAddress: s => s.remoteAddress(),
    getOption: s => s.getOption(c.SOL_SOCKET, c.SO_TYPE),
    getIntOption: s => s.getIntOption(c.SOL_SOCKET, c.SO_TYPE),
    setOption: s => s.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1),
    attachFilter: s => s.attachFilter(new Uint8Array(8)),
    ioctl: s => s.ioctl(c.FIONREAD, new Uint8Array(4)),
    receive: s => s.receive(batch),
    send: s => s.send(batch, 0, 1),
  };

  test.each(Object.entries(calls))('%s() throws EBADF', (_name, call) => {
    const socket = dgram();
    socket.close();
    expect(() => call(socket)).toThrow(
      expect.objectContaining({
        code: 'EBADF',
        message: expect.stringMatching(/EBADF: the socket is closed$/),
      }),
    );
  });

  test.each(['waitReadable', 'waitWritable'] as const)('%s() is rejected with EBADF', async name => {
    const socket = dgram();
    socket.close();
    await expect(socket[name]()).rejects.toMatchObject({ code: 'EBADF' });
  });

  test('has no number, and close, ref and unref do nothing', async () => {
    const socket = dgram();
    expect(socket.closed).toBe(false);
    socket.close();
    expect(socket).toMatchObject({ fd: -1, closed: true });
    const others = [dgram(), dgram()];
    socket.close();
    socket[Symbol.dispose]();
    await socket[Symbol.asyncDispose]();
    expect(socket.ref()).toBe(socket);
    expect(socket.unref()).toBe(socket);
    for (const other of others) {
      expect(other.getIntOption(c.SOL_SOCKET, c.SO_TYPE)).toBe(c.SOCK_DGRAM);
      other.close();
    }
  });
});

test('every call works while a wait is pending', () =>
  expectNoLeak(async () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
    using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    const wait = a.waitReadable();
    expect(a.receive(batch)).toBe(0);
    batch.write(0, new Uint8Array(1));
    expect(a.send(batch, 0, 1)).toBe(1);
    expect(a.localAddress()).toHaveLength(2);
    expect(a.getIntOption(c.SOL_SOCKET, c.SO_TYPE)).toBe(c.SOCK_DGRAM);
    a.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 0);
    a.unref().ref();
    await a.waitWritable();
    a.shutdown(c.SHUT_RDWR);
    await wait;
    a.close();
    b.close();
  }));

test('the peer of a socket that is closed during a wait sees it at once', () =>
  expectNoLeak(async () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
    using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
    const wait = b.waitReadable();
    b.close();
    expect(a.receive(batch)).toBe(1);
    expect(batch.length(0)).toBe(0);
    await expect(wait).rejects.toMatchObject({ code: 'ECANCELED' });
    a.close();
  }));

test('using and await using close', () =>
  expectNoLeak(async () => {
    using one = dgram();
    await using two = dgram();
    expect([one.closed, two.closed]).toEqual([false, false]);
  }));
