import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/errors.js';
import { understand } from '../../../src/cli/nlmon/arguments.js';
import { plainDisplay } from '../../../src/cli/nlmon/format/display.js';
import type { Arguments } from '../../../src/cli/nlmon/options.js';

const settings = (given: Arguments) => understand({ object: ['routes'], ...given });

describe('understand', () => {
  it('leaves to the kernel what is not said', () => {
    expect(settings({})).toMatchObject({
      objects: ['routes'],
      json: false,
      display: plainDisplay,
      timestamp: undefined,
      label: false,
      family: undefined,
      device: undefined,
      table: undefined,
      namespace: undefined,
      allNamespaces: false,
      receiveBuffer: undefined,
      count: undefined,
      timeout: undefined,
      snapshot: false,
    });
  });

  it.each([
    [['prefixes'], { once: true }, /^prefixes: there are only events/],
    [['links', 'prefixes', 'stats'], { once: true }, /^prefixes: there are only events/],
    [['all', 'prefixes'], { once: true }, /^prefixes: there are only events/],
    [['ntables'], {}, /ntables .* need --once/],
    [['links', 'ntables'], {}, /ntables .* need --once/],
    [['ntables', 'all'], { snapshot: true }, /ntables .* need --once/],
    [['maddrs', 'links'], { snapshot: true }, /maddrs: .* needs --once/],
  ])('says what of %j cannot be shown with %j', (object, given, complaint) => {
    expect(() => understand({ object, ...given })).toThrow(complaint);
    expect(() => understand({ object, ...given })).toThrow(UsageError);
  });

  it('passes over what cannot be shown of what one word means', () => {
    expect(understand({ object: ['all'], once: true }).objects).toContain('prefixes');
    expect(understand({ object: ['links', 'maddrs'], once: true }).objects).toEqual(['links', 'maddrs']);
  });

  it('labels all, unless told otherwise', () => {
    expect(settings({ object: ['all'] }).label).toBe(true);
    expect(settings({ object: ['all'], label: false }).label).toBe(false);
    expect(settings({ label: true }).label).toBe(true);
  });

  it('takes the short time when both are asked for, as ip does', () => {
    expect(settings({ timestamp: true }).timestamp).toBe('long');
    expect(settings({ timestamp: true, ts: true }).timestamp).toBe('short');
  });

  it('tells processes from names of namespaces', () => {
    expect(settings({ netns: '123' }).namespace).toBe(123);
    expect(settings({ netns: 'blue' }).namespace).toBe('blue');
    expect(settings({ netns: '/proc/1/ns/net' }).namespace).toBe('/proc/1/ns/net');
  });

  it('knows tables by name and number', () => {
    expect(settings({ table: 'main' }).table).toBe(254);
    expect(settings({ table: '4294967295' }).table).toBe(0xffff_ffff);
    expect(settings({ table: 'all' }).table).toBe('all');
  });

  it('knows families by letter and name', () => {
    expect(settings({ 6: true }).family).toBe('inet6');
    expect(settings({ family: 'inet' }).family).toBe('inet');
    expect(settings({ family: 'inet', 4: true }).family).toBe('inet');
    expect(settings({ M: true }).family).toBe('mpls');
    expect(settings({ object: ['all'], family: 'mpls' }).objects).toEqual(['routes', 'netconfs']);
  });

  it('takes what is behind -- for objects', () => {
    expect(settings({ '--': ['links'] }).objects).toEqual(['routes', 'links']);
  });

  it.each<[Arguments, RegExp]>([
    [{ object: [] }, /say what to show: links .* all .*, or demo/],
    [{ 4: true, 6: true }, /-4 and -6 exclude each other/],
    [{ 4: true, family: 'inet6' }, /-4 and -6 exclude each other/],
    [{ M: true, family: 'inet6' }, /-M and --family; without any/],
    [{ family: 'bridge' }, /--family takes inet, inet6, mpls, not 'bridge'; what bridges have is fdb/],
    [{ family: 'link' }, /not 'link'; see links/],
    [{ family: '' }, /not ''$/],
    [{ object: ['links'], M: true }, /-M is about routes and netconfs, not links/],
    [{ object: ['all', 'rules'], family: 'mpls' }, /-M is about routes and netconfs, not rules/],
    [{ object: ['tc'], M: true }, /-M is about routes and netconfs, not qdiscs, /],
    [{ once: true, snapshot: true }, /--once and --snapshot exclude each other/],
    [{ once: true, count: 1 }, /--once and --count exclude each other: --count is about events/],
    [{ once: true, allNsid: true }, /--once and --all-nsid exclude each other/],
    [{ once: true, label: false }, /--once and --label/],
    [{ once: true, ts: true }, /--once and --ts/],
    [{ dev: '' }, /--dev takes a name/],
    [{ netns: '' }, /--netns takes a name/],
    [{ netns: '0' }, /--netns takes a process number from 1/],
    [{ netns: '2147483648' }, /--netns takes a process number from 1/],
    [{ table: 'nowhere' }, /there is no routing table 'nowhere'\. Known: .*main.*, or a number/],
    [{ table: '4294967296' }, /there is no routing table/],
    [{ count: 0 }, /--count takes a whole number from 1/],
    [{ count: Number.NaN }, /--count takes a whole number/],
    [{ count: 1.5 }, /--count takes a whole number/],
    [{ rcvbuf: 2 ** 31 }, /--rcvbuf takes a whole number from 1 to 2147483647/],
    [{ pretty: true }, /--pretty is about JSON: it needs --json/],
    [{ iec: true }, /--iec is about large numbers/],
    [{ color: 'red' }, /--color takes always, auto, never, not 'red'/],
    [{ timeout: 0 }, /--timeout takes a number of seconds above 0/],
    [{ timeout: 2_000_001 }, /at most 2000000/],
  ])('%j is not understood', (given, message) => {
    expect(() => settings(given)).toThrow(UsageError);
    expect(() => settings(given)).toThrow(message);
  });
});
