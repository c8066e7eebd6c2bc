/** Labels of IPv6 addresses as Rtnetlink makes them, and as ip-addrlabel(8) does. */
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const setup = ['link set lo up', 'link add v0 type veth peer name v1'];
const show = 'addrlabel list';

describe('address labels', () => {
  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { addrlabels } = twins.rtnetlink;
    const same = async (work: Promise<void>, words: string): Promise<string> => {
      await work;
      twins.theirs.ip(words);
      expect(twins.ours.ip(show), words).toBe(twins.theirs.ip(show));
      return twins.ours.ip(show);
    };
    const before = twins.ours.ip(show);
    const prefix = '2001:db8::/32';
    const other = '2001:db8:9::/48';
    await same(addrlabels.add({ prefix, label: 77 }), `addrlabel add prefix ${prefix} label 77`);
    const shown = await same(
      addrlabels.add({ prefix: other, dev: 'v0', label: 78 }),
      `addrlabel add prefix ${other} dev v0 label 78`,
    );
    expect(shown).toContain('prefix 2001:db8:9::/48 dev v0 label 78 \n');
    await same(addrlabels.delete({ prefix }), `addrlabel del prefix ${prefix} label 77`);
    await addrlabels.delete({ prefix: other, dev: 'v0' });
    expect(twins.ours.ip(show)).toBe(before);
  });

  test('are read, changed, asked for and refused', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { addrlabels } = sandbox.rtnetlink;
    const list = await addrlabels.list().toArray();
    expect(list.map(({ address, prefixlen, label }) => [address, prefixlen, label])).toEqual(
      sandbox.ipJson(show).map(({ address, prefixlen, label }) => [address, prefixlen, label]),
    );
    const prefix = '2001:db8::/32';
    await addrlabels.add({ prefix, label: 1 });
    await expect(addrlabels.add({ prefix, label: 2 })).rejects.toMatchObject({ code: 'EEXIST' });
    await addrlabels.replace({ prefix, label: 3 });
    // The label of an address: of the longest prefix that it has.
    expect(await addrlabels.get({ prefix: '2001:db8::7' })).toMatchObject({ label: 3 });
    await addrlabels.delete({ prefix });
    await expect(addrlabels.delete({ prefix })).rejects.toMatchObject({ code: 'ESRCH' });
  });
});
