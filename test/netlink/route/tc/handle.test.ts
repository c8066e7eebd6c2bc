import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleText, parseHandle } from '../../../../src/netlink/route/tc/handle.js';

describe('handles', () => {
  test.each([
    [0x1_0000, '1:'],
    [0x1_0010, '1:10'],
    [0xffff_fff1, 'ffff:fff1'],
    [0x8001_0000, '8001:'],
    [0xa, ':a'],
    [0, '0:'],
    [0xffff_ffff, 'root'],
  ])('%d is %s', (number, text) => {
    expect(handleText(number)).toBe(text);
    expect(parseHandle(text)).toBe(number);
  });

  test('of every number are read back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), number => {
        expect(parseHandle(handleText(number))).toBe(number);
      }),
    );
  });

  test('are read as tc reads them', () => {
    expect(parseHandle('none')).toBe(0);
    expect(parseHandle('1:0')).toBe(0x1_0000);
    expect(parseHandle('FFFF:Fff2')).toBe(0xffff_fff2);
  });

  test.each(['', ':', '1', '10000:', '1:10000', '1:2:3', ' 1:', '1:x', 'Root', '-1:'])('not %j', text => {
    expect(() => parseHandle(text)).toThrow('is no handle: root, none, or major:minor in hexadecimal');
  });
});
