import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast } from '../../src/labs/kernel-version.js';
import { judge } from '../../src/labs/verdict.js';

const expectations = {
  expect: { call: 'ok' },
  details: { ttl: 64 },
  known: [
    { since: '5.15', observe: { call: 'EINVAL' }, because: 'it was removed' },
    { observe: { call: 'EPERM' }, because: 'it never was' },
  ],
};

describe('judge()', () => {
  const verdict = (observed: Record<string, string | number>, release = '6.1.0') =>
    judge(expectations, observed, release).verdict;

  it('holds where all that the lecture says was seen, and what is known beyond it', () => {
    expect(verdict({ call: 'ok', ttl: 64 })).toBe('holds');
    expect(verdict({ call: 'ok', ttl: 64, more: 1 })).toBe('holds');
  });

  it('is a surprise where a detail differs', () => {
    expect(verdict({ call: 'ok', ttl: 63 })).toBe('surprise');
    expect(verdict({ call: 'ok' })).toBe('surprise');
  });

  it('no longer holds from the version on that is known to differ', () => {
    expect(verdict({ call: 'EINVAL' }, '5.15.3')).toBe('no longer holds');
    expect(verdict({ call: 'EINVAL' }, '5.14.21')).toBe('surprise');
  });

  it('never held where what is known has no version', () => {
    expect(judge(expectations, { call: 'EPERM' }, '2.6.30')).toEqual({
      verdict: 'never held',
      expected: { call: 'EPERM' },
      because: 'it never was',
    });
  });

  it('is a surprise for everything else', () => {
    expect(verdict({})).toBe('surprise');
    expect(verdict({ error: 'socket EMFILE' } as never)).toBe('surprise');
    fc.assert(
      fc.property(fc.string(), call => {
        fc.pre(!['ok', 'EINVAL', 'EPERM'].includes(call));
        expect(verdict({ call, ttl: 64 })).toBe('surprise');
      }),
    );
  });
});

describe('atLeast()', () => {
  it('compares numbers, as far as the version goes', () => {
    expect(atLeast('6.1.0-13-amd64', '6.1')).toBe(true);
    expect(atLeast('6.12.1', '6.2')).toBe(true);
    expect(atLeast('6.2', '6.12')).toBe(false);
    expect(atLeast('5.10.0', '5.10.1')).toBe(false);
    expect(atLeast('7.0-rc1', '6.18')).toBe(true);
  });

  it('holds for a version and itself', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }), parts => {
        expect(atLeast(`${parts.join('.')}-any`, parts.join('.'))).toBe(true);
      }),
    );
  });
});
