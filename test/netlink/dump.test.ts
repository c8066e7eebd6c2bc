import { describe, expect, test } from 'vitest';
import { messageFlags } from '../../src/netlink/header.js';
import { SocketError } from '../../src/socket/index.js';
import { collect, dumpFrom, item, table, tables, upTo } from '../support/dump.js';
import { fromKernel, type Queued, sequenceOf } from '../support/fake-channel.js';
import { done, netlinkMessage } from '../support/netlink-bytes.js';

const { NLM_F_MULTI, NLM_F_DUMP_INTR, NLM_F_DUMP_FILTERED } = messageFlags;

describe('reading', () => {
  test('item by item, by the batch, or all at once; each asks anew', async () => {
    const { dump, fate, channels } = dumpFrom(table(40), {}, 16);
    expect(tables(await collect(dump))).toEqual(upTo(40));
    const batches = await collect(dump.batches());
    expect(batches.map(batch => batch.length)).toEqual([16, 16, 8]);
    expect(tables(batches.flat())).toEqual(upTo(40));
    expect(tables(await dump.toArray())).toEqual(upTo(40));
    expect(fate).toEqual(['released', 'released', 'released']);
    expect(channels.map(channel => sequenceOf(channel.sent[0]!))).toEqual([1, 2, 3]);
  });

  test('asks nothing before it is iterated', () => {
    const { channels } = dumpFrom(table(1));
    expect(channels).toHaveLength(0);
  });

  test('an empty table', async () => {
    const { dump, fate } = dumpFrom(table(0));
    expect(await collect(dump)).toEqual([]);
    expect(await dump.toArray()).toEqual([]);
    expect(fate).toEqual(['released', 'released']);
  });

  test('waits for what is not there yet', async () => {
    const { dump, channels } = dumpFrom(() => []);
    const reading = dump.toArray();
    for (let i = 0; i < 3; i++) {
      await new Promise(setImmediate);
      channels[0]!.deliver(fromKernel(item(1, i)));
    }
    channels[0]!.deliver(fromKernel(done(1)));
    expect(tables(await reading)).toEqual([0, 1, 2]);
  });

  test('ignores other senders, other sequence numbers and messages that are no items', async () => {
    const { dump } = dumpFrom(sent => {
      const sequence = sequenceOf(sent);
      return [
        { bytes: done(sequence), port: 99 },
        { bytes: item(sequence, 66), port: 99 },
        fromKernel(item(sequence + 1, 67), done(sequence + 1), netlinkMessage({ type: 1, sequence })),
        fromKernel(item(sequence, 1), item(0, 68), item(sequence, 2), done(sequence)),
      ];
    });
    expect(tables(await dump.toArray())).toEqual([1, 2]);
  });

  test('steps asked for at once come in order', async () => {
    const { dump } = dumpFrom(table(5), {}, 2);
    const iterator = dump[Symbol.asyncIterator]();
    const steps = await Promise.all(Array.from({ length: 7 }, () => iterator.next()));
    expect(steps.map(step => (step.done ? 'done' : step.value.table))).toEqual([
      0,
      1,
      2,
      3,
      4,
      'done',
      'done',
    ]);
  });

  test('flags that are no error change nothing', async () => {
    const { dump } = dumpFrom(sent => {
      const sequence = sequenceOf(sent);
      const flags = NLM_F_MULTI | NLM_F_DUMP_FILTERED;
      // Some dumps report how many bytes they had.
      return [fromKernel(item(sequence, 1, flags), done(sequence, 400, flags))];
    });
    expect(tables(await dump.toArray())).toEqual([1]);
  });
});

describe('visiting', () => {
  test('every object, and nothing of it is kept', async () => {
    const { dump, fate } = dumpFrom(table(40), {}, 16);
    const seen: unknown[] = [];
    await dump.forEach(({ table }) => void seen.push(table));
    expect(seen).toEqual(upTo(40));
    expect(fate).toHaveLength(1);
  });

  test('a visitor that throws ends the dump', async () => {
    const { dump, fate } = dumpFrom(table(40), {}, 4);
    const visit = () => {
      throw new Error('mine');
    };
    await expect(dump.forEach(visit)).rejects.toThrow('mine');
    expect(fate).toEqual(['discarded']);
  });

  test('a table that changes is EINTR at its end', async () => {
    const { dump } = dumpFrom(sent => {
      const sequence = sequenceOf(sent);
      const flags = NLM_F_MULTI | NLM_F_DUMP_INTR;
      return [fromKernel(item(sequence, 1, flags), item(sequence, 2)), fromKernel(done(sequence))];
    });
    const seen: unknown[] = [];
    await expect(dump.forEach(({ table }) => void seen.push(table))).rejects.toMatchObject({ code: 'EINTR' });
    expect(seen).toEqual([1, 2]);
  });
});

describe('a table that changes meanwhile', () => {
  /** Interrupts the passes for which `when` says so, in their second datagram. */
  const unstable =
    (when: (sequence: number) => boolean, at = 1) =>
    (sent: Uint8Array): Queued[] => {
      const sequence = sequenceOf(sent);
      const flags = (index: number) => NLM_F_MULTI | (when(sequence) && index >= at ? NLM_F_DUMP_INTR : 0);
      return [
        ...upTo(3).map(index => fromKernel(item(sequence, index, flags(index)))),
        fromKernel(done(sequence, 0, flags(3))),
      ];
    };

  test('toArray starts again until it is calm', async () => {
    const { dump, fate } = dumpFrom(unstable(sequence => sequence < 4));
    expect(tables(await dump.toArray())).toEqual([0, 1, 2]);
    expect(fate.at(-1)).toBe('released');
    expect(fate).toHaveLength(4);
  });

  test('toArray gives up after so many attempts', async () => {
    for (const [options, attempts] of [
      [{}, 9],
      [{ retries: 2 }, 3],
      [{ retries: 0 }, 1],
    ] as const) {
      const { dump, fate } = dumpFrom(
        unstable(() => true),
        options,
      );
      const error = await dump.toArray().catch(error => error);
      expect(error).toBeInstanceOf(SocketError);
      expect(error).toMatchObject({ code: 'EINTR', syscall: 'RTM_GETROUTE' });
      expect(error.message.includes(`(${attempts} attempts)`)).toBe(attempts > 1);
      expect(fate).toHaveLength(attempts);
    }
  });

  test('an iteration starts again by itself while nothing was handed out', async () => {
    const { dump, fate } = dumpFrom(
      unstable(sequence => sequence < 3, 0),
      {},
      1,
    );
    expect(tables(await collect(dump))).toEqual([0, 1, 2]);
    expect(fate).toEqual(['discarded', 'discarded', 'released']);
  });

  test('an iteration that handed out items goes to the end and fails then', async () => {
    const { dump, fate } = dumpFrom(
      unstable(() => true),
      {},
      1,
    );
    const items: { table?: number }[] = [];
    await expect(collect(dump, items)).rejects.toMatchObject({ code: 'EINTR' });
    expect(tables(items)).toEqual([0, 1, 2]);
    expect(fate).toEqual(['released']);
  });

  test('an iteration that never gets a calm start gives up', async () => {
    const { dump } = dumpFrom(
      unstable(() => true, 0),
      { retries: 3 },
      1,
    );
    await expect(collect(dump)).rejects.toMatchObject({
      code: 'EINTR',
      message: expect.stringContaining('(4 attempts)'),
    });
  });

  test('only NLMSG_DONE may say so', async () => {
    const { dump } = dumpFrom(unstable(sequence => sequence === 1, 3));
    expect(tables(await dump.toArray())).toEqual([0, 1, 2]);
  });
});
