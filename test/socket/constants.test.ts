import { readFileSync } from 'node:fs';
import { constants as node } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { constants } from '../../src/socket/index.js';
import { root } from './support.js';

const listed = readFileSync(join(root, 'native/src/constants.txt'), 'utf8')
  .replaceAll(/#.*|= *\d+/g, '')
  .split(/\s+/)
  .filter(name => name !== '');

test('the list has every name once', () => {
  expect(listed.length).toBe(new Set(listed).size);
});

test('the addon knows every name of the list', () => {
  expect(listed.filter(name => !(name in constants))).toEqual([]);
});

test('the type has the names of the list and no others', () => {
  const source = readFileSync(join(root, 'src/socket/constants.ts'), 'utf8');
  const typed = [...source.matchAll(/\| '(\w+)'/g)].map(match => match[1]);
  expect(typed.sort()).toEqual([...listed].sort());
});

test('values are those of the headers', () => {
  expect(constants).toMatchObject({
    AF_UNIX: 1,
    AF_NETLINK: 16,
    AF_PACKET: 17,
    SOCK_SEQPACKET: 5,
    SOL_NETLINK: 270,
    NETLINK_GENERIC: 16,
    NETLINK_EXT_ACK: 11,
    MSG_CMSG_CLOEXEC: 0x40000000,
    SCM_RIGHTS: 1,
    ETH_P_ALL: 3,
    CLONE_NEWNET: 0x40000000,
    SO_PASSPIDFD: 76,
  });
  expect(node.errno.ENOBUFS).toBe(105);
});

test('cannot be changed', () => {
  expect(Object.isFrozen(constants)).toBe(true);
});
