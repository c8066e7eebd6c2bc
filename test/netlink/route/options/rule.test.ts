import { describe, expect, test } from 'vitest';
import { type RuleOptions, ruleValue } from '../../../../src/netlink/route/options/rule.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: RuleOptions, verb: Verb = 'add') => ruleValue(options, verb, () => 7);

describe('a rule', () => {
  test('is of IPv4 and sends to table main, unless anything says otherwise', () => {
    expect(value({})).toEqual({ family: 'inet', action: 'toTbl', table: 254 });
    expect(value({ src: 'all', dst: 'all' })).toEqual({ family: 'inet', action: 'toTbl', table: 254 });
    expect(value({ table: 7 })).toMatchObject({ table: 7 });
    expect(value({ l3mdev: 1 })).toMatchObject({ table: 0 });
    expect(value({ src: '2001:db8::/32' })).toMatchObject({
      family: 'inet6',
      src: '2001:db8::',
      srcLen: 32,
    });
    expect(value({ dst: '10.0.0.1' })).toMatchObject({ dst: '10.0.0.1', dstLen: 32 });
    expect(value({ family: 'inet6' }).family).toBe('inet6');
  });

  test('that does something else has no table', () => {
    expect(value({ action: 'blackhole' })).toEqual({ family: 'inet', action: 'blackhole' });
    expect(value({ goto: 100 })).toEqual({ family: 'inet', action: 'goto', goto: 100 });
  });

  test('that is to be deleted is what is said of it', () => {
    expect(value({ priority: 5 }, 'delete')).toEqual({ family: 'inet', priority: 5 });
  });

  test('about what is no prefix', () => {
    expect(() => value({ src: '10.0.0.0/33' })).toThrow('from 0 to 32');
  });
});
