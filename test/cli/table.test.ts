import { expect, it } from 'vitest';
import { table } from '../../src/cli/table.js';

it('makes columns as wide as their widest value, and fills up nothing at the end', () => {
  const columns = [{ title: 'A' }, { title: 'N', right: true }, { title: 'LAST' }];
  expect(
    table(columns, [
      ['größer', '1', 'x'],
      ['b', '1000', ''],
    ]),
  ).toEqual(['A          N  LAST', 'größer     1  x', 'b       1000']);
});

it('is its titles where there are no rows', () => {
  expect(table([{ title: 'A' }, { title: 'B' }], [])).toEqual(['A  B']);
});
