import { expect, test } from 'vitest';
import { messageHeaderSize, readHeader } from '../../src/netlink/header.js';
import { routeMessages } from '../../src/netlink/route/index.js';
import { Window } from '../../src/wire/index.js';
import { next } from '../support/collector.js';
import { Sandbox } from '../support/sandbox.js';

const up = 'link set lo up';

test('with raw, events have the message that they were decoded from', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  await using subscription = sandbox.rtnetlink.subscribe(['link', 'ipv4Ifaddr', 'ipv4Route', 'tc'], {
    raw: true,
  });
  const events = subscription[Symbol.asyncIterator]();
  sandbox.ip(up);
  sandbox.ip('addr add 10.1.1.1/24 dev lo');
  for (const event of await next(events, 4)) {
    if (event.event === 'gap' || event.event === 'unknown') throw new Error(event.event);
    const { raw } = event;
    const { length, type, flags, sequence, port } = readHeader(new Window(raw!), 0);
    expect({ length, type, flags, sequence, port }).toEqual({
      length: raw!.length,
      type: event.type,
      flags: event.flags,
      sequence: event.sequence,
      port: event.port,
    });
    const { schema } = { schema: routeMessages[event.object] };
    expect(schema.decode(new Window(raw!), messageHeaderSize, raw!.length)).toEqual(event.value);
  }
});

test('without, they do not', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  await using subscription = sandbox.rtnetlink.subscribe(['link']);
  const events = subscription[Symbol.asyncIterator]();
  sandbox.ip(up);
  expect((await next(events, 1))[0]).not.toHaveProperty('raw');
});
