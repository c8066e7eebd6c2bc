import { describe, expect, test } from 'vitest';
import { shown, WireError } from '../../src/wire/index.js';

describe('WireError', () => {
  test('says where: the path from the outermost field in, and the byte', () => {
    const error = new WireError('too short', 12);
    expect(error.message).toBe('too short (at byte 12)');
    error.within('kind').within('linkinfo');
    expect(error.path).toBe('linkinfo.kind');
    expect(error.message).toBe('linkinfo.kind: too short (at byte 12)');
  });

  test('writes an index behind the name that it belongs to', () => {
    expect(new WireError('x').within('gateway').within('[0]').within('multipath').path).toBe(
      'multipath[0].gateway',
    );
    expect(new WireError('x').within('[3]').within('stats').message).toBe('stats[3]: x');
  });

  test('has JSON of its own', () => {
    const error = new WireError('too short', 12).within('mtu');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      path: 'mtu',
      offset: 12,
      message: 'mtu: too short (at byte 12)',
    });
  });

  test('is told from others by its name and class', () => {
    const error = new WireError('x');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('WireError');
    expect(String(error)).toBe('WireError: x');
  });

  test('`at` gives a path to WireErrors and leaves others alone', () => {
    const other = new RangeError('x');
    expect(() =>
      WireError.at('a', () => {
        throw other;
      }),
    ).toThrow(other);
    expect(() =>
      WireError.at('a', () => {
        throw new WireError('x');
      }),
    ).toThrow('a: x');
    expect(WireError.at('a', () => 5)).toBe(5);
  });
});

test('shown never throws', () => {
  const hostile = {
    toString: () => {
      throw new Error('no');
    },
  };
  expect([hostile, Object.create(null), [1], null, undefined, 5n, 'x', Symbol('s')].map(shown)).toEqual([
    'an object',
    'an object',
    'an array',
    'null',
    'undefined',
    '5',
    'x',
    'Symbol(s)',
  ]);
});
