import { closeSync, openSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addon } from '../../src/socket/addon.js';
import { constants as c, OwnedFd } from '../../src/socket/index.js';
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

test('a duplicate is a descriptor of its own, closed on exec', () =>
  expectNoLeak(() => {
    using fd = new OwnedFd(open());
    using copy = OwnedFd.duplicate(fd);
    using another = OwnedFd.duplicate(copy.fd);
    expect(new Set([fd.fd, copy.fd, another.fd]).size).toBe(3);
    expect(copy.control(c.F_GETFD) & c.FD_CLOEXEC).toBe(c.FD_CLOEXEC);
    fd.close();
    expect(copy.control(c.F_GETFL) & c.O_ACCMODE).toBe(0);
    expect(() => OwnedFd.duplicate(fd)).toThrow(/fcntl EBADF/);
    expect(() => fd.control(c.F_GETFL)).toThrow(/fcntl EBADF/);
    expect(() => copy.control(123_456)).toThrow(/fcntl EINVAL/);
  }));

test('a memory file can be written, and sealed when it was made so', () =>
  expectNoLeak(() => {
    using file = OwnedFd.memoryFile({ sealable: true });
    expect(writeSync(file.fd, 'content')).toBe(7);
    file.control(c.F_ADD_SEALS, c.F_SEAL_WRITE);
    expect(() => writeSync(file.fd, 'more')).toThrow(/EPERM/);
    using other = OwnedFd.memoryFile();
    expect(() => other.control(c.F_ADD_SEALS, c.F_SEAL_WRITE)).toThrow(/EPERM/);
  }));

test('takeAll() takes the first ones', () =>
  expectNoLeak(() => {
    const numbers = Int32Array.of(open(), open(), open());
    const owned = OwnedFd.takeAll(numbers, 2);
    expect(owned.map(({ fd }) => fd)).toEqual([numbers[0], numbers[1]]);
    for (const fd of owned) fd.close();
    closeSync(numbers[2]!);
    expect(() => OwnedFd.takeAll(numbers, 4)).toThrow(RangeError);
    // The next one is owned like any other.
    using next = new OwnedFd(open());
    expect(next.closed).toBe(false);
  }));

test('closeAll() closes what is open of many, neighbours or not, and nothing else', () =>
  expectNoLeak(() => {
    const opened = Array.from({ length: 600 }, () => new OwnedFd(open()));
    const kept = opened.filter((_, i) => i % 7 === 0);
    const others = opened.filter((_, i) => i % 7 !== 0).reverse();
    others[3]!.close();
    closeSync(others[5]!.release());
    OwnedFd.closeAll(others);
    expect(others.every(({ closed }) => closed)).toBe(true);
    for (const fd of kept) expect(fd.control(c.F_GETFD)).toBe(c.FD_CLOEXEC);
    OwnedFd.closeAll(others);
    for (const fd of kept) expect(fd.control(c.F_GETFD)).toBe(c.FD_CLOEXEC);
    OwnedFd.closeAll(kept);
    OwnedFd.closeAll([]);
  }));

test('closeAll() closes those before what is none', () =>
  expectNoLeak(() => {
    const fd = new OwnedFd(open());
    expect(() => OwnedFd.closeAll([fd, {} as OwnedFd])).toThrow(TypeError);
    expect(fd.closed).toBe(true);
  }));

test('the addon refuses numbers that are no descriptors', () => {
  expect(() => addon.ownAll(Int32Array.of(-1), 1)).toThrow(TypeError);
  expect(() => addon.closeAllOwned(Int32Array.of(3, -5), 2)).toThrow(TypeError);
  expect(() => addon.closeAllOwned(Int32Array.of(3), 2)).toThrow(RangeError);
});
