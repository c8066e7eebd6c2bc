import { expect, test } from 'vitest';
import { classValue } from '../../../../src/netlink/route/options/class.js';

test('a class is on an interface, and as it is given', () => {
  const options = { parent: '1:', handle: '1:10', kind: 'htb' } as const;
  expect(classValue({ dev: 'eth0', ...options }, 'add', () => 7)).toEqual({
    family: 'unspec',
    ifindex: 7,
    ...options,
  });
  expect(() => classValue(options as never, 'add', () => 7)).toThrow("'dev' is missing");
});
