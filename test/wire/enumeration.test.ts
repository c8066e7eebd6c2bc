import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  constantName,
  constantOf,
  type Decoded,
  enumOf,
  i32,
  names,
  u8,
  u16,
  u32,
} from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';

const colours = names(
  'COLOUR',
  { red: 0, green: 3, deepBlue: 200, alsoGreen: 3 },
  { alsoGreen: 'COLOR_VERT' },
);

describe.each([u8, u16, u32, i32])('an enumeration over $kind', integer => {
  const type = enumOf(integer, colours);

  test('names what has a name; other numbers stay numbers and survive', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: integer.size, maxLength: integer.size }),
        fc.integer({ min: 0, max: 5 }),
        (bytes, start) => {
          const value = decoded(type, bytes);
          const number = decoded(integer, bytes);
          expect(value).toBe({ 0: 'red', 3: 'green', 200: 'deepBlue' }[number as number] ?? number);
          expect(encoded(type, value)).toEqual(bytes);
          expect(generated(type, bytes, start)).toEqual({ value });
        },
      ),
    );
    for (const name of ['red', 'green', 'deepBlue']) expect(decoded(type, encoded(type, name))).toBe(name);
  });

  test('takes a second name of a number, and gives the first back', () => {
    expect(decoded(type, encoded(type, 'alsoGreen'))).toBe('green');
  });

  test('refuses a name that it does not have, and offers the nearest', () => {
    expect(refusal(() => encoded(type, 'gren')).message).toBe(
      "'gren' is no COLOUR_ name: did you mean 'green'?",
    );
    expect(refusal(() => encoded(type, 'xyzzyplugh')).message).toContain(
      'one of red, green, deepBlue, alsoGreen',
    );
    for (const name of ['toString', '__proto__', 'constructor', '', '3']) refusal(() => encoded(type, name));
    refusal(() => encoded(type, 2 ** 32));
    refusal(() => decoded(type, new Uint8Array(integer.size + 1)));
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(type, value)),
      ),
    );
  });
});

test('constants are spelled as the kernel spells them', () => {
  expect(constantName('NDA', 'flagsExt')).toBe('NDA_FLAGS_EXT');
  expect(constantName('IFLA', 'stats64')).toBe('IFLA_STATS64');
  expect(constantOf(colours, 'deepBlue')).toBe('COLOUR_DEEP_BLUE');
  expect(constantOf(colours, 'alsoGreen')).toBe('COLOR_VERT');
});

test('a decoded one is typed by its names', () => {
  const type = enumOf(u8, colours);
  expectTypeOf<Decoded<typeof type>>().toEqualTypeOf<'red' | 'green' | 'deepBlue' | 'alsoGreen' | number>();
});
