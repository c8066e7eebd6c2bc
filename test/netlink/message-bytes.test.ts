import { expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { messageHeaderSize } from '../../src/netlink/header.js';
import { message } from '../../src/netlink/message.js';
import { objectMessage, overrunMessage } from '../../src/netlink/message-bytes.js';
import { struct, toHex } from '../../src/wire/index.js';
import { netlinkMessage } from '../support/netlink-bytes.js';
import { captured, decode } from './fixtures.js';

test('a decoded object becomes the message that it was, without flags and numbers of a request', () => {
  // Those of sock_diag(7) are answers only: nothing is new.
  const events = captured.filter(({ source, file }) => source !== 'request' && !file.includes('/diag/'));
  for (const { schema, bytes, payload } of events) {
    const made = objectMessage(schema, decode(schema, payload));
    expect(toHex(made.subarray(messageHeaderSize))).toBe(toHex(payload));
    expect(new DataView(made.buffer).getUint32(0, true)).toBe(bytes.length);
    expect(toHex(made.subarray(6, 16))).toBe('00'.repeat(10));
    expect(Object.entries(schema.types).find(([, type]) => type === made[4])?.[0]).toContain('_NEW');
  }
});

test('a schema of requests alone has no such message', () => {
  const schema = message({
    name: 'asked',
    types: { RTM_GETTHING: 99 },
    header: struct({}),
    attributes: attributes('THING', {}),
  });
  expect(() => objectMessage(schema, {})).toThrow('asked has no message type for what is new');
});

test('lost messages are NLMSG_OVERRUN', () => {
  expect(toHex(overrunMessage())).toBe(toHex(netlinkMessage({ type: 4 })));
});
