import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainedText, parseHexText, toHex } from '../../src/wire/index.js';

const hex = (text: string) => {
  const bytes = parseHexText(text);
  return bytes && toHex(bytes);
};

describe('hexadecimal', () => {
  test.each([
    ['1c000000', '1c000000'],
    ['1C 00 00 00', '1c000000'],
    ['1c:00:00:00\n18:00', '1c0000001800'],
    ['0x1c, 0x00, 0x18', '1c0018'],
    ['0x1c000000', '1c000000'],
    ['\\x1c\\x00\\x18', '1c0018'],
    ['  1c00 0000\t1800\r\n05ff  ', '1c000000180005ff'],
    ['1 2 f', '01020f'],
  ])('%j', (text, expected) => expect(hex(text)).toBe(expected));

  test.each(['', ' \n', 'xyz', '123', '1c 00 00 zz', '1c 000', 'links', '/etc/passwd', '{"a":1}'])(
    '%j is none',
    text => expect(parseHexText(text)).toBeUndefined(),
  );
});

describe('hex dumps', () => {
  const given = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 70 }),
    fc.integer({ min: 1, max: 99 }).map(length => new Uint8Array(length)),
  );

  test.for<[string, string[]]>([
    ['xxd', ['xxd']],
    ['hexdump -C', ['hexdump', '-C']],
    ['hexdump -C -v', ['hexdump', '-C', '-v']],
    ['od -A x -t x1', ['od', '-A', 'x', '-t', 'x1']],
  ])('of %s (skipped where it is missing)', ([, [program, ...args]], ctx) => {
    if (spawnSync(program!, ['--version']).error !== undefined) return ctx.skip(`needs ${program}`);
    fc.assert(
      fc.property(given, bytes => {
        const text = execFileSync(program!, args, { input: bytes, encoding: 'utf8' });
        expect(parseHexText(text), text).toEqual(bytes);
      }),
      { numRuns: 40 },
    );
  });

  test('with text behind that looks like more of it', () => {
    expect(hex('00000000: 6162 6364 6566 6162  abcdefab')).toBe('6162636465666162');
    expect(hex('00000000  61 62 63 64  |abcd|\n00000004')).toBe('61626364');
    expect(hex('0000  61 62 20 63 64   ab cd')).toBe('6162206364');
  });

  test('of our own explained rows', () => {
    const row = {
      offset: 0,
      bytes: Uint8Array.from({ length: 12 }, (_, i) => i),
      depth: 1,
      name: 'ab',
      meaning: 'cd',
    };
    const text = explainedText([row, { ...row, offset: 12, bytes: Uint8Array.of(255), depth: 0 }]);
    expect(hex(text)).toBe('000102030405060708090a0bff');
  });
});
