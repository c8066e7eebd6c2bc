import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OwnedFd } from '../../src/socket/index.js';
import { expectNoLeak } from './support.js';

const open = () => openSync('/dev/null', 'r');

test('closes once, however often it is asked', () =>
  expectNoLeak(() => {
    const number = open();
    const fd = new OwnedFd(number);
    expect(fd).toMatchObject({ fd: number, closed: false });
    fd.close();
    expect(fd).toMatchObject({ fd: -1, closed: true });
    const reused = open();
    expect(reused).toBe(number);
    fd.close();
    fd[Symbol.dispose]();
    closeSync(reused);
  }));

test('release() hands the number over', () =>
  expectNoLeak(() => {
    const number = open();
    const fd = new OwnedFd(number);
    expect(fd.release()).toBe(number);
    expect(fd.closed).toBe(true);
    expect(fd.release()).toBe(-1);
    fd.close();
    closeSync(number);
  }));

test('closes at the end of a using block', () =>
  expectNoLeak(() => {
    using fd = new OwnedFd(open());
    expect(fd.closed).toBe(false);
  }));

test('takes nothing but descriptor numbers', () => {
  for (const value of [-1, 1.5, Number.NaN, 2 ** 31]) expect(() => new OwnedFd(value)).toThrow(RangeError);
  for (const value of ['3', undefined, null, 3n, {}]) {
    expect(() => new OwnedFd(value as unknown as number)).toThrow(TypeError);
  }
});
