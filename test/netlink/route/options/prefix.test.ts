import { describe, expect, test } from 'vitest';
import { familyOf, parsePrefix } from '../../../../src/netlink/route/options/prefix.js';
import { WireError } from '../../../../src/wire/index.js';

describe('a prefix', () => {
  test.each([
    ['10.0.0.0/24', { family: 'inet', address: '10.0.0.0', length: 24 }],
    ['10.0.0.1', { family: 'inet', address: '10.0.0.1', length: 32 }],
    ['0.0.0.0/0', { family: 'inet', address: '0.0.0.0', length: 0 }],
    ['2001:db8::/32', { family: 'inet6', address: '2001:db8::', length: 32 }],
    ['::1', { family: 'inet6', address: '::1', length: 128 }],
    ['::ffff:10.0.0.1/128', { family: 'inet6', address: '::ffff:10.0.0.1', length: 128 }],
  ] as const)('%s', (text, prefix) => {
    expect(parsePrefix(text)).toEqual(prefix);
    expect(familyOf(text)).toBe(prefix.family);
  });

  test.each([
    ['', "'' is not an IP address or prefix"],
    ['10.0.0', "'10.0.0' is not an IP address or prefix"],
    ['10.0.0.256/8', "'10.0.0.256/8' is not an IP address or prefix"],
    ['10.0.0.0/8/8', "'10.0.0.0/8/8' is not an IP address or prefix"],
    ['host.example', "'host.example' is not an IP address or prefix"],
    ['10.0.0.0/33', "'10.0.0.0/33': the length of the prefix is a number from 0 to 32"],
    ['::/129', "'::/129': the length of the prefix is a number from 0 to 128"],
    ['10.0.0.0/', "'10.0.0.0/': the length of the prefix is a number from 0 to 32"],
    ['10.0.0.0/-1', "'10.0.0.0/-1': the length of the prefix is a number from 0 to 32"],
    ['10.0.0.0/8.0', "'10.0.0.0/8.0': the length of the prefix is a number from 0 to 32"],
    [8, '8 is not an IP address or prefix'],
  ])('%j is none', (text, message) => {
    expect(() => parsePrefix(text as string)).toThrow(WireError);
    expect(() => parsePrefix(text as string)).toThrow(message);
  });
});
