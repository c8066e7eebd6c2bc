import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { Rtnetlink } from '../../../src/netlink/index.js';
import { namespaceNames } from '../../../src/netlink/route/namespace-names.js';
import { expectNoLeak } from '../../support/descriptors.js';

const prefix = `afkit-names-${process.pid}`;

it('is the names that have a number here; the others are left out', ctx =>
  expectNoLeak(async () => {
    const made = spawnSync('ip', ['netns', 'add', `${prefix}-a`], { encoding: 'utf8' });
    if (made.status !== 0) return ctx.skip(`needs root, to name namespaces (${made.stderr?.trim()})`);
    try {
      execFileSync('ip', ['netns', 'add', `${prefix}-b`]);
      execFileSync('ip', ['netns', 'set', `${prefix}-a`, '7351']);
      await using rtnetlink = Rtnetlink.open();
      const names = await namespaceNames(rtnetlink);
      expect(names.get(7351)).toBe(`${prefix}-a`);
      expect([...names.values()]).not.toContain(`${prefix}-b`);
    } finally {
      execFileSync('ip', ['netns', 'delete', `${prefix}-a`]);
      spawnSync('ip', ['netns', 'delete', `${prefix}-b`]);
    }
  }));

it('is nothing over a closed connection', async () => {
  const rtnetlink = Rtnetlink.open();
  rtnetlink.close();
  expect(await namespaceNames(rtnetlink)).toEqual(new Map());
});
