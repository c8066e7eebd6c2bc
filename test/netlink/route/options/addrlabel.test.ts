import { describe, expect, test } from 'vitest';
import { type AddrlabelOptions, addrlabelValue } from '../../../../src/netlink/route/options/addrlabel.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: AddrlabelOptions, verb: Verb = 'add') => addrlabelValue(options, verb, () => 7);

describe('a label of addresses', () => {
  test('is for a prefix, and for one interface if told so', () => {
    expect(value({ prefix: '2001:db8::/32', label: 77 })).toEqual({
      family: 'inet6',
      prefixlen: 32,
      address: '2001:db8::',
      label: 77,
    });
    expect(value({ prefix: '::1', dev: 'eth0', label: 1 })).toMatchObject({ prefixlen: 128, index: 7 });
  });

  test('is deleted whatever it is', () => {
    expect(value({ prefix: '2001:db8::/32' }, 'delete')).toMatchObject({ label: 0 });
    expect(value({ prefix: '2001:db8::/32' }, 'get')).not.toHaveProperty('label');
  });

  test('without a prefix', () => {
    expect(() => value({ label: 1 } as AddrlabelOptions)).toThrow("'prefix' is missing");
    expect(() => value({ prefix: 'x' })).toThrow("'x' is not an IP address or prefix");
  });
});
