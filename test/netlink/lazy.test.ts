import { describe, expect, test } from 'vitest';
import { type AttributeType, attributes, NLA_F_NESTED } from '../../src/netlink/attributes.js';
import { lazy } from '../../src/netlink/lazy.js';
import { nested } from '../../src/netlink/nested.js';
import { Sink, toHex, u8, Window, WireError } from '../../src/wire/index.js';

interface Tree {
  leaf?: number;
  tree?: Tree;
}

let asked = 0;
const tree: AttributeType<Tree, Tree> = lazy(() => {
  asked++;
  return nested(attributes('T', { leaf: [1, u8], tree: [2, tree] }), { flag: true });
});

function written(value: Tree): Uint8Array {
  const sink = new Sink();
  tree.encode(value, sink);
  return sink.bytes();
}

const read = (bytes: Uint8Array) => tree.decode(new Window(bytes), 0, bytes.length);

const deep = (depth: number): Tree => (depth === 0 ? { leaf: 1 } : { leaf: 1, tree: deep(depth - 1) });

describe('a type that holds itself', () => {
  test('is asked for once, when it is needed', () => {
    expect(asked).toBe(0);
    expect(toHex(written({ leaf: 7, tree: { leaf: 8 } }))).toBe('05000100070000000c0002800500010008000000');
    read(written({}));
    expect(asked).toBe(1);
  });

  test('is what that type is', () => {
    expect(tree.kind).toBe('nest');
    expect(tree.attributeFlags).toBe(NLA_F_NESTED);
    expect((tree as unknown as { set: { prefix: string } }).set.prefix).toBe('T');
    expect(lazy(() => u8)).toMatchObject({ kind: 'u8', attributeFlags: 0, set: undefined });
  });

  test('goes four deep, and then says so; afterwards too', () => {
    for (let time = 0; time < 2; time++) {
      expect(read(written(deep(3)))).toEqual(deep(3));
      expect(() => read(written(deep(4)))).toThrow(WireError);
      expect(() => read(written(deep(4)))).toThrow('tree.tree.tree.tree: goes too deep');
    }
  });

  test('shows its parts, unless it goes too deep', () => {
    const parts = (bytes: Uint8Array) => [...tree.parts!(new Window(bytes), 0, bytes.length)];
    expect(parts(written(deep(1))).map(({ name }) => name)).toEqual(['leaf', 'tree']);
    expect(() => parts(written(deep(9)))).toThrow('goes too deep');
    const plain = lazy(() => u8);
    expect([...plain.parts!(new Window(Uint8Array.of(1)), 0, 1)]).toEqual([]);
  });
});
