import { describe, expect, test } from 'vitest';
import { messageFlags } from '../../src/netlink/header.js';
import { attributes, message, type Route } from '../../src/netlink/index.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { SocketError } from '../../src/socket/index.js';
import { struct, u32, WireError } from '../../src/wire/index.js';
import { acknowledging, answer, codes, exchange, RTM_NEWROUTE, requests } from '../support/exchange.js';
import { fromKernel, type Queued, sequenceOf } from '../support/fake-channel.js';
import { acknowledgement, done, netlinkMessage } from '../support/netlink-bytes.js';

const { NLM_F_MULTI, NLM_F_ECHO } = messageFlags;

describe('matching answers to requests', () => {
  test('goes by sequence number, whatever the order', async () => {
    const held: Queued[] = [];
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      held.unshift(fromKernel(acknowledgement(sequence, sequence === 2 ? -17 : 0)));
      return held.length === 3 ? held : [];
    });
    expect(codes(await send(requests(3)))).toEqual(['ok', 'EEXIST', 'ok']);
  });

  test('takes several messages of a datagram, and answers before their acknowledgement', async () => {
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      return [
        fromKernel(answer(sequence, 10 * sequence), answer(sequence, 10 * sequence + 1)),
        fromKernel(acknowledgement(sequence, 0)),
      ];
    });
    const outcomes = await send(requests(2, 'RTM_GETROUTE'));
    const tables = outcomes.map(
      outcome => outcome.status === 'fulfilled' && (outcome.value as Route[]).map(({ table }) => table),
    );
    expect(tables).toEqual([
      [10, 11],
      [20, 21],
    ]);
  });

  test('ignores what is not the kernel’s, and what nobody asked for', async () => {
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      return [
        { bytes: acknowledgement(sequence, -1), port: 4711 },
        { bytes: answer(sequence, 66), port: 4711 },
        fromKernel(acknowledgement(sequence + 1000, -1), answer(0, 67)),
        fromKernel(acknowledgement(sequence, 0)),
      ];
    });
    expect(await send(requests(2))).toEqual([
      { status: 'fulfilled', value: [] },
      { status: 'fulfilled', value: [] },
    ]);
  });

  test('an NLMSG_DONE ends a multipart answer, with its error if it has one', async () => {
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      const errno = sequence === 1 ? 0 : -95;
      return [fromKernel(answer(sequence, 5, NLM_F_MULTI), done(sequence, errno, NLM_F_MULTI))];
    });
    const outcomes = await send(requests(2, 'RTM_GETROUTE'));
    expect(codes(outcomes)).toEqual(['ok', 'EOPNOTSUPP']);
    expect(outcomes[0]).toMatchObject({ value: [{ table: 5 }] });
  });

  test('an answer that cannot be read fails its request alone', async () => {
    const { send } = exchange(sent => {
      const sequence = sequenceOf(sent);
      const short = netlinkMessage({ type: RTM_NEWROUTE, sequence }, new Uint8Array(4));
      return [fromKernel(sequence === 1 ? short : answer(sequence, 7), acknowledgement(sequence, 0))];
    });
    const outcomes = await send(requests(2, 'RTM_GETROUTE'));
    expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: expect.any(WireError) });
    expect(outcomes[1]).toMatchObject({ status: 'fulfilled', value: [{ table: 7 }] });
  });

  test('an answer longer than its buffer is EMSGSIZE, not a shorter answer', async () => {
    const { send, channel } = exchange(sent => {
      const sequence = sequenceOf(sent);
      const long = netlinkMessage({ type: RTM_NEWROUTE, sequence }, new Uint8Array(40_000));
      return [fromKernel(long), fromKernel(acknowledgement(sequence, 0))];
    });
    expect(codes(await send(requests(1, 'RTM_GETROUTE')))).toEqual(['EMSGSIZE']);
    expect(channel.waits).toBe(0);
  });

  test.each([
    ['a length below a header’s', new Uint8Array(16)],
    ['fewer bytes than a header has', new Uint8Array(7)],
  ])('bytes that are no message are passed over: %s', async (_, bytes) => {
    const { send } = exchange(sent => [{ bytes }, ...acknowledging(sent)]);
    expect(codes(await send(requests(1)))).toEqual(['ok']);
  });
});

describe('many requests', () => {
  test('20,000 have an outcome each, in order, and errors stop none', async () => {
    const { send, channel } = exchange(sent => {
      const sequence = sequenceOf(sent);
      return [fromKernel(acknowledgement(sequence, sequence % 7 === 0 ? -17 : 0))];
    });
    const outcomes = await send(requests(20_000));
    expect(codes(outcomes)).toEqual(
      Array.from({ length: 20_000 }, (_, index) => ((index + 1) % 7 === 0 ? 'EEXIST' : 'ok')),
    );
    expect(channel.sent.map(sequenceOf)).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  });

  test('leave the event loop its turns', async () => {
    const { send } = exchange(acknowledging);
    let turns = 0;
    const count = () => {
      turns++;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    await send(requests(10_000));
    clearImmediate(immediate);
    expect(turns).toBeGreaterThan(3);
  });

  test.each([
    ['writes', 'RTM_NEWROUTE', 0, 64],
    ['questions, whose answers are longer', 'RTM_GETROUTE', 0, 4],
    ['writes that are echoed', 'RTM_NEWROUTE', NLM_F_ECHO, 4],
  ] as const)('are sent as far ahead as a receive buffer has room for the answers: %s', async (...row) => {
    const [, type, flags, most] = row;
    let [queued, highest] = [0, 0];
    const { send, channel } = exchange(sent => {
      highest = Math.max(highest, ++queued);
      return acknowledging(sent);
    });
    const receive = channel.receive.bind(channel);
    channel.receive = () => {
      const count = receive();
      queued -= count;
      return count;
    };
    await send(requests(200, type, flags));
    expect(highest).toBe(most);
  });

  test('wait for room where the socket has none', async () => {
    const { send, channel } = exchange(acknowledging);
    channel.room = 0;
    const sending = send(requests(3));
    await new Promise(setImmediate);
    expect(channel.sent).toHaveLength(0);
    channel.drain();
    expect(codes(await sending)).toEqual(['ok', 'ok', 'ok']);
  });

  test('one that the socket refuses fails alone', async () => {
    const { send, channel } = exchange(acknowledging);
    const accept = channel.send.bind(channel);
    channel.send = messages => {
      const refused = messages.findIndex(message => sequenceOf(message) === 2);
      if (refused === 0) throw SocketError.from(-90, 'sendmmsg');
      return accept(refused < 0 ? messages : messages.slice(0, refused));
    };
    expect(codes(await send(requests(4)))).toEqual(['ok', 'EMSGSIZE', 'ok', 'ok']);
  });

  test('no requests have no outcomes', async () => {
    const { send } = exchange(acknowledging);
    expect(await send([])).toEqual([]);
  });
});

test('messages of any schema are decoded by the request’s own', async () => {
  const thing = message({
    name: 'thing',
    types: { THING_CMD_GET: 50 },
    header: struct({ number: u32 }),
    attributes: attributes('THING', { size: [1, u32] }),
  });
  const { send } = exchange(sent => [
    fromKernel(netlinkMessage({ type: 50, sequence: 9 }, sent.subarray(16)), acknowledgement(9, 0)),
  ]);
  const request = { schema: thing, type: 'THING_CMD_GET', value: { number: 3, size: 8 } };
  const outcomes = await send([{ request, sequence: 9, sent: encodeRequest(request, 9) }]);
  expect(outcomes).toEqual([{ status: 'fulfilled', value: [{ number: 3, size: 8 }] }]);
});
