import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadIpProtocols } from '../../../../src/cli/nlmon/format/ip-protocols.js';
import { loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'names-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function load(): ReturnType<typeof loadIprouteNames> {
  return loadIprouteNames([join(root, 'etc'), join(root, 'usr')]);
}

describe('loadIprouteNames', () => {
  test('has the names of ip itself where there is no file', () => {
    const names = load();
    expect(names.tables.get(254)).toBe('main');
    expect(names.protocols.get(2)).toBe('kernel');
    expect(names.protocols.get(99)).toBeUndefined();
    expect(names.scopes.get(0)).toBe('global');
    expect(names.realms.get(0)).toBe('unknown');
    expect(names.dsfields.get(0)).toBe('0');
    expect(names.addressProtocols.get(2)).toBe('kernel_ra');
    expect(names.groups.get(0)).toBe('default');
  });

  test('reads numbers, decimal and hexadecimal, names and comments', () => {
    write(
      'etc/rt_dsfield',
      '# comment\n\n0x28\tAF11\n  0xB8 EF # expedited\n32 CS1 and more\n 300 big\n-1 minus\n',
    );
    expect([...load().dsfields]).toEqual([
      [0, '0'],
      [0x28, 'AF11'],
      [0xb8, 'EF'],
      [32, 'CS1'],
    ]);
  });

  test('gives up on a file where ip does: at a line that is no entry', () => {
    write('etc/rt_realms', '1 first\n2\n3 third\n');
    expect([...load().realms]).toEqual([
      [0, 'unknown'],
      [1, 'first'],
    ]);
  });

  test('has tables and groups beyond a byte', () => {
    write('etc/rt_tables', '1000 blue\n2147483648 huge\n');
    write('etc/group', '70000 servers\n');
    expect(load().tables.get(1000)).toBe('blue');
    expect(load().tables.has(2_147_483_648)).toBe(false);
    expect(load().groups.get(70_000)).toBe('servers');
  });

  test('lets files of a folder add to the main one', () => {
    write('etc/rt_tables', '100 blue\n');
    write('etc/rt_tables.d/more.conf', '101 red\n100 navy\n');
    write('etc/rt_tables.d/.hidden.conf', '102 hidden\n');
    write('etc/rt_tables.d/README', '103 readme\n');
    const { tables } = load();
    expect([100, 101, 102, 103].map(number => tables.get(number))).toEqual([
      'navy',
      'red',
      undefined,
      undefined,
    ]);
  });

  test("prefers the administrator's files to the distribution's", () => {
    write('usr/rt_protos', '4 usr\n201 only\n');
    write('usr/rt_scopes', '7 usr\n');
    write('etc/rt_protos', '4 etc\n');
    write('usr/rt_protos.d/a.conf', '202 usr\n');
    write('usr/rt_protos.d/b.conf', '203 usr\n204 usr\n');
    write('etc/rt_protos.d/a.conf', '204 etc\n');
    const { protocols, scopes } = load();
    expect([4, 201, 202, 203, 204].map(number => protocols.get(number))).toEqual([
      'etc',
      undefined,
      undefined,
      'usr',
      'etc',
    ]);
    expect(scopes.get(7)).toBe('usr');
  });

  test('reads a file once, when it is asked for', () => {
    const names = load();
    write('etc/group', '7 servers\n');
    expect(names.groups.get(7)).toBe('servers');
    write('etc/group', '7 clients\n');
    expect(names.groups.get(7)).toBe('servers');
  });
});

test('loadIpProtocols takes the first name of a number', () => {
  write('protocols', '# c\nip 0 IP\nhopopt\t0\tHOPOPT\nicmp 1 ICMP # x\n#tcp 6 TCP\n\nbroken\nword six\n');
  expect([...loadIpProtocols(join(root, 'protocols'))]).toEqual([
    [0, 'ip'],
    [1, 'icmp'],
  ]);
});
