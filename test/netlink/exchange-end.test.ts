import { describe, expect, test } from 'vitest';
import { SocketError } from '../../src/socket/index.js';
import { acknowledging, codes, exchange, requests } from '../support/exchange.js';
import { fromKernel, type Queued, sequenceOf } from '../support/fake-channel.js';
import { acknowledgement } from '../support/netlink-bytes.js';

describe('an answer that does not come', () => {
  const silentAbout =
    (...sequences: number[]) =>
    (sent: Uint8Array): Queued[] =>
      sequences.includes(sequenceOf(sent)) ? [] : acknowledging(sent);

  test('is ETIMEDOUT; outcomes that are known stay, and nothing more is sent', async () => {
    const { send, channel } = exchange(silentAbout(2));
    const outcomes = await send(requests(70), { timeout: 20 });
    expect(codes(outcomes.slice(0, 4))).toEqual(['ok', 'ETIMEDOUT', 'ok', 'ok']);
    expect((outcomes[1] as PromiseRejectedResult).reason.message).toBe(
      'recvmmsg ETIMEDOUT: the kernel did not answer within 20 ms',
    );
    expect(outcomes).toHaveLength(70);
    expect((outcomes[69] as PromiseRejectedResult).reason.message).toMatch(/^recvmmsg ETIMEDOUT: not sent: /);
    expect(channel.sent).toHaveLength(64);
    expect(channel.waits).toBe(0);
  });

  test('and comes late is not taken for another’s', async () => {
    const { send, channel } = exchange(silentAbout(1));
    expect(codes(await send(requests(1), { timeout: 5 }))).toEqual(['ETIMEDOUT']);
    channel.deliver(fromKernel(acknowledgement(1, -17)));
    expect(codes(await send(requests(2).slice(1)))).toEqual(['ok']);
  });

  test('has not come late only because the process was busy', async () => {
    const { send, channel } = exchange(silentAbout(1));
    const sending = send(requests(1), { timeout: 10 });
    const until = performance.now() + 30;
    while (performance.now() < until);
    // In the queue, though the wait for readiness has not heard of it.
    channel.queue.push(fromKernel(acknowledgement(1, 0)));
    expect(codes(await sending)).toEqual(['ok']);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])(
    'can be waited for without end: timeout %d',
    async timeout => {
      const { send, channel } = exchange(silentAbout(1));
      const sending = send(requests(1), { timeout });
      await new Promise(resolve => setTimeout(resolve, 20));
      channel.deliver(fromKernel(acknowledgement(1, 0)));
      expect(codes(await sending)).toEqual(['ok']);
    },
  );

  test('is waited for until the signal is aborted', async () => {
    const { send, channel } = exchange(silentAbout(2));
    const controller = new AbortController();
    const sending = send(requests(3), { signal: controller.signal });
    controller.abort(new Error('enough'));
    const outcomes = await sending;
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((outcomes[1] as PromiseRejectedResult).reason.message).toBe('enough');
    expect(channel.waits).toBe(0);
  });

  test('does not hold up requests beside it', async () => {
    const { send, channel } = exchange(silentAbout(1));
    const slow = send(requests(1));
    expect(codes(await send(requests(2).slice(1)))).toEqual(['ok']);
    channel.deliver(fromKernel(acknowledgement(1, 0)));
    expect(codes(await slow)).toEqual(['ok']);
    expect(channel.waits).toBe(0);
  });
});

describe('an abort', () => {
  test('before: nothing is sent', async () => {
    const { send, channel } = exchange(acknowledging);
    const signal = AbortSignal.abort(new Error('no'));
    const outcomes = await send(requests(2), { signal });
    expect(outcomes.map(outcome => (outcome as PromiseRejectedResult).reason.message)).toEqual(['no', 'no']);
    expect(channel.sent).toHaveLength(0);
  });

  test('between: what was sent keeps its outcome, what was not is not', async () => {
    const controller = new AbortController();
    const { send, channel } = exchange(sent => {
      if (sequenceOf(sent) === 30) controller.abort();
      return acknowledging(sent);
    });
    const outcomes = await send(requests(200), { signal: controller.signal });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
    expect(outcomes).toHaveLength(200);
    expect(channel.sent).toHaveLength(64);
  });

  test('while there is no room to send', async () => {
    const { send, channel } = exchange(acknowledging);
    channel.room = 0;
    const controller = new AbortController();
    const sending = send(requests(2), { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect((await sending).map(outcome => (outcome as PromiseRejectedResult).reason.message)).toEqual([
      'enough',
      'enough',
    ]);
    expect(channel.waits).toBe(0);
  });

  test('afterwards changes nothing', async () => {
    const { send } = exchange(acknowledging);
    const controller = new AbortController();
    const outcomes = await send(requests(1), { signal: controller.signal });
    controller.abort();
    expect(codes(outcomes)).toEqual(['ok']);
  });
});

describe('an overrun', () => {
  test('fails what lost its answer; answers that found room count', async () => {
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      if (sequence === 1) return [{ errno: 105 }, ...acknowledging(sent)];
      return sequence === 2 ? [] : acknowledging(sent);
    });
    expect(codes(await send(requests(3)))).toEqual(['ok', 'ENOBUFS', 'ok']);
  });

  test('caused by others leaves the socket usable', async () => {
    const { send, channel } = exchange(acknowledging);
    for (let i = 0; i < 40; i++) channel.deliver({ bytes: new Uint8Array(64), port: 99 });
    channel.queue.unshift({ errno: 105 });
    expect(codes(await send(requests(1)))).toEqual(['ok']);
    expect(channel.queue).toHaveLength(0);
  });
});

describe('close', () => {
  const gone = new SocketError({ syscall: 'recvmmsg', errno: -125, explanation: 'closed' });

  test('settles what waits, and what is asked for afterwards', async () => {
    const { send, exchange: open, channel } = exchange(() => []);
    const waiting = send(requests(2));
    open.close(gone);
    expect(codes(await waiting)).toEqual(['ECANCELED', 'ECANCELED']);
    expect(codes(await send(requests(1)))).toEqual(['ECANCELED']);
    expect(channel.sent).toHaveLength(2);
    expect(channel.waits).toBe(0);
    open.close(gone);
  });

  test('ends a long list between two of its parts', async () => {
    const { send, exchange: open, channel } = exchange(acknowledging);
    const sending = send(requests(10_000));
    setImmediate(() => open.close(gone));
    const outcomes = codes(await sending);
    expect(outcomes).toHaveLength(10_000);
    expect(outcomes.filter(code => code === 'ok')).toHaveLength(channel.sent.length);
    expect(outcomes.at(-1)).toBe('ECANCELED');
  });

  test('of the socket underneath fails the wait', async () => {
    const { send, channel } = exchange(() => []);
    const waiting = send(requests(1));
    channel.close();
    expect(codes(await waiting)).toEqual(['ECANCELED']);
  });
});
