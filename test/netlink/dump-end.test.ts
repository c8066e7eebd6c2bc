import { describe, expect, test } from 'vitest';
import { messageFlags } from '../../src/netlink/header.js';
import { NetlinkError } from '../../src/netlink/index.js';
import { WireError } from '../../src/wire/index.js';
import { collect, dumpFrom, item, table, tables } from '../support/dump.js';
import { fromKernel, sequenceOf } from '../support/fake-channel.js';
import { attribute, cString, done, netlinkMessage, u32 } from '../support/netlink-bytes.js';

const { NLM_F_MULTI, NLM_F_ACK_TLVS } = messageFlags;

describe('a refusal', () => {
  test('as NLMSG_DONE with an errno and an explanation', async () => {
    const { dump, fate } = dumpFrom(sent => {
      const flags = NLM_F_MULTI | NLM_F_ACK_TLVS;
      return [fromKernel(done(sequenceOf(sent), -22, flags, [attribute(1, cString('no such thing'))]))];
    });
    const error = await dump.toArray().catch(error => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code: 'EINVAL', syscall: 'RTM_GETROUTE', kernelMessage: 'no such thing' });
    expect(fate).toEqual(['discarded']);
  });

  test('as NLMSG_ERROR; one without an error ends the dump', async () => {
    let errno = -95;
    const { dump } = dumpFrom(sent => [
      fromKernel(netlinkMessage({ type: 2, sequence: sequenceOf(sent) }, u32(errno), sent.subarray(0, 16))),
    ]);
    await expect(dump.toArray()).rejects.toMatchObject({ code: 'EOPNOTSUPP' });
    errno = 0;
    expect(await dump.toArray()).toEqual([]);
  });

  test('after items: they are handed out first', async () => {
    const { dump } = dumpFrom(
      sent => {
        const sequence = sequenceOf(sent);
        return [fromKernel(item(sequence, 1)), fromKernel(done(sequence, -12))];
      },
      {},
      1,
    );
    const items: { table?: number }[] = [];
    await expect(collect(dump, items)).rejects.toMatchObject({ code: 'ENOMEM' });
    expect(tables(items)).toEqual([1]);
  });

  test('a header cut short is a WireError, a datagram cut short EMSGSIZE', async () => {
    const short = dumpFrom(sent => [
      fromKernel(netlinkMessage({ type: 24, sequence: sequenceOf(sent) }, new Uint8Array(3))),
    ]);
    await expect(short.dump.toArray()).rejects.toBeInstanceOf(WireError);
    const long = dumpFrom(sent => [{ bytes: item(sequenceOf(sent), 1), length: 40_000 }]);
    await expect(long.dump.toArray()).rejects.toMatchObject({
      code: 'EMSGSIZE',
      message: expect.stringContaining('40000'),
    });
    expect([...short.fate, ...long.fate]).toEqual(['discarded', 'discarded']);
  });

  test('errors of the socket are passed on', async () => {
    const { dump } = dumpFrom(() => [{ errno: 105 }]);
    await expect(dump.toArray()).rejects.toMatchObject({ code: 'ENOBUFS', syscall: 'recvmmsg' });
  });
});

describe('leaving early', () => {
  test('break gives up the channel', async () => {
    const { dump, fate, channels } = dumpFrom(table(40), {}, 4);
    for await (const { table } of dump) if (table === 5) break;
    expect(fate).toEqual(['discarded']);
    expect(channels[0]!.closed).toBe(true);
    for await (const batch of dump.batches()) {
      expect(batch).toHaveLength(4);
      break;
    }
    expect(fate).toEqual(['discarded', 'discarded']);
  });

  test('a close after the last object is no error any more', async () => {
    const { dump, channels } = dumpFrom(table(3));
    const seen: unknown[] = [];
    for await (const { table } of dump) {
      seen.push(table);
      channels[0]!.close();
    }
    expect(seen).toEqual([0, 1, 2]);
  });

  test('a consumer that throws does too', async () => {
    const { dump, fate } = dumpFrom(table(40), {}, 4);
    const consume = async () => {
      for await (const _ of dump) throw new Error('mine');
    };
    await expect(consume()).rejects.toThrow('mine');
    expect(fate).toEqual(['discarded']);
  });

  test('before the first step needs no channel; after the end it does nothing', async () => {
    const { dump, channels, fate } = dumpFrom(table(1));
    await dump[Symbol.asyncIterator]().return!();
    expect(channels).toHaveLength(0);
    const iterator = dump[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    expect(await iterator.return!()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(fate).toEqual(['released']);
  });
});

describe('an abort', () => {
  test('before: nothing is asked', async () => {
    const { dump, channels } = dumpFrom(table(1), { signal: AbortSignal.abort(new Error('no')) });
    await expect(collect(dump)).rejects.toThrow('no');
    await expect(dump.toArray()).rejects.toThrow('no');
    expect(channels).toHaveLength(0);
  });

  test('while it waits', async () => {
    const controller = new AbortController();
    const { dump, fate, channels } = dumpFrom(() => [], { signal: controller.signal });
    const reading = dump.toArray();
    await new Promise(setImmediate);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    expect(fate).toEqual(['discarded']);
    expect(channels[0]!.waits).toBe(0);
  });

  test('between two items takes effect at the next', async () => {
    const controller = new AbortController();
    const { dump, fate } = dumpFrom(table(10), { signal: controller.signal });
    const items: { table?: number }[] = [];
    const consume = async () => {
      for await (const item of dump) {
        items.push(item);
        if (item.table === 2) controller.abort(new Error('enough'));
      }
    };
    await expect(consume()).rejects.toThrow('enough');
    expect(tables(items)).toEqual([0, 1, 2]);
    expect(fate).toHaveLength(1);
  });

  test('afterwards changes nothing', async () => {
    const controller = new AbortController();
    const { dump } = dumpFrom(table(3), { signal: controller.signal });
    expect(await dump.toArray()).toHaveLength(3);
    controller.abort();
  });
});

test('a kernel that falls silent is ETIMEDOUT', async () => {
  const { dump, fate } = dumpFrom(sent => [fromKernel(item(sequenceOf(sent), 1))], { timeout: 10 });
  await expect(dump.toArray()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(fate).toEqual(['discarded']);
});
