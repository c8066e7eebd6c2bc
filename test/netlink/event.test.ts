import { describe, expect, test } from 'vitest';
import { actionOf, typeTable } from '../../src/netlink/event.js';
import { messageFlags } from '../../src/netlink/header.js';
import { attributes, message, routeMessages } from '../../src/netlink/index.js';
import { struct, u8 } from '../../src/wire/index.js';

const { NLM_F_REPLACE, NLM_F_APPEND, NLM_F_CREATE } = messageFlags;

describe('what a message says of its object', () => {
  test('by the verb in its constant', () => {
    const table = typeTable(routeMessages);
    expect(table.get(24)).toMatchObject({ object: 'route', action: 'new' });
    expect(table.get(17)).toMatchObject({ object: 'link', action: 'del' });
    expect(table.get(90)).toMatchObject({ object: 'nsid', action: 'get' });
    expect(table.get(19)).toMatchObject({ object: 'link', action: 'set' });
    expect(table.get(500)).toBeUndefined();
    for (const { object, schema } of table.values())
      expect(schema).toBe(routeMessages[object as keyof typeof routeMessages]);
  });

  test('a constant without a verb is nobody’s', () => {
    const odd = message({
      name: 'odd',
      types: { ODD_NOTIFY: 40, ODD_CMD_NEW: 41 },
      header: struct({ x: u8 }),
      attributes: attributes('ODD', {}),
    });
    expect([...typeTable({ odd }).keys()]).toEqual([41]);
  });

  test.each([
    ['new', 0, 'new'],
    ['new', NLM_F_CREATE, 'new'],
    ['new', NLM_F_CREATE | NLM_F_REPLACE, 'replace'],
    ['new', NLM_F_CREATE | NLM_F_APPEND, 'append'],
    // The same bits mean something else there.
    ['del', NLM_F_REPLACE, 'del'],
    ['get', NLM_F_REPLACE | NLM_F_APPEND, 'get'],
    ['set', NLM_F_APPEND, 'set'],
  ] as const)('%s with flags 0x%x is %s', (action, flags, expected) => {
    expect(actionOf(action, flags)).toBe(expected);
  });
});
