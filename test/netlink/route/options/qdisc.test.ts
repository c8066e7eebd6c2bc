import { describe, expect, test } from 'vitest';
import { type QdiscOptions, qdiscValue } from '../../../../src/netlink/route/options/qdisc.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: Omit<QdiscOptions, 'dev'>, verb: Verb = 'add') =>
  qdiscValue({ dev: 'eth0', ...options }, verb, () => 7);

const eth0 = { family: 'unspec', ifindex: 7 } as const;

describe('a qdisc', () => {
  test('is the root unless it is told', () => {
    expect(value({ kind: 'fq' })).toEqual({ ...eth0, parent: 'root', kind: 'fq' });
    expect(value({ kind: 'fq', parent: '1:10' })).toEqual({ ...eth0, parent: '1:10', kind: 'fq' });
    for (const verb of ['replace', 'set', 'delete', 'get'] as const)
      expect(value({}, verb)).toEqual({ ...eth0, parent: 'root' });
  });

  test('that is there is found by its handle alone', () => {
    for (const verb of ['set', 'delete', 'get'] as const)
      expect(value({ handle: '1:' }, verb)).toEqual({ ...eth0, handle: '1:' });
    for (const verb of ['add', 'replace'] as const)
      expect(value({ handle: '1:' }, verb)).toEqual({ ...eth0, parent: 'root', handle: '1:' });
  });

  test('of the entrance is where the kernel wants it', () => {
    for (const kind of ['ingress', 'clsact'] as const)
      expect(value({ kind })).toEqual({ ...eth0, parent: 'ffff:fff1', handle: 'ffff:', kind });
  });

  test('needs an interface', () => {
    expect(() => qdiscValue({ kind: 'fq' } as never, 'add', () => 7)).toThrow("'dev' is missing");
  });
});
