import { expect, it } from 'vitest';
import { groupName, userName } from '../../../../src/cli/nlmon/format/account-names.js';

it('knows the users and groups of this system, and leaves numbers that have no name', () => {
  expect(userName(0)).toBe('root');
  expect(groupName(0)).toBe('root');
  expect(userName(4_000_000_000)).toBe(4_000_000_000);
  expect(groupName(4_000_000_000)).toBe(4_000_000_000);
});
