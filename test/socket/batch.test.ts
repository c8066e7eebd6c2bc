import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { constants as c, controlSpace, MessageBatch, Socket } from '../../src/socket/index.js';
import { descriptors, expectNoLeak, freshUnixAddress } from './support.js';

const bytes = (...values: number[]) => new Uint8Array(values);
const rights = (...fds: number[]) => [
  { level: c.SOL_SOCKET, type: c.SCM_RIGHTS, data: new Uint8Array(new Int32Array(fds).buffer) },
];

/** Two connected datagram sockets and a batch, cleaned up. */
function withPair(
  shape: Partial<ConstructorParameters<typeof MessageBatch>[0]>,
  body: (a: Socket, b: Socket, batch: MessageBatch) => void,
  type = c.SOCK_DGRAM,
) {
  return expectNoLeak(() => {
    const [a, b] = Socket.pair(c.AF_UNIX, type);
    using batch = new MessageBatch({ slots: 4, payloadSize: 64, ...shape });
    try {
      body(a, b, batch);
    } finally {
      a.close();
      b.close();
    }
  });
}

describe('shape', () => {
  test('sizes are rounded up to 16', () => {
    using batch = new MessageBatch({ slots: 3, payloadSize: 33, nameSize: 12, controlSize: 1 });
    expect(batch).toMatchObject({ slots: 3, payloadSize: 48, nameSize: 16, controlSize: 16 });
    expect(batch.payload).toHaveLength(144);
    expect(batch.name).toHaveLength(48);
    expect(batch.control).toHaveLength(48);
    expect(batch.status).toHaveLength(12);
    expect(batch.payload.byteOffset % 16).toBe(0);
    expect(batch.control.byteOffset % 16).toBe(0);
  });

  test('names and control messages are optional', () => {
    using batch = new MessageBatch({ slots: 1, payloadSize: 1 });
    expect(batch).toMatchObject({ nameSize: 0, controlSize: 0 });
  });

  test.each([
    { slots: 0, payloadSize: 1 },
    { slots: 1025, payloadSize: 1 },
    { slots: 1.5, payloadSize: 1 },
    { slots: 1, payloadSize: 0 },
    { slots: 1, payloadSize: 2 ** 27 },
    { slots: 1, payloadSize: 1, nameSize: 257 },
    { slots: 1, payloadSize: 1, controlSize: -1 },
    { slots: 1024, payloadSize: 2 ** 21 },
  ])('%j is out of range', shape => {
    expect(() => new MessageBatch(shape)).toThrow(RangeError);
  });

  test('memory that no message touched costs nothing', () => {
    const before = process.memoryUsage().rss;
    using batch = new MessageBatch({ slots: 1000, payloadSize: 1_000_000 });
    expect(batch.payload.length).toBeGreaterThan(9e8);
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });
});

describe('messages', () => {
  test('several arrive at once, in order', () =>
    withPair({}, (a, b, batch) => {
      for (let i = 0; i < 4; i++) batch.write(i, new Uint8Array(i + 1).fill(i));
      expect(a.send(batch, 0, 4)).toBe(4);
      expect(b.receive(batch)).toBe(4);
      for (let i = 0; i < 4; i++) {
        expect(batch.payloadAt(i)).toEqual(new Uint8Array(i + 1).fill(i));
        expect(batch.flags(i)).toBe(0);
      }
    }));

  test('maxSlots leaves the rest for later', () =>
    withPair({}, (a, b, batch) => {
      for (let i = 0; i < 4; i++) batch.write(i, bytes(i));
      a.send(batch, 0, 4);
      expect(b.receive(batch, 0, 3)).toBe(3);
      expect(b.receive(batch, 0, 3)).toBe(1);
      expect(batch.payloadAt(0)).toEqual(bytes(3));
    }));

  test('slots from the middle can be sent', () =>
    withPair({}, (a, b, batch) => {
      for (let i = 0; i < 4; i++) batch.write(i, bytes(i));
      expect(a.send(batch, 2, 2)).toBe(2);
      expect(b.receive(batch)).toBe(2);
      expect([batch.payloadAt(0), batch.payloadAt(1)]).toEqual([bytes(2), bytes(3)]);
    }));

  test('a message that is too long is flagged, and MSG_TRUNC tells its length', () =>
    withPair({ payloadSize: 128 }, (a, b, batch) => {
      using small = new MessageBatch({ slots: 1, payloadSize: 16 });
      batch.write(0, new Uint8Array(100).fill(5));
      a.send(batch, 0, 1);
      a.send(batch, 0, 1);
      expect(b.receive(small)).toBe(1);
      expect(small.flags(0) & c.MSG_TRUNC).toBe(c.MSG_TRUNC);
      expect(small.length(0)).toBe(16);
      expect(b.receive(small, c.MSG_TRUNC)).toBe(1);
      expect(small.length(0)).toBe(100);
      expect(small.payloadAt(0)).toEqual(new Uint8Array(16).fill(5));
    }));

  test('an empty message is a message', () =>
    withPair({}, (a, b, batch) => {
      batch.write(0, bytes());
      expect(a.send(batch, 0, 1)).toBe(1);
      expect(b.receive(batch)).toBe(1);
      expect(batch.length(0)).toBe(0);
    }));

  test('addresses come along and can be answered to', () =>
    expectNoLeak(() => {
      using a = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM });
      using b = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 1, payloadSize: 16, nameSize: 128 });
      const [from, to] = [freshUnixAddress(), freshUnixAddress()];
      a.bind(from);
      b.bind(to);
      batch.write(0, bytes(1), to);
      expect(a.send(batch, 0, 1)).toBe(1);
      expect(b.receive(batch)).toBe(1);
      expect(batch.nameAt(0)).toEqual(from);
      expect(b.send(batch, 0, 1)).toBe(1);
      expect(a.receive(batch)).toBe(1);
      expect(batch.nameAt(0)).toEqual(to);
    }));

  test('at end of file a stream gives a message of length 0 in every slot', () =>
    withPair(
      {},
      (a, b, batch) => {
        a.shutdown(c.SHUT_WR);
        expect(b.receive(batch)).toBe(4);
        expect(batch.length(3)).toBe(0);
        expect(b.receive(batch, 0, 1)).toBe(1);
      },
      c.SOCK_STREAM,
    ));

  test('the length of a slot becomes what a stream took of it', () =>
    withPair(
      { slots: 1, payloadSize: 4 << 20 },
      (a, _b, batch) => {
        batch.setLength(0, 4 << 20);
        expect(a.send(batch, 0, 1)).toBe(1);
        expect(batch.length(0)).toBeGreaterThan(0);
        expect(batch.length(0)).toBeLessThan(4 << 20);
        expect(a.send(batch, 0, 1)).toBe(0);
      },
      c.SOCK_STREAM,
    ));
});

describe('lengths for sending', () => {
  test('beyond the slot are refused', () =>
    withPair({ nameSize: 16, controlSize: 16 }, (a, _b, batch) => {
      for (const set of ['setLength', 'setNameLength', 'setControlLength'] as const) {
        batch.write(0, bytes(1));
        batch[set](0, 65);
        expect(() => a.send(batch, 0, 1)).toThrow(RangeError);
        batch[set](0, -1);
        expect(() => a.send(batch, 0, 1)).toThrow(RangeError);
      }
    }));

  test('slots that are not there are refused', () =>
    withPair({}, (a, b, batch) => {
      for (const [first, count] of [
        [0, 5],
        [4, 1],
        [3, 2],
        [-1, 1],
        [0, 0],
      ] as const) {
        expect(() => a.send(batch, first, count)).toThrow(RangeError);
      }
      expect(() => b.receive(batch, 0, 5)).toThrow(RangeError);
      expect(() => b.receive(batch, 0, 0)).toThrow(RangeError);
    }));

  test('write() refuses what does not fit', () => {
    using batch = new MessageBatch({ slots: 1, payloadSize: 16, nameSize: 16, controlSize: 16 });
    expect(() => batch.write(0, new Uint8Array(17))).toThrow(RangeError);
    expect(() => batch.write(0, bytes(), new Uint8Array(17))).toThrow(RangeError);
    expect(() => batch.write(0, bytes(), undefined, rights(1))).toThrow(RangeError);
    expect(() => batch.write(1, bytes())).toThrow(RangeError);
  });
});

describe('descriptors', () => {
  const shape = { controlSize: controlSpace(3 * 4) };

  function pass(a: Socket, batch: MessageBatch, count: number, slot = 0) {
    const fds = Array.from({ length: count }, () => openSync('/dev/null', 'r'));
    batch.write(slot, bytes(1), undefined, rights(...fds));
    expect(a.send(batch, slot, 1)).toBe(1);
    for (const fd of fds) closeSync(fd);
  }

  test('are handed over by claim(), once', () =>
    withPair(shape, (a, b, batch) => {
      pass(a, batch, 3);
      expect(b.receive(batch)).toBe(1);
      const fds = batch.claim(0);
      expect(fds).toHaveLength(3);
      expect(batch.claim(0)).toEqual([]);
      for (const fd of fds) expect(fstatSync(fd.fd).isCharacterDevice()).toBe(true);
      b.receive(batch);
      for (const fd of fds) fstatSync(fd.fd);
      for (const fd of fds) fd.close();
    }));

  test('of one slot do not mix with those of another', () =>
    withPair(shape, (a, b, batch) => {
      pass(a, batch, 1);
      pass(a, batch, 2);
      expect(b.receive(batch)).toBe(2);
      const [second, first] = [batch.claim(1), batch.claim(0)];
      expect([first.length, second.length]).toEqual([1, 2]);
      for (const fd of [...first, ...second]) fd.close();
    }));

  test('that nobody claimed are closed by the next receive', () =>
    withPair(shape, (a, b, batch) => {
      const before = descriptors();
      pass(a, batch, 3);
      b.receive(batch);
      expect(descriptors()).toBe(before + 3);
      expect(b.receive(batch)).toBe(0);
      expect(descriptors()).toBe(before);
    }));

  test('that nobody claimed are closed by close()', () =>
    withPair(shape, (a, b, batch) => {
      const before = descriptors();
      pass(a, batch, 3);
      b.receive(batch);
      batch.close();
      expect(descriptors()).toBe(before);
    }));

  test('stay open for a send, so that a message can be passed on as it came', () =>
    withPair({ slots: 1, ...shape }, (a, b, batch) => {
      pass(a, batch, 1);
      b.receive(batch);
      expect(b.send(batch, 0, 1)).toBe(1);
      expect(a.receive(batch)).toBe(1);
      const [fd] = batch.claim(0);
      expect(fstatSync(fd!.fd).isCharacterDevice()).toBe(true);
      fd!.close();
    }));

  test('are those the kernel gave, whatever happens to the control bytes', () =>
    withPair(shape, (a, b, batch) => {
      pass(a, batch, 2);
      b.receive(batch);
      batch.control.fill(0xff);
      const fds = batch.claim(0);
      expect(fds).toHaveLength(2);
      for (const fd of fds) fd.close();
    }));

  test('that did not fit are closed by the kernel and flagged', () =>
    withPair({ slots: 1, controlSize: controlSpace(12) }, (a, b, batch) => {
      using small = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 16 });
      pass(a, batch, 3);
      expect(b.receive(small)).toBe(1);
      expect(small.flags(0)).toBe(c.MSG_CTRUNC);
      expect(small.claim(0)).toEqual([]);
    }));

  test('fill the padding that room for one leaves', () =>
    withPair({ slots: 1, controlSize: controlSpace(8) }, (a, b, batch) => {
      using one = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: controlSpace(4) });
      pass(a, batch, 2);
      expect(b.receive(one)).toBe(1);
      const fds = one.claim(0);
      expect(fds).toHaveLength(2);
      for (const fd of fds) fd.close();
    }));

  test('a peek gives duplicates, and these are closed too', () =>
    withPair(shape, (a, b, batch) => {
      pass(a, batch, 1);
      const before = descriptors();
      expect(b.receive(batch, c.MSG_PEEK, 1)).toBe(1);
      expect(b.receive(batch, c.MSG_PEEK, 1)).toBe(1);
      expect(descriptors()).toBe(before + 1);
    }));

  test('253 in one message, the most there can be', () =>
    withPair({ slots: 1, controlSize: controlSpace(253 * 4) }, (a, b, batch) => {
      const before = descriptors();
      pass(a, batch, 253);
      expect(b.receive(batch)).toBe(1);
      expect(descriptors()).toBe(before + 253);
      const fds = batch.claim(0);
      expect(fds).toHaveLength(253);
      for (const fd of fds) fd.close();
    }));

  test('arrive closed on exec', () =>
    withPair(shape, (a, b, batch) => {
      pass(a, batch, 1);
      b.receive(batch);
      const [fd] = batch.claim(0);
      const O_CLOEXEC = 0o2000000;
      const flags = /flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd!.fd}`, 'utf8'))?.[1];
      expect(Number.parseInt(flags!, 8) & O_CLOEXEC).toBe(O_CLOEXEC);
      fd!.close();
    }));

  test('a pidfd of the sender is claimed by its own type', ctx =>
    withPair({ slots: 1, controlSize: 128 }, (a, b, batch) => {
      try {
        b.setOption(c.SOL_SOCKET, c.SO_PASSPIDFD, 1);
      } catch {
        ctx.skip('this kernel has no SO_PASSPIDFD');
      }
      const before = descriptors();
      batch.write(0, bytes(1));
      a.send(batch, 0, 1);
      expect(b.receive(batch)).toBe(1);
      expect(descriptors()).toBe(before + 1);
      expect(batch.claim(0)).toEqual([]);
      const [pidfd] = batch.claim(0, c.SCM_PIDFD);
      expect(readFileSync(`/proc/self/fdinfo/${pidfd!.fd}`, 'utf8')).toContain(`\nPid:\t${process.pid}\n`);
      pidfd!.close();
    }));
});

describe('a closed batch', () => {
  test('cannot be used, and its arrays can', () =>
    withPair({}, (a, b, batch) => {
      batch.write(0, bytes(1));
      a.send(batch, 0, 1);
      b.receive(batch);
      expect(batch.closed).toBe(false);
      batch.close();
      expect(batch.closed).toBe(true);
      expect(() => b.receive(batch)).toThrow(TypeError);
      expect(() => a.send(batch, 0, 1)).toThrow(TypeError);
      expect(() => batch.claim(0)).toThrow(TypeError);
      expect(batch.payloadAt(0)).toEqual(bytes(1));
      batch.payload.fill(9);
    }));

  test('may be closed again', () => {
    const batch = new MessageBatch({ slots: 1, payloadSize: 1 });
    batch.close();
    batch.close();
    batch[Symbol.dispose]();
    expect(batch.closed).toBe(true);
  });
});

describe('a payload elsewhere', () => {
  test('is sent from where it is and received where it stays, with the rest in slot 0', () =>
    withPair({ controlSize: controlSpace(4) }, (a, b, batch) => {
      const file = openSync('/dev/null', 'r');
      const large = new Uint8Array(100_000).fill(7);
      batch.write(0, bytes(), undefined, rights(file));
      expect(batch.sendFrom(a.fd, 0, large)).toBe(large.length);
      expect(batch.length(0)).toBe(0);
      closeSync(file);
      const room = new Uint8Array(100_000);
      expect(batch.receiveInto(b.fd, 0, room)).toBe(1);
      expect([batch.length(0), room.every(byte => byte === 7)]).toEqual([large.length, true]);
      const [fd] = batch.claim(0);
      fd!.close();
      expect(batch.receiveInto(b.fd, 0, room)).toBe(-11);
      // The slot's own payload is as it was.
      batch.write(0, bytes(1, 2, 3));
      expect(batch.send(a.fd, 0, 1, 0)).toBe(1);
      expect(batch.receive(b.fd, 0, 4)).toBe(1);
      expect(batch.payloadAt(0)).toEqual(bytes(1, 2, 3));
    }));

  test('says as much of its length as the flags ask for', () =>
    withPair({}, (a, b, batch) => {
      batch.setLength(0, 0);
      for (const flags of [0, c.MSG_TRUNC]) {
        expect(batch.sendFrom(a.fd, 0, bytes(1, 2, 3, 4))).toBe(4);
        expect(batch.receiveInto(b.fd, flags, new Uint8Array(2))).toBe(1);
        expect([batch.length(0), batch.flags(0) & c.MSG_TRUNC]).toEqual([flags === 0 ? 2 : 4, c.MSG_TRUNC]);
      }
    }));

  test('is a Uint8Array, and lengths in slot 0 must fit', () =>
    withPair({}, (a, _b, batch) => {
      expect(() => batch.sendFrom(a.fd, 0, 'text' as never)).toThrow(TypeError);
      expect(() => batch.receiveInto(a.fd, 0, [] as never)).toThrow(TypeError);
      batch.setControlLength(0, 16);
      expect(() => batch.sendFrom(a.fd, 0, bytes(1))).toThrow(TypeError);
      batch.setControlLength(0, 0);
      expect(batch.sendFrom(-1, 0, bytes(1))).toBe(-9);
      batch.close();
      expect(() => batch.sendFrom(a.fd, 0, bytes(1))).toThrow(/closed/);
      expect(() => batch.receiveInto(a.fd, 0, bytes(1))).toThrow(/closed/);
    }));
});
