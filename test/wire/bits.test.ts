import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  be16,
  be32,
  bitEnum,
  bitFlags,
  bits,
  explainedText,
  explainParts,
  names,
  struct,
  u8,
  Window,
} from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusedEncoding } from './codec.js';

const flags = names('IP', { mf: 1, df: 2 });
const modes = names('MODE', { client: 3 });
const header = struct({
  first: bits(u8, { version: 4, ihl: 4 }),
  fragment: bits(be16, { flags: bitFlags(3, flags), offset: 13 }),
  mode: bits(u8, { leap: 2, version2: 3, mode: bitEnum(3, modes) }),
  flow: bits(be32, { top: 12, label: 20 }),
});

describe('fields that share an integer', () => {
  test('are fields of their struct, the first in the highest bits', () => {
    const bytes = fromHexText('45 4007 23 001abcde');
    const value = decoded(header, bytes);
    expect(value).toEqual({
      version: 4,
      ihl: 5,
      flags: ['df'],
      offset: 7,
      leap: 0,
      version2: 4,
      mode: 'client',
      top: 1,
      label: 0xabcde,
    });
    expect(encoded(header, value)).toEqual(bytes);
    expect(header.names).toEqual(Object.keys(value as object));
  });

  test('come back from any bytes, by decode and by generated code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), bytes => {
        expect(encoded(header, decoded(header, bytes))).toEqual(bytes);
      }),
    );
  });

  test('have the reason when a value does not fit', () => {
    expect(refusedEncoding(header, { version: 16 })).toMatch(
      'version: 16 is not a whole number from 0 to 15 (4 bits)',
    );
    expect(refusedEncoding(header, { flags: ['dff'] } as never)).toMatch(
      "'dff' is no IP_ name: did you mean 'df'?",
    );
    expect(refusedEncoding(header, { ihll: 5 } as never)).toMatch(
      "there is no field 'ihll'; did you mean 'ihl'?",
    );
  });

  test('have to fill their integer, and names of their own', () => {
    expect(() => bits(u8, { a: 4 })).toThrow('bits leave 4 of 8 bits undeclared');
    expect(() => struct({ a: u8, b: bits(u8, { a: 8 }) })).toThrow('two fields of one name');
  });

  test('are one row of annotated hex', () => {
    const bytes = fromHexText('45 4007 23 001abcde');
    const window = new Window(bytes);
    const text = explainedText(explainParts(header.parts!(window, 0, 8), window, 0, 8));
    expect(text).toContain('version, ihl: 4, 5');
    expect(text).toContain('flags, offset: df (IP_DF, 0x2), 7');
  });
});
