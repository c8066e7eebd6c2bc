import { openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OwnedFd } from '../../src/socket/index.js';
import { FdHolder, FdHolderClient, UnixListener, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName } from './support.js';

const open = () => new OwnedFd(openSync('/dev/null', 'r'));

/** A frame of the protocol: length, number of descriptors, data. */
function frame(data: string, descriptors = 0): Buffer {
  const bytes = Buffer.alloc(6 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.writeUInt16BE(descriptors, 4);
  bytes.write(data, 6, 'latin1');
  return bytes;
}

const u32 = (value: number) => `\0\0\0${String.fromCharCode(value)}`;
/** A TAI64N label long after today, and a name. */
const entry = (name: string) => `\x40\0\0\x20\0\0\0\0\0\0\0\0${String.fromCharCode(name.length)}${name}\0`;

const dump = () => [{ name: 'a', deadline: undefined, fd: open() }];

/** What a client may ask; descriptors of answers are closed. */
const requests: Readonly<Record<string, (client: FdHolderClient) => Promise<unknown>>> = {
  store: async client => {
    using fd = open();
    await client.store('a', fd);
  },
  retrieve: async client => (await client.retrieve('a')).close(),
  'retrieve and remove': async client => (await client.retrieve('a', { remove: true })).close(),
  delete: client => client.delete('a'),
  list: client => client.list(),
  getDump: async client => OwnedFd.closeAll((await client.getDump()).map(({ fd }) => fd)),
  setDump: async client => {
    const held = dump();
    try {
      await client.setDump(held);
    } finally {
      OwnedFd.closeAll(held.map(({ fd }) => fd));
    }
  },
};

/** How far a holder comes before it ends. */
const steps: Readonly<Record<string, (stream: UnixStream, fd: OwnedFd) => Promise<unknown>>> = {
  'before it reads': async () => {},
  'after it has read': stream => stream.receive(),
  'in the head of its answer': async stream => {
    await stream.receive();
    await stream.send(frame('').subarray(0, 3));
  },
  'in its answer, whose descriptor is there': async (stream, fd) => {
    await stream.receive();
    await stream.send(frame('\0more', 1).subarray(0, 8), { fds: [fd] });
  },
};

/** Parts of an answer after which more is to come. */
const halves: Readonly<
  Record<string, Readonly<Record<string, (stream: UnixStream, fd: OwnedFd) => Promise<unknown>>>>
> = {
  getDump: {
    'after the head': stream => stream.send(frame(`\0${u32(2)}${u32(2)}`)),
    'after the first part': async (stream, fd) => {
      await stream.send(frame(`\0${u32(2)}${u32(2)}`));
      await stream.send(frame(entry('a'), 1), { fds: [fd] });
    },
  },
  setDump: {
    'after the invitation': stream => stream.send(frame(`\0${u32(1)}`)),
    'after it has read the first part': async stream => {
      await stream.send(frame(`\0${u32(1)}`));
      await stream.receive();
    },
  },
};

/** Asks a holder that ends at a step: the request, one behind it and one after it fail with the same clear error. */
async function ends(
  ask: (client: FdHolderClient) => Promise<unknown>,
  step: (stream: UnixStream, fd: OwnedFd) => Promise<unknown>,
): Promise<void> {
  await expectNoLeak(async () => {
    const name = freshName();
    using listener = UnixListener.listen(name);
    using fd = open();
    await using client = await FdHolderClient.connect(name);
    const stream = await listener.accept();
    stream.on('error', () => {});
    const asked = ask(client);
    const behind = client.list();
    const outcomes = Promise.allSettled([asked, behind]);
    await step(stream, fd);
    stream.destroy();
    const [first, second] = await outcomes;
    const reason = {
      code: 'ECONNRESET',
      message: expect.stringMatching(/the holder ended the connection .*: it is gone, or does not serve/),
    };
    expect(first).toMatchObject({ status: 'rejected', reason });
    expect(second).toMatchObject({ status: 'rejected', reason });
    await expect(ask(client)).rejects.toMatchObject(reason);
  });
}

describe('a holder that ends in the middle of a request', () => {
  const cases = Object.entries(requests).flatMap(([verb, ask]) => [
    ...Object.entries(steps).map(([when, step]) => ({ verb, when, ask, step })),
    ...Object.entries(halves[verb] ?? {}).map(([when, half]) => ({
      verb,
      when,
      ask,
      step: async (stream: UnixStream, fd: OwnedFd) => {
        await stream.receive();
        await half(stream, fd);
      },
    })),
  ]);

  it.each(cases)('$verb, $when', ({ ask, step }) => ends(ask, step));
});

describe('a holder that speaks nonsense', () => {
  const answers: Readonly<Record<string, [string, number][]>> = {
    list: [
      ['\0\0\0\0\x02a\0', 0],
      ['', 0],
    ],
    retrieve: [['', 1]],
    getDump: [
      ['\0\0', 1],
      [`\0${u32(0)}${u32(3)}`, 0],
    ],
  };

  it.each(
    Object.entries(answers).flatMap(([verb, list]) =>
      list.map(([data, descriptors]) => ({ verb, data, descriptors })),
    ),
  )('$verb: $data with $descriptors descriptors', ({ verb, data, descriptors }) =>
    expectNoLeak(async () => {
      const name = freshName();
      using listener = UnixListener.listen(name);
      using fd = open();
      await using client = await FdHolderClient.connect(name);
      using stream = { socket: await listener.accept(), [Symbol.dispose]: () => stream.socket.destroy() };
      const asked = requests[verb]!(client);
      const outcome = expect(asked).rejects.toMatchObject({ code: 'EPROTO' });
      await stream.socket.receive();
      await stream.socket.send(frame(data, descriptors), { fds: Array(descriptors).fill(fd) });
      await outcome;
      await expect(client.list()).rejects.toMatchObject({ code: 'EPROTO' });
    }),
  );
});

describe('a client', () => {
  it('goes on after a name that is none, and after a refusal', () =>
    expectNoLeak(async () => {
      const name = freshName();
      await using _holder = new FdHolder(UnixListener.listen(name));
      await using client = await FdHolderClient.connect(name);
      using fd = open();
      await expect(client.store('', fd)).rejects.toMatchObject({ code: 'EINVAL' });
      await expect(client.delete('missing')).rejects.toMatchObject({ code: 'ENOENT' });
      await client.store('a', fd);
      expect(await client.list()).toEqual(['a']);
    }));

  it('that is closed rejects what is under way and what comes after', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using _listener = UnixListener.listen(name);
      const client = await FdHolderClient.connect(name);
      const outcome = expect(client.list()).rejects.toMatchObject({ code: 'EBADF' });
      client.close();
      await outcome;
      await expect(client.list()).rejects.toThrow(/the connection to the holder is closed/);
    }));
});

describe('FdHolder.close()', () => {
  it('while a dump is sent to somebody who does not read it leaves nothing', () =>
    expectNoLeak(async () => {
      const name = freshName();
      const holder = new FdHolder(UnixListener.listen(name), { most: 2000 });
      using fd = open();
      for (let i = 0; i < 2000; i++) holder.keep(`${'n'.repeat(250)}${i}`, OwnedFd.duplicate(fd));
      const stream = await UnixStream.connect(name);
      await stream.send(frame('?'));
      await stream.socket.waitReadable();
      holder.close();
      await holder.closed;
      stream.destroy();
    }));

  it('between the parts of a dump that it takes leaves nothing', () =>
    expectNoLeak(async () => {
      const name = freshName();
      const holder = new FdHolder(UnixListener.listen(name));
      using fd = open();
      const stream = await UnixStream.connect(name);
      await stream.send(frame(`!${u32(2)}`));
      expect((await stream.receive())?.data[6]).toBe(0);
      await stream.send(frame(`.${entry('a')}`, 1), { fds: [fd] });
      expect((await stream.receive())?.data[6]).toBe(11);
      expect(holder.names).toEqual(['a']);
      // The second part is there, and not read.
      await stream.send(frame(`.${entry('b')}`, 1), { fds: [fd] });
      holder.close();
      await holder.closed;
      expect(holder.names).toEqual([]);
      await expect(stream.receive()).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(() => holder.keep('c', fd)).toThrow(/EBADF: the holder is closed/);
      stream.destroy();
    }));

  it('keeps nothing of what comes afterwards', () =>
    expectNoLeak(async () => {
      const name = freshName();
      const holder = new FdHolder(UnixListener.listen(name));
      using fd = open();
      await using client = await FdHolderClient.connect(name);
      await client.list();
      const storing = Promise.allSettled([client.store('a', fd), client.store('b', fd)]);
      // Wherever the holder is with the first of these, at one of the turns of the loop it is closed.
      await new Promise(resolve => setImmediate(resolve));
      holder.close();
      await storing;
      await holder.closed;
      expect(holder.names).toEqual([]);
    }));
});
