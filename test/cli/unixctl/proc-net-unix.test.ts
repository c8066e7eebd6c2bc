import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseProcNetUnix } from '../../../src/cli/unixctl/proc-net-unix.js';

const text = `Num       RefCount Protocol Flags    Type St Inode Path
000000006e60fc34: 00000003 00000000 00000000 0001 03 92418
00000000bfc1e032: 00000003 00000000 00000000 0005 03 92420 /tmp/w6/x
000000009bd73e07: 00000003 00000000 00000000 0001 02     0 /tmp/w6/x
00000000b94dcd43: 00000002 00000000 00010000 0001 01 92417 /tmp/a b
00000000b4388490: 0000000A 00000000 00000000 0002 01 92421 @ab@c
00000000b4388491: 00000002 00000000 00000000 0002 01 92422 @two
lines
00000000b4388492: 00000002 00000000 00000000 0002 01 92423
`;

it('reads every row, names with blanks and newlines too', () => {
  expect(parseProcNetUnix(text)).toEqual([
    { refCount: 3, flags: 0, type: 1, state: 3, ino: 92418, path: undefined },
    { refCount: 3, flags: 0, type: 5, state: 3, ino: 92420, path: '/tmp/w6/x' },
    { refCount: 3, flags: 0, type: 1, state: 2, ino: 0, path: '/tmp/w6/x' },
    { refCount: 2, flags: 0x10000, type: 1, state: 1, ino: 92417, path: '/tmp/a b' },
    { refCount: 10, flags: 0, type: 2, state: 1, ino: 92421, path: '@ab@c' },
    { refCount: 2, flags: 0, type: 2, state: 1, ino: 92422, path: '@two\nlines' },
    { refCount: 2, flags: 0, type: 2, state: 1, ino: 92423, path: undefined },
  ]);
});

it('reads what this kernel says', () => {
  const here = readFileSync('/proc/net/unix', 'utf8');
  expect(parseProcNetUnix(here).length).toBe(here.trimEnd().split('\n').length - 1);
});
